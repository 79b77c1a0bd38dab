// reduce.cpp - takes needless changes of turn out of a schedule.
//
// Each candidate is replayed leniently: a step that is not possible is left out. If the execution
// ends with the same finding and fewer changes of turn, the schedule that it really took is the
// new best one.
#include "common/explore/report/rerun.hpp"

#include <set>

namespace explore {
namespace {

using Threads = std::vector<std::uint8_t>;

constexpr int kCost = 250'000;          // of all replays, in steps
constexpr std::size_t kLongest = 4000;  // steps; a longer one is left as it is

struct Run {
    std::uint8_t thread = 0;
    std::size_t steps = 0;
};

std::vector<Run> runs_of(const Threads& threads) {
    std::vector<Run> runs;
    for (const std::uint8_t thread : threads) {
        if (runs.empty() || runs.back().thread != thread) runs.push_back({thread, 0});
        ++runs.back().steps;
    }
    return runs;
}

Threads threads_of(const std::vector<Run>& runs) {
    Threads threads;
    for (const Run& run : runs) threads.insert(threads.end(), run.steps, run.thread);
    return threads;
}

class Reduction {
public:
    Reduction(const Program& program, Threads threads, const Ending& ending)
        : program_(program), best_(std::move(threads)), ending_(ending) {}

    Threads result() {
        while (shorten() || join()) {
        }
        return best_;
    }

private:
    bool exhausted() const { return cost_ >= kCost; }

    bool accept(const Threads& candidate) {
        if (exhausted() || !tried_.insert(candidate).second) return false;
        Replay replay(candidate, Replay::How::lenient);
        program_.run(replay);
        cost_ += program_.cost();
        const Engine& engine = *program_.engine;
        if (!engine.failed() || !(Ending::of(engine) == ending_)) return false;
        if (switches_of(engine.schedule()) >= switches_of(best_)) return false;
        best_ = engine.schedule();
        return true;
    }

    // The beginning alone: what comes after it by default may lead to the same end.
    bool shorten() {
        const std::vector<Run> runs = runs_of(best_);
        for (std::size_t count = 0; count + 1 < runs.size(); ++count) {
            if (exhausted()) return false;
            const auto end = runs.begin() + static_cast<std::ptrdiff_t>(count);
            if (accept(threads_of({runs.begin(), end}))) return true;
        }
        return false;
    }

    // Two runs of one thread become one, before or after what was between them; or one goes.
    bool join() {
        const std::vector<Run> runs = runs_of(best_);
        for (std::size_t i = 0; i < runs.size() && !exhausted(); ++i) {
            std::size_t next = i + 1;
            while (next < runs.size() && runs[next].thread != runs[i].thread) ++next;
            if (next < runs.size()) {
                std::vector<Run> early = runs;
                early[i].steps += runs[next].steps;
                early.erase(early.begin() + static_cast<std::ptrdiff_t>(next));
                if (accept(threads_of(early))) return true;
                std::vector<Run> late = runs;
                late[next].steps += runs[i].steps;
                late.erase(late.begin() + static_cast<std::ptrdiff_t>(i));
                if (accept(threads_of(late))) return true;
            }
            std::vector<Run> without = runs;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            if (accept(threads_of(without))) return true;
        }
        return false;
    }

    const Program& program_;
    Threads best_;
    const Ending& ending_;
    std::set<Threads> tried_;
    int cost_ = 0;
};

}  // namespace

std::vector<std::uint8_t> reduce(const Program& program, std::vector<std::uint8_t> threads,
                                 const Ending& ending) {
    if (threads.size() > kLongest) return threads;
    return Reduction(program, std::move(threads), ending).result();
}

}  // namespace explore
