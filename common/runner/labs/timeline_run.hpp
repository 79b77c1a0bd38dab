// timeline_run.hpp - runs a lab's program for its timeline, and adds up what is in it.
//
//     const TimelineRun run = draw_timeline(lab, session.bin, log, false);
//     if (run.timeline) for (const Shares& one : shares_of(*run.timeline)) print(one);
#pragma once

#include "common/runner/labs/judge.hpp"
#include "common/runner/text/json.hpp"

#include <optional>
#include <string>
#include <vector>

namespace runner {

inline constexpr char kTimeline[] = "timeline";  // purpose of a run

/// results/<program>.timeline.json
fs::path timeline_file(const Lab& lab, const fs::path& bin);

struct TimelineRun {
    Judged judged;                 ///< what became of the program
    std::optional<Json> timeline;  ///< a Chrome trace; empty if the program left none
};

/// Which test the program draws is its own choice: common/testing/kept_timeline.hpp. The title in
/// the file becomes "L11  The philosophers' order: Suite.Test". Throws Problem (environment) if the
/// file makes no sense, or an old one is in the way.
TimelineRun draw_timeline(const Lab& lab, const fs::path& bin, const BuildLog& log, bool chinese,
                          w32::Timeout limit = std::chrono::seconds{60});

/// One thread: for how long it did what, in units of the clock. A moment counts once: a thread that
/// waits while it holds something waits.
struct Shares {
    std::string thread;
    double works = 0;
    double waits = 0;
    double holds = 0;
    double idle = 0;  ///< under a schedule: others were given the turn
    int signals = 0;
    double longest_wait = 0;  ///< of those that have a place in the source
    std::string longest_for;  ///< "SRW lock 1 at x.hpp:31"; "" if it never waited
};

/// In the order of the file; threads without events are left out.
std::vector<Shares> shares_of(const Json& timeline);

}  // namespace runner
