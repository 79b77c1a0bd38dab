// counts.hpp - what an execution has used so far; for judges that explain.
#pragma once

#include "common/explore/api.hpp"

namespace explore {

struct Counts {
    int exclusive = 0;    // acquisitions of a lock or mutex for its holder alone
    int shared = 0;       // acquisitions of an SRW lock for reading
    int locks = 0;        // different locks among these
    int interlocked = 0;  // Interlocked calls
    int polls = 0;        // a thread looked at one thing again and again, and nothing had changed
};

/// Of all threads of the running execution together; all 0 outside of an explored program.
WB_EXPLORE_API Counts counts();

}  // namespace explore
