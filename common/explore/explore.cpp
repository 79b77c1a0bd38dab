// explore.cpp - from a body to a report.
#include "common/explore/explore.hpp"

#include "common/explore/model/model.hpp"
#include "common/explore/model/orphans.hpp"
#include "common/explore/outcomes.hpp"
#include "common/explore/report/follow.hpp"
#include "common/explore/report/rerun.hpp"
#include "common/explore/search/search.hpp"
#include "common/explore/supervisor.hpp"

#include <fstream>
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
    // They would come by themselves, or their threads would have to look for them step by step.
    if (options.search == Search::letters || options.search == Search::shortest)
        settings.early_time_outs = settings.spurious_wake_ups = 0;
    return settings;
}

class Exploration {
public:
    Exploration(void (*body)(), const Options& options)
        : options_(options), program_{&the_engine, body, settings_of(options)} {
        install_model(the_engine);
        orphans_stay_locked = options.every_outcome;
        the_engine.features = 0;
    }
    ~Exploration() {
        collect_outcomes(nullptr);
        the_engine.promoted.clear();
    }
    Exploration(const Exploration&) = delete;
    Exploration& operator=(const Exploration&) = delete;

    Report run() {
        const Supervision supervision(options_);
        the_engine.promoted.clear();
        do {
            report_ = Report{};
            found_.reset();
            collect_outcomes(&report_.outcomes);
            the_engine.begin_search(program_.settings);
            run_once();
        } while (again());
        collect_outcomes(nullptr);  // what follows repeats what was seen
        if (found_ && !options_.every_outcome)
            describe_finding(program_, options_, *found_, report_);
        return std::move(report_);
    }

private:
    void run_once() {
        switch (options_.search) {
            case Search::replay: return replay();
            case Search::letters: return follow_letters(program_, options_, report_);
            case Search::shortest: return find_shortest(program_, options_, report_);
            default: return search(program_, options_, report_, found_);
        }
    }

    // The program needs more than the model has been set up for, or what races are to be steps.
    bool again() {
        if (the_engine.restart()) return true;
        return options_.every_outcome && the_engine.failure().outcome == Outcome::data_race &&
               promote_race(the_engine);
    }

    void replay() {
        Schedule schedule;
        const std::string wrong = parse(options_.schedule, options_.name,
                                        static_cast<std::size_t>(options_.depth), schedule);
        report_.schedule = options_.schedule;
        if (!wrong.empty()) {
            report_.outcome = Outcome::bad_schedule;
            report_.diagnosis = name_of(report_.outcome);
            report_.sentence = "the schedule cannot be replayed: " + wrong;
            return;
        }
        the_engine.promoted = schedule.promoted;
        the_engine.backend.real = options_.real_threads;
        Replay follow(schedule.threads, Replay::How::strict);
        program_.run(follow);
        the_engine.backend.real = false;
        ++report_.executions;
        if (!the_engine.failed()) return;
        found_ = note_failure(the_engine, report_);
        if (report_.outcome == Outcome::bad_schedule) found_.reset();  // there is nothing to show
    }

    const Options& options_;
    Program program_;
    Report report_;
    std::optional<Found> found_;
};

}  // namespace

Report explore(void (*body)(), const Options& options) { return Exploration(body, options).run(); }

}  // namespace explore
