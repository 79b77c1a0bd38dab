// state.cpp - the table of state.hpp, one function per event.
#include "common/runner/watch/state.hpp"

namespace runner {

Steps WatchState::start_build(Steps before) {
    phase_ = Phase::building;
    once_more_ = false;
    stopping_ = false;
    before.push_back(Step::build);
    return before;
}

Steps WatchState::begin() { return start_build(); }

Steps WatchState::judge_again() {
    switch (phase_) {
        case Phase::idle: return start_build();
        case Phase::running: return start_build({Step::stop_run});
        case Phase::building: break;
    }
    once_more_ = true;
    stopping_ = false;  // whoever saves after k wants a verdict after all
    return {};
}

Steps WatchState::changed() {
    if (phase_ == Phase::running) return start_build({Step::stop_run, Step::show_judged_anew});
    return judge_again();
}

Steps WatchState::moved() { return judge_again(); }

Steps WatchState::stop() {
    switch (phase_) {
        case Phase::idle: return {};
        case Phase::running: phase_ = Phase::idle; return {Step::stop_run, Step::show_run_stopped};
        case Phase::building: break;
    }
    once_more_ = false;
    if (stopping_) return {};  // twice
    stopping_ = true;
    return {Step::stop_build};
}

Steps WatchState::key(char key) {
    switch (key) {
        case 'h': return {Step::show_hint};
        case 'l': return {Step::show_list};
        case 's': return {Step::show_solution};
        case 'n': return {Step::go_next};
        case 'r': return judge_again();
        case 'k': return stop();
        case 'q': return {Step::quit};
        case 'b':  // needs the program, so it waits until nobody else does
            if (phase_ != Phase::idle) return {};
            phase_ = Phase::running;
            breaking_ = true;
            return {Step::run_break};
        default: return {};  // any other key is a slip
    }
}

Steps WatchState::built(bool runnable) {
    if (once_more_) return start_build();
    if (stopping_) {
        phase_ = Phase::idle;
        stopping_ = false;
        return {Step::show_build_stopped};
    }
    phase_ = runnable ? Phase::running : Phase::idle;
    breaking_ = false;
    return {runnable ? Step::run : Step::show_verdict};
}

Steps WatchState::ended() {
    phase_ = Phase::idle;
    return {breaking_ ? Step::show_break : Step::show_verdict};
}

}  // namespace runner
