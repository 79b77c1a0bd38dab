// record.hpp - what a verdict changes in progress.txt.
#pragma once

#include "common/runner/labs/judge.hpp"
#include "common/runner/session.hpp"

#include <string>
#include <string_view>

namespace runner {

/// Takes over what another wb has written meanwhile: two terminals are not rare.
void refresh_progress(Session& session);

/// Writes down that `lab` with this text was judged: an attempt, if it is neither the delivered
/// text nor the one judged last and its program ran; and the first day on which it passed.
void record_verdict(Session& session, const Lab& lab, const Judged& judged, std::string_view text);

/// ", at attempt 3"; "" if none was counted.
std::string attempts_text(const Session& session, std::string_view id);

}  // namespace runner
