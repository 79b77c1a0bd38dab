// rerun.hpp - runs a failing program again: from its schedule to a shorter one, and to its trace.
#pragma once

#include "common/explore/explore.hpp"
#include "common/explore/report/schedule.hpp"

namespace explore {

/// What is spent on a finding is counted, not timed: each machine is to find the same. An execution
/// costs its steps, and about as much as this many more.
inline constexpr int kStepsOfARun = 50;

/// How an execution ended; two endings are the same finding if these are equal.
struct Ending {
    Outcome outcome = Outcome::passed;
    std::string name;

    static Ending of(const Engine& engine) {
        return {engine.failure().outcome, engine.failure().name};
    }
    bool operator==(const Ending&) const = default;
};

/// What a search found, in its own numbers of the threads.
struct Found {
    Ending ending;
    std::string sentence;
    std::vector<std::uint8_t> threads;
    Lineage lineage;

    static Found in(const Engine& engine);
};

struct Program {
    Engine* engine;
    void (*body)();
    Settings settings;

    void run(Strategy& strategy) const { engine->run(body, strategy); }
    /// Of the execution that was run last, in steps.
    int cost() const { return kStepsOfARun + engine->depth(); }
    /// Follows a schedule of another numbering. False if it does not end the same way.
    bool repeat(const Found& found) const;
};

/// A schedule of the same ending with fewer changes of turn. Bounded effort.
std::vector<std::uint8_t> reduce(const Program& program, std::vector<std::uint8_t> threads,
                                 const Ending& ending);

/// The accesses of the race that ended the last execution become steps (Engine::promoted). False if
/// they are steps already, or cannot be.
bool promote_race(Engine& engine);

/// After a data race: looks for an execution that shows what it leads to. The racing accesses
/// become steps (Engine::promoted). False, and nothing is promoted, if nothing was found.
bool find_consequence(const Program& program, Found& found);

/// Fills in the schedule, the trace, the names and the sentence of a finding.
void describe_finding(const Program& program, const Options& options, const Found& found,
                      Report& report);

/// Races become steps until there are none left, or none that can. The same ones each time: what a
/// letter of a schedule stands for depends on it. False if the engine asks for a restart.
bool promote_all_races(const Program& program);

/// The same for the execution that the engine has just run, whether it has a finding or not.
void describe_run(const Program& program, const Options& options, Report& report);

/// The lines of a report from the trace of its execution (the engine still remembers it).
void fill_trace(Engine& engine, const Trace& trace, Report& report);
/// "the variable 'x'", or whose it is if it has no name of its own.
std::string name_of_variable(Engine& engine, const Trace& trace, const void* address);
/// Who goes round where in an execution that was cut off because of its length.
std::string rounds_sentence(Engine& engine, const Trace& trace);
/// A data race, or a use of freed memory, as a sentence.
std::string race_sentence(Engine& engine, const Trace& trace);

}  // namespace explore
