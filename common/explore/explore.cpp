// explore.cpp - from a body to a report.
#include "common/explore/explore.hpp"

#include "common/explore/model/model.hpp"
#include "common/explore/search/dpor.hpp"
#include "common/explore/search/full.hpp"

#include <optional>

namespace explore {
namespace {

using Clock = std::chrono::steady_clock;

Settings settings_of(const Options& options) {
    Settings settings;
    settings.store_buffers = options.memory == Memory::tso;
    settings.detect_races = options.plain == Plain::races;
    settings.interleave_plain = options.plain == Plain::interleaved;
    settings.depth_limit = options.depth;
    settings.early_time_outs = options.early_time_outs;
    settings.spurious_wake_ups = options.spurious_wake_ups;
    settings.check_leaks = options.check_leaks;
    settings.allow_abandoned = options.allow_abandoned;
    return settings;
}

std::set<std::string>* outcomes = nullptr;

}  // namespace

void outcome(const std::string& what) {
    if (outcomes != nullptr) outcomes->insert(what);
}

std::string Report::text() const { return sentence; }

Report explore(void (*body)(), const Options& options) {
    Engine& engine = the_engine;
    Report report;
    install_model(engine);
    engine.features = 0;
    engine.begin_search(settings_of(options));
    Dpor dpor;
    const FullSearch unused(options.search == Search::bounded ? options.preemptions : kUnbounded);
    FullSearch full = unused;
    full.record_trail = options.collect_traces;
    const bool reduced = options.search == Search::dpor;
    Strategy& strategy = reduced ? static_cast<Strategy&>(dpor) : full;
    outcomes = &report.outcomes;
    const Clock::time_point begin = Clock::now();
    const std::uint64_t switches = engine.switches;
    for (;;) {
        engine.run(body, strategy);
        if (engine.restart()) {
            engine.begin_search(settings_of(options));
            dpor = Dpor();
            full = unused;
            full.record_trail = options.collect_traces;
            report = Report{};
            continue;
        }
        ++report.executions;
        report.steps += static_cast<std::uint64_t>(engine.depth());
        if (engine.failed() && ++report.failures == 1) {
            report.outcome = engine.failure().outcome;
            report.sentence = engine.failure().sentence;
            report.diagnosis =
                engine.failure().name.empty() ? name_of(report.outcome) : engine.failure().name;
            report.failing_execution = report.executions;
        }
        if (options.collect_traces && !(reduced && dpor.was_redundant()))
            report.traces.insert(reduced ? dpor.trail().hash() : full.trail().hash());
        if (engine.failed() && options.stop_at_first) break;
        if (!strategy.next(engine)) {
            report.exhausted = !full.cut();
            break;
        }
        if (report.executions >= options.executions) break;
        if ((report.executions & 255) == 0 && Clock::now() - begin > options.time) break;
    }
    report.redundant = dpor.redundant();
    report.switches = engine.switches - switches;
    report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    outcomes = nullptr;
    return report;
}

}  // namespace explore
