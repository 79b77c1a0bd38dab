// explore.cpp - from a body to a report.
#include "common/explore/explore.hpp"

#include "common/explore/model/model.hpp"
#include "common/explore/search/search.hpp"

#include <optional>

namespace explore {
namespace {

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
    settings.report_misuse = !options.answer_misuse;
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
    do {  // over again, if the program turns out to need more than the model has been set up for
        report = Report{};
        outcomes = &report.outcomes;
        engine.begin_search(settings_of(options));
        search(engine, body, options, report);
    } while (engine.restart());
    outcomes = nullptr;
    return report;
}

}  // namespace explore
