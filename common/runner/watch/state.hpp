// state.hpp - what watch mode does next: a table of states and events, without a single call to
// Windows, so that a test can walk through it.
//
//               key r, save          key k            key n             done
//     idle      build                -                another lab:      -
//                                                     build
//     building  build once more      stop the build   build once more   run, or show why not
//     running   stop, build          stop             stop, build       show the verdict
//
// The keys that only show something (h, l, s) do so in every state.
#pragma once

#include <vector>

namespace runner {

/// What the watcher is told to do, in this order.
enum class Step {
    build,       ///< start one; built() follows
    stop_build,  ///< built() follows all the same
    run,         ///< start the lab's program; ended() follows
    run_break,   ///< start it for its break task; ended() follows
    stop_run,    ///< nothing follows
    go_next,     ///< to another lab; moved() follows if there is one
    show_verdict,
    show_break,
    show_build_stopped,
    show_run_stopped,
    show_judged_anew,  ///< the file was saved while the program ran
    show_hint,
    show_list,
    show_solution,
    quit
};
using Steps = std::vector<Step>;

class WatchState {
public:
    enum class Phase { idle, building, running };
    Phase phase() const noexcept { return phase_; }

    Steps begin();    ///< the first build
    Steps changed();  ///< the lab's file was saved
    Steps key(char key);
    Steps moved();               ///< another lab is watched now
    Steps built(bool runnable);  ///< runnable: the build left a program that can be judged
    Steps ended();               ///< the program has ended, or its time was up

private:
    Steps start_build(Steps before = {});
    Steps judge_again();
    Steps stop();

    Phase phase_ = Phase::idle;
    bool once_more_ = false;  // building: what it builds is no longer what is wanted
    bool stopping_ = false;   // building: somebody has asked for its end
    bool breaking_ = false;   // running: for the break task, not for a verdict
};

}  // namespace runner
