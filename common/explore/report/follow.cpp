// follow.cpp - runs a schedule of letters, and looks for the shortest one that breaks a program.
#include "common/explore/report/follow.hpp"

#include "common/explore/report/rerun.hpp"
#include "common/explore/search/turns.hpp"

#include <set>

namespace explore {
namespace {

constexpr int kMostRuns = 500'000;  // of a search for the shortest

// A race that no search has met becomes a step as well. False if the engine asks for a restart.
bool run(const Program& program, const std::string& letters, Turns& turns) {
    Engine& engine = *program.engine;
    do {
        engine.begin_search(program.settings);
        turns = Turns(letters);
        program.run(turns);
        if (engine.restart()) return false;
    } while (engine.failure().outcome == Outcome::data_race && promote_race(engine));
    return true;
}

void note_ending(const Engine& engine, Report& report) {
    const Failure& failure = engine.failure();
    report.outcome = failure.outcome;
    report.sentence = failure.sentence;
    if (!report.ok())
        report.diagnosis = failure.name.empty() ? name_of(failure.outcome) : failure.name;
}

}  // namespace

void follow_letters(const Program& program, const Options& options, Report& report) {
    Engine& engine = *program.engine;
    Turns turns("");
    if (!promote_all_races(program) || !run(program, options.letters, turns)) return;
    ++report.executions;
    note_ending(engine, report);
    report.letters = turns.taken();
    report.letters_of_threads = turns.letters_of_threads();
    report.unused = turns.unused(engine);
    describe_run(program, options, report);
    report.schedule.clear();  // a replay has steps that are none here: those of spurious wake-ups
}

// Strings that lead to the same steps up to their last letter need to be made longer only once.
void find_shortest(const Program& program, const Options& options, Report& report) {
    Engine& engine = *program.engine;
    if (!promote_all_races(program)) return;
    std::set<std::vector<std::uint8_t>> seen;
    std::vector<std::string> strings{""};
    for (int length = 0; length <= options.most_letters; ++length) {
        std::vector<std::string> longer;
        for (const std::string& letters : strings) {
            Turns turns("");
            if (!run(program, letters, turns)) return;
            ++report.executions;
            report.letters = letters;
            note_ending(engine, report);
            if (!report.ok()) return;
            if (report.executions >= kMostRuns) break;
            if (!turns.complete()) continue;
            std::vector<std::uint8_t> steps = engine.schedule();
            steps.resize(turns.written_steps());
            if (!seen.insert(std::move(steps)).second) continue;
            for (std::size_t i = 0; i < turns.threads() && i < kTurnLetters.size(); ++i)
                longer.push_back(letters + kTurnLetters[i]);
        }
        strings.swap(longer);
    }
    report.letters.clear();
}

}  // namespace explore
