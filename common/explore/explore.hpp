// explore.hpp - runs a program under every schedule that makes a difference.
//
//     explore::Report report = explore::explore([] { ... });
//     if (!report.ok()) std::puts(report.text().c_str());
//
// The body, and all that it calls, must be compiled as an explored program (redirect/redirect.hpp):
// then its Win32 calls go to a model of the Win32 objects, and the explorer decides at each of them
// who goes on. explore_test.hpp does all that for a GoogleTest.
#pragma once

#include "common/explore/api.hpp"
#include "common/explore/finding.hpp"

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace explore {

enum class Search {
    automatic,  // dpor; if it is not through after 5 000 executions, bounded with more and more
                // preemptions, then dpor again if the time may be enough for all of it
    dpor,       // one execution per class of equivalent schedules
    full,       // every schedule: for comparison
    bounded,    // every schedule with at most Options::preemptions preemptions
    random,     // Options::executions random schedules
    pct,      // random priorities: finds a bug of depth Options::pct_depth with a known probability
    replay,   // Options::schedule, once
    letters,  // Options::letters, once (search/turns.hpp). Racing accesses are steps, and what no
              // letter stands for does not come: early time-outs, spurious wake-ups
    shortest,  // the fewest such letters that lead to a finding, up to Options::most_letters
};

enum class Memory { sequential, tso };

/// What to do with plain variables (those that are not std::atomic and not changed by
/// Interlocked...).
enum class Plain {
    races,        // look for data races: enough, because a program without them needs no more
    interleaved,  // each access is a step that others may come before
    ignored,
};

struct Report;

struct Options {
    Search search = Search::automatic;
    Memory memory = Memory::sequential;
    Plain plain = Plain::races;
    int preemptions = 2;
    int pct_depth = 3;
    std::uint64_t seed = 1;
    std::uint64_t executions = 10'000'000;  // at most
    std::chrono::milliseconds time{10'000};
    int depth = 20'000;  // steps of one execution
    int early_time_outs = 2;
    int spurious_wake_ups = 1;  // per thread
    bool stop_at_first = true;  // else all schedules, and the first finding is reported
    bool check_leaks = true;
    bool allow_abandoned = false;
    bool answer_misuse = false;  // a misused handle is answered as Windows does: no finding
    bool collect_traces = false;
    bool real_threads = false;  // replay on real threads, for a debugger
    std::string schedule = {};  // for Search::replay
    std::string letters = {};   // for Search::letters
    int most_letters = 0;       // for Search::shortest
    std::string name = {};      // tells this program's schedules from those of others
    bool consequences = true;   // after a data race, look for what it leads to
    /// Goes on after findings, and tells how executions end (Report::endings). Accesses that race
    /// become steps, so that whatever comes of a race is seen.
    bool every_outcome = false;
    /// A thread that takes no step for so long is a finding, and the end of the process: on_unseen,
    /// if it is given, is told on another thread, then comes exit code 1. 0: nobody looks. Never
    /// during a replay or while a debugger is attached.
    std::chrono::milliseconds unseen{5'000};
    void (*on_unseen)(const Report&) = nullptr;
};

/// One line of a failing execution: a step, or what happened between two.
struct TraceStep {
    int step = 0;  // from 1; 0: no step of the schedule, but a plain access, a wait, ...
    int thread = 0;
    bool fatal = false;  // here the execution ended with the finding
    std::string what;    // "EnterCriticalSection"
    std::string object;  // "lock"
    std::string note;    // "waits: main has it"
    std::string file;
    int line = 0;
    std::string source;  // the text of that line

    // For a timeline (testing/step_timeline.hpp).
    bool waits = false;              // it has come to a step that it cannot take yet
    bool signals = false;            // others may go on because of it
    std::vector<std::string> takes;  // locks and mutexes that it has from here on
    std::vector<std::string> gives;  // those that it has no longer
};

struct Report {
    Outcome outcome = Outcome::passed;
    std::string diagnosis;  // the name of a check, if it gave one; else that of the outcome
    std::string sentence;   // what happened, in one sentence
    std::string cause;      // a second one: the data race that made it possible; "" if none did
    Outcome cause_outcome = Outcome::passed;
    std::string schedule;  // replays it
    std::vector<TraceStep> trace;
    std::vector<std::string> threads;  // their names, by number

    // Of Search::letters. With it there is a trace also if nothing was found.
    std::string letters;             // of each step; small ones were not asked for
    std::string letters_of_threads;  // by number
    std::string unused;              // why letters were left over, as a sentence; "" if none were

    bool exhausted = false;  // false: some schedules were not tried
    std::uint64_t executions = 0;
    std::uint64_t redundant = 0;
    std::uint64_t failing_execution = 0;
    std::uint64_t failures = 0;
    std::uint64_t steps = 0;
    std::uint64_t switches = 0;
    double seconds = 0;
    double estimate = 0;   // executions of an exhaustive search, or many more; 0: unknown
    int preemptions = -1;  // a bounded search was complete up to this many; -1: not bounded
    std::set<std::uint64_t> traces;  // with Options::collect_traces
    std::uint32_t touched = 0;       // the same: a bit for each type of object in them
    std::set<std::string> outcomes;  // what the body has told by outcome()
    std::set<Outcome> endings;       // with Options::every_outcome

    bool ok() const { return outcome == Outcome::passed; }
    /// The finding as a person reads it: "[diagnosis] sentence", swim lanes, replay string.
    WB_EXPLORE_API std::string text() const;
    /// Its swim lanes alone.
    WB_EXPLORE_API std::string lanes() const;
    /// The same for programs: one JSON object.
    WB_EXPLORE_API std::string json() const;
};

/// Does the schedule begin as those of the program with this Options::name do?
WB_EXPLORE_API bool belongs_to(const std::string& schedule, const std::string& name);

WB_EXPLORE_API Report explore(void (*body)(), const Options& options = {});

/// Tells what an execution led to; Report::outcomes lists all that were told. See outcomes.hpp.
WB_EXPLORE_API void outcome(const std::string& what);

}  // namespace explore
