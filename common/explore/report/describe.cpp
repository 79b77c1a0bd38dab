// describe.cpp - from a finding to what is told about it.
#include "common/explore/model/model.hpp"
#include "common/explore/report/rerun.hpp"
#include "common/explore/report/symbols.hpp"

namespace explore {
namespace {

// Ends the tracing also when something throws.
class Tracing {
public:
    Tracing(Engine& engine, Trace& trace) : engine_(engine) { engine.trace = &trace; }
    ~Tracing() { engine_.trace = nullptr; }
    Tracing(const Tracing&) = delete;
    Tracing& operator=(const Tracing&) = delete;

private:
    Engine& engine_;
};

// Runs it twice: see Trace::survey. False if it does not end the same way.
bool trace_run(const Program& program, const Schedule& schedule, const Ending& ending,
               Trace& trace) {
    for (const bool survey : {true, false}) {
        trace.survey = survey;
        trace.watched = reinterpret_cast<const void*>(program.engine->failure().address);
        const Tracing tracing(*program.engine, trace);
        Replay replay(schedule.threads, Replay::How::strict);
        program.run(replay);
        if (!(Ending::of(*program.engine) == ending)) return false;
    }
    return true;
}

// Names that need the trace (globals) are looked up while it is set.
std::string traced_sentence(Engine& engine, Trace& trace) {
    const Tracing tracing(engine, trace);
    const Outcome outcome = engine.failure().outcome;
    const bool two_accesses = engine.failure().address != 0;
    if (two_accesses && (outcome == Outcome::data_race || outcome == Outcome::use_after_free))
        return race_sentence(engine, trace);
    if (outcome == Outcome::livelock && engine.depth() >= engine.settings().depth_limit)
        return rounds_sentence(engine, trace);
    if (outcome == Outcome::crash && !trace.steps.empty() && engine.failure().site != nullptr)
        return engine.failure().sentence + ", at " + text_of(place_of(engine.failure().site));
    return engine.failure().sentence;
}

void tell(const Program& program, const Schedule& schedule, const Ending& ending,
          const Options& options, Trace& trace, Report& report) {
    report.outcome = ending.outcome;
    report.diagnosis = ending.name.empty() ? name_of(ending.outcome) : ending.name;
    report.sentence = traced_sentence(*program.engine, trace);
    report.schedule = to_text(schedule, options.name);
    const Tracing tracing(*program.engine, trace);
    fill_trace(*program.engine, trace, report);
}

}  // namespace

Found Found::in(const Engine& engine) {
    return {Ending::of(engine), engine.failure().sentence, engine.schedule(), Lineage::of(engine)};
}

bool Program::repeat(const Found& found) const {
    engine->begin_search(settings);
    Replay replay(found.threads, Replay::How::strict, &found.lineage);
    run(replay);
    return Ending::of(*engine) == found.ending;
}

void describe_finding(const Program& program, const Options& options, const Found& found,
                      Report& report) {
    Engine& engine = *program.engine;
    Found current = found;
    const auto unstable = [&] {
        report.sentence +=
            " (it did not happen again with the same schedule: the program depends "
            "on something that the explorer does not control)";
    };
    if (!program.repeat(current)) return unstable();
    Trace trace;
    if (current.ending.outcome == Outcome::data_race && options.consequences &&
        engine.promoted.empty()) {
        const Schedule racing{engine.schedule(), {}};
        if (!trace_run(program, racing, current.ending, trace)) return unstable();
        const std::string cause = traced_sentence(engine, trace);
        if (find_consequence(program, current)) {
            report.cause = cause;
            report.cause_outcome = Outcome::data_race;
        }
        if (!program.repeat(current)) return unstable();
    }
    // A shorter schedule may create the threads in another order, and so change their letters.
    if (options.search != Search::replay) {
        current.threads = reduce(program, engine.schedule(), current.ending);
        current.lineage = Lineage::of(engine);
        if (!program.repeat(current)) return unstable();
    }
    const Schedule schedule{engine.schedule(), engine.promoted};
    if (!trace_run(program, schedule, current.ending, trace)) return unstable();
    tell(program, schedule, current.ending, options, trace, report);
}

void describe_run(const Program& program, const Options& options, Report& report) {
    Engine& engine = *program.engine;
    const Ending ending = Ending::of(engine);
    const Schedule schedule{engine.schedule(), engine.promoted};
    Trace trace;
    if (!trace_run(program, schedule, ending, trace)) {
        report.outcome = Outcome::not_deterministic;
        report.diagnosis = name_of(report.outcome);
        report.sentence = "the same turns did not lead to the same end again";
    } else if (ending.outcome != Outcome::passed) {
        tell(program, schedule, ending, options, trace, report);
    } else {
        const Tracing tracing(engine, trace);
        fill_trace(engine, trace, report);
    }
}

}  // namespace explore
