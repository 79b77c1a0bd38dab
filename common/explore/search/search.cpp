// search.cpp - the loop around the executions, and what is reported of it.
#include "common/explore/search/search.hpp"

#include "common/explore/search/bounded.hpp"
#include "common/explore/search/dpor.hpp"
#include "common/explore/search/full.hpp"
#include "common/explore/search/random.hpp"

namespace explore {
namespace {

using Clock = std::chrono::steady_clock;

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

    // True if there is nothing left to explore. False: a finding, or a limit.
    template <class Traces>
    bool run(Strategy& strategy, Clock::time_point end, Traces traces) {
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
            if (report_.executions >= options_.executions) return false;
            if ((report_.executions & 63) == 0 && Clock::now() > end) return false;
        }
    }
    bool run(Strategy& strategy, Clock::time_point end) {
        return run(strategy, end, [] {});
    }

    bool dpor(Clock::time_point end) {
        Dpor& strategy = kept_dpor;
        strategy.begin();
        const bool all = run(strategy, end, [&] {
            if (!strategy.was_redundant()) report_.traces.insert(strategy.trail().hash());
        });
        report_.redundant = strategy.redundant();
        const double progress = strategy.progress();
        if (!all && progress > 0)
            report_.estimate = static_cast<double>(report_.executions) / progress;
        return report_.exhausted = all;
    }

    void full(Clock::time_point end) {
        FullSearch strategy;
        strategy.record_trail = options_.collect_traces;
        report_.exhausted =
            run(strategy, end, [&] { report_.traces.insert(strategy.trail().hash()); });
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
        case Search::automatic:
            if (!searching.dpor(begin + options.time / 2) && report.failures == 0 &&
                !engine.restart())
                searching.bounded(0, options.preemptions, end);
            break;
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
