// search.cpp - the loop around the executions, and what is reported of it.
#include "common/explore/search/search.hpp"

#include "common/explore/search/bounded.hpp"
#include "common/explore/search/dpor.hpp"
#include "common/explore/search/full.hpp"
#include "common/explore/search/random.hpp"

namespace explore {
namespace {

using Clock = std::chrono::steady_clock;

// Executions by races before the few preemptions have their turn. Counted, not timed: what is found
// first must not depend on the speed of the machine.
constexpr std::uint64_t kFirstLook = 5'000;

Dpor kept_dpor;  // a small search would take longer to get memory than to explore

class Searching {
public:
    Searching(const Program& program, const Options& options, Report& report,
              std::optional<Found>& found)
        : engine_(*program.engine),
          program_(program),
          options_(options),
          report_(report),
          found_(found) {}

    // True if there is nothing left to explore. False: a finding, or a limit; it can go on then.
    template <class Traces>
    bool run(Strategy& strategy, Clock::time_point end, std::uint64_t executions, Traces traces) {
        for (;;) {
            program_.run(strategy);
            if (engine_.restart()) return false;
            ++report_.executions;
            report_.steps += static_cast<std::uint64_t>(engine_.depth());
            if (engine_.failed() && ++report_.failures == 1)
                found_ = note_failure(engine_, report_);
            if (options_.collect_traces) {
                traces();
                note_touched();
            }
            if (options_.every_outcome) report_.endings.insert(engine_.failure().outcome);
            if (engine_.failed() && ends_search()) return false;
            if (!strategy.next(engine_)) return true;
            if (report_.executions >= executions) return false;
            if ((report_.executions & 63) == 0 && Clock::now() > end) return false;
        }
    }
    bool run(Strategy& strategy, Clock::time_point end) {
        return run(strategy, end, options_.executions, [] {});
    }

    void dpor(Clock::time_point end) {
        kept_dpor.begin();
        (void)go_on_by_races(end, options_.executions);
    }

    // By races first and last: that is complete, but it comes late to some places. Between them
    // the schedules with few preemptions: most bugs are among those.
    void automatic(Clock::time_point begin) {
        const Clock::time_point end = begin + options_.time, half = begin + options_.time / 2;
        const bool one_is_enough = options_.stop_at_first && !options_.every_outcome;
        kept_dpor.begin();
        if (go_on_by_races(half, one_is_enough ? kFirstLook : options_.executions)) return;
        if (is_over()) return;
        bounded(0, options_.preemptions, would_be_through() ? half : end);
        if (report_.exhausted) return;
        while (would_be_through() && !is_over() && report_.executions < options_.executions)
            if (go_on_by_races(end, report_.executions + kFirstLook)) return;
    }

    void full(Clock::time_point end) {
        FullSearch strategy;
        strategy.record_trail = options_.collect_traces;
        report_.exhausted = run(strategy, end, options_.executions,
                                [&] { report_.traces.insert(strategy.trail().hash()); });
    }

    // Bounds from `first` to `last`, each complete before the next begins.
    void bounded(int first, int last, Clock::time_point end) {
        for (int bound = first; bound <= last; ++bound) {
            BoundedSearch strategy(bound);
            if (!run(strategy, end)) return;
            report_.preemptions = bound;
            if (strategy.cut()) continue;
            report_.exhausted = true;
            return;
        }
    }

private:
    // From where it was. True if it is through.
    bool go_on_by_races(Clock::time_point end, std::uint64_t executions) {
        Dpor& strategy = kept_dpor;
        const Clock::time_point begin = Clock::now();
        const std::uint64_t others = report_.executions - by_races_;
        const bool all = run(strategy, end, std::min(executions, options_.executions), [&] {
            if (!strategy.was_redundant()) report_.traces.insert(strategy.trail().hash());
        });
        by_races_ = report_.executions - others;
        time_by_races_ += Clock::now() - begin;
        report_.redundant = strategy.redundant();
        const double progress = all ? 0 : strategy.progress();
        report_.estimate = progress > 0 ? static_cast<double>(by_races_) / progress : 0;
        return report_.exhausted = all;
    }

    // In a fifth of the time, as far as can be seen: the guess grows while new plans are made.
    bool would_be_through() const {
        return time_by_races_ < options_.time / 5 * kept_dpor.progress();
    }

    bool is_over() const { return report_.failures != 0 || engine_.restart(); }

    void note_touched() {
        for (std::size_t i = 0; i < engine_.object_count(); ++i) {
            const Object& object = engine_.object(i);
            if (object.last_access >= 0)
                report_.touched |= std::uint32_t{1} << static_cast<unsigned>(object.type);
        }
    }

    // A data race does so always if all outcomes are asked for: the search begins again with it.
    bool ends_search() const {
        return options_.every_outcome ? engine_.failure().outcome == Outcome::data_race
                                      : options_.stop_at_first;
    }

    Engine& engine_;
    const Program& program_;
    const Options& options_;
    Report& report_;
    std::optional<Found>& found_;
    std::uint64_t by_races_ = 0;  // executions
    Clock::duration time_by_races_{};
};

}  // namespace

Found note_failure(const Engine& engine, Report& report) {
    Found found = Found::in(engine);
    report.failures = 1;
    report.outcome = found.ending.outcome;
    report.sentence = found.sentence;
    report.diagnosis = found.ending.name.empty() ? name_of(report.outcome) : found.ending.name;
    report.failing_execution = report.executions;
    return found;
}

void search(const Program& program, const Options& options, Report& report,
            std::optional<Found>& found) {
    Engine& engine = *program.engine;
    const Clock::time_point begin = Clock::now();
    const Clock::time_point end = begin + options.time;
    const std::uint64_t switches = engine.switches;
    Searching searching(program, options, report, found);
    switch (options.search) {
        case Search::automatic: searching.automatic(begin); break;
        case Search::dpor: searching.dpor(end); break;
        case Search::full: searching.full(end); break;
        case Search::bounded: searching.bounded(0, options.preemptions, end); break;
        case Search::random: {
            RandomWalk strategy(options.seed);
            (void)searching.run(strategy, end);
            break;
        }
        case Search::pct: {
            Pct strategy(options.seed, options.pct_depth);
            (void)searching.run(strategy, end);
            break;
        }
        case Search::replay:
        case Search::letters:
        case Search::shortest: break;
    }
    report.switches = engine.switches - switches;
    report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace explore
