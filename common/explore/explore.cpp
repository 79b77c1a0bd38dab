// explore.cpp - from a body to a report.
#include "common/explore/explore.hpp"

#include "common/explore/model/model.hpp"
#include "common/explore/report/rerun.hpp"
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

namespace {

class Exploration {
public:
    Exploration(void (*body)(), const Options& options)
        : options_(options), program_{&the_engine, body, settings_of(options)} {
        install_model(the_engine);
        the_engine.begin_search(program_.settings);
        the_engine.promoted.clear();
        outcomes = &report_.outcomes;
    }
    ~Exploration() { outcomes = nullptr; }
    Exploration(const Exploration&) = delete;
    Exploration& operator=(const Exploration&) = delete;

    Report run() {
        const Clock::time_point begin = Clock::now();
        const std::uint64_t switches = the_engine.switches;
        options_.search == Search::replay ? replay() : search(begin);
        report_.switches = the_engine.switches - switches;
        report_.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        outcomes = nullptr;  // what follows repeats what was seen
        if (found_) describe_finding(program_, options_, *found_, report_);
        the_engine.promoted.clear();
        return std::move(report_);
    }

private:
    void run_once(Strategy& strategy) {
        program_.run(strategy);
        ++report_.executions;
        report_.steps += static_cast<std::uint64_t>(the_engine.depth());
        if (!the_engine.failed() || ++report_.failures != 1) return;
        found_ = Found::in(the_engine);
        report_.outcome = found_->ending.outcome;
        report_.sentence = found_->sentence;
        report_.diagnosis =
            found_->ending.name.empty() ? name_of(report_.outcome) : found_->ending.name;
        report_.failing_execution = report_.executions;
    }

    void search(Clock::time_point begin) {
        Dpor dpor;
        FullSearch full(options_.search == Search::bounded ? options_.preemptions : kUnbounded);
        full.record_trail = options_.collect_traces;
        const bool reduced = options_.search == Search::dpor;
        Strategy& strategy = reduced ? static_cast<Strategy&>(dpor) : full;
        for (;;) {
            run_once(strategy);
            if (options_.collect_traces && !(reduced && dpor.was_redundant()))
                report_.traces.insert(reduced ? dpor.trail().hash() : full.trail().hash());
            if (the_engine.failed() && options_.stop_at_first) break;
            if (!strategy.next(the_engine)) {
                report_.exhausted = !full.cut();
                break;
            }
            if (report_.executions >= options_.executions) break;
            if ((report_.executions & 255) == 0 && Clock::now() - begin > options_.time) break;
        }
        report_.redundant = dpor.redundant();
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
        run_once(follow);
        the_engine.backend.real = false;
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
