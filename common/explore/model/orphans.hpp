// orphans.hpp - what becomes of a critical section or SRW lock whose owner ends.
#pragma once

namespace explore {

/// False: that is a finding. True: it stays locked for ever, as on Windows, and the others go on.
extern bool orphans_stay_locked;

}  // namespace explore
