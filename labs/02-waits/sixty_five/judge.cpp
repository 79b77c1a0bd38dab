// The judge of lab L07: lets 3, 64, 65, 100 and 128 threads be waited for, and looks of which ones
// a wait has told the end.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <atomic>

// The ledger does not write down whether a wait was for all.
inline std::atomic<bool> some_wait_was_for_any = false;

inline DWORD wb_wait_many(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                          const std::source_location& where = std::source_location::current()) {
    if (!all && count > 1) some_wait_was_for_any = true;
    return wb_WaitForMultipleObjects(count, handles, all, ms, where);
}
inline DWORD wb_wait_many_ex(DWORD count, const HANDLE* handles, BOOL all, DWORD ms, BOOL alertable,
                             const std::source_location& where = std::source_location::current()) {
    if (!all && count > 1) some_wait_was_for_any = true;
    return wb_WaitForMultipleObjectsEx(count, handles, all, ms, alertable, where);
}
#undef WaitForMultipleObjects
#undef WaitForMultipleObjectsEx
#define WaitForMultipleObjects wb_wait_many
#define WaitForMultipleObjectsEx wb_wait_many_ex

#include <sixty_five.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <algorithm>
#include <deque>

namespace {

// One look at each thread, and then a wait, is not a poll. A reading waits for more questions than
// these: who has asked them does not wait.
constexpr int kLooksPerThread = 2;

// What the sensors do in the session that runs now. Written while none is read.
struct Script {
    const workbook::Ledger* holding = nullptr;  // nullptr: a reading needs no time
    DWORD caller = 0;                           // thread id of read_all()
    int looks = 0;                              // so many of them are no poll
    bool abandoned = false;                     // read_all() has returned; monitor_lock()
} script;

// Then no reading is held any more: it would take as many questions again.
bool polls_are_told = false;

/// What one call of read_all() did.
struct Session {
    std::size_t sensors = 0;
    DWORD total = 0;
    DWORD wanted = 0;
    std::size_t threads = 0;
    std::size_t ends = 0;  // threads whose end a wait has told
    std::vector<workbook::HandleRecord> left_open;
    int answers = 0;         // waits that succeeded
    std::string failed;      // where a wait failed
    bool timed_out = false;  // a wait that read_all() had limited
    bool batches = false;    // threads were created after a wait
    int polls = 0;
    int pauses = 0;
};

void read_calls(const workbook::Ledger& ledger, Session& run) {
    bool has_waited = false;
    for (const workbook::Call& call : ledger.calls()) {
        const bool by_caller = call.thread_id == script.caller;
        if (call.name == "CreateThread" || call.name == "_beginthreadex")
            run.batches |= by_caller && has_waited;
        if (!call.name.starts_with("WaitFor")) continue;
        has_waited |= by_caller;
        if (call.result == WAIT_FAILED)
            run.failed = call.where;
        else if (call.result == WAIT_TIMEOUT)
            run.timed_out |= call.argument != 0;
        else
            ++run.answers;
    }
    run.pauses = ledger.count("Sleep") + ledger.count("SwitchToThread");
}

enum class Readings { arrive_at_once, arrive_when_waited_for };

Session read(std::size_t sensors, Readings when = Readings::arrive_when_waited_for) {
    // Lives on: a read_all() that does not wait leaves threads behind that still write to it.
    static std::deque<std::vector<Reading>> all;
    std::vector<Reading>& readings = all.emplace_back(sensors);
    Session run;
    run.sensors = sensors;
    for (std::size_t i = 0; i < sensors; ++i) {
        readings[i].number = static_cast<int>(i);
        run.wanted += 1000 + static_cast<DWORD>(i);
    }
    workbook::Ledger ledger;
    ledger.skip_time();
    const bool at_once = when == Readings::arrive_at_once || polls_are_told;
    if (at_once) ledger.run_new_threads_first();
    script = {at_once ? nullptr : &ledger, ::GetCurrentThreadId(),
              kLooksPerThread * static_cast<int>(sensors)};
    some_wait_was_for_any = false;
    run.total = read_all(readings);
    for (const workbook::ThreadRecord& thread : ledger.threads()) {
        ++run.threads;
        run.ends += thread.end_seen;
    }
    run.left_open = ledger.open_handles();
    read_calls(ledger, run);
    const w32::Guard hold(workbook::monitor_lock());
    run.polls = ledger.polls_now();
    script.abandoned = true;
    workbook::monitor_changed();
    return run;
}  // here the ledger waits for threads that read_all() did not wait for

std::string seen(const Session& run) {
    return std::to_string(run.sensors) + " sensors: waits have told the end of " +
           std::to_string(run.ends) + " of " + std::to_string(run.threads) + " threads. ";
}

void explain_missing_ends(const Session& run) {
    if (!run.failed.empty())
        WB_DIAGNOSE("failed-wait-ignored")
            << seen(run) << "The wait at " << run.failed << " answered WAIT_FAILED, at once: one "
            << "call takes 1 to 64 objects, each an open handle, and none from behind the end of "
            << "the array. Nobody looked, and the total was made of what was there.";
    else if (run.timed_out)
        WB_DIAGNOSE("time-out-ignored")
            << seen(run) << "A wait ended with WAIT_TIMEOUT, which says that a thread still runs. "
            << "No limit is long enough for a sensor that takes as long as it takes.";
    else if (some_wait_was_for_any && run.ends == static_cast<std::size_t>(run.answers))
        WB_DIAGNOSE("waited-for-any")
            << seen(run) << "Each of the waits, " << run.answers << " in all, has told one: the "
            << "first that ended. A wait for all has bWaitAll TRUE.";
    else
        WB_DIAGNOSE("rest-not-awaited")
            << seen(run) << "The others were not part of any wait that succeeded.";
}

void tell_polls(const Session& run) {
    polls_are_told = true;
    WB_DIAGNOSE("polls") << run.sensors << " sensors: the threads were asked " << run.polls
                         << " times without waiting, with " << run.pauses << " pauses. A wait "
                         << "replaces them all.";
}

// One diagnosis at most.
void judge(const Session& run) {
    if (run.threads < run.sensors)
        WB_DIAGNOSE("foreign-threads")
            << "Only " << run.threads << " threads for " << run.sensors << " sensors were created "
            << "with CreateThread or _beginthreadex. This lab is about them.";
    else if (run.batches)
        WB_DIAGNOSE("in-batches")
            << run.sensors << " sensors: threads were created after a wait. The last sensors are "
            << "read when the first are through; all were to be read at the same time.";
    else if (run.polls > kLooksPerThread * static_cast<int>(run.threads) || run.pauses > 0)
        tell_polls(run);
    else if (run.ends < run.threads)
        explain_missing_ends(run);
    else if (!run.failed.empty())
        WB_DIAGNOSE("needless-failed-wait")
            << seen(run) << "That is all, and the wait at " << run.failed << " failed besides. "
            << "Was it asked to wait for nothing? 0 objects are as wrong as 65.";
    else if (run.total != run.wanted)
        WB_DIAGNOSE("read-too-early") << seen(run) << "The total is " << run.total << ", wanted "
                                      << run.wanted << ". A wait helps only what is read after it.";
}

}  // namespace

DWORD read_sensor(int number) {
    const auto caller_has_shown_it = [] {
        return script.abandoned || script.holding->waits_now(script.caller) ||
               script.holding->polls_now() > script.looks;
    };
    // The limit is for a wait that the ledger cannot see: it may miss a fault, not invent one.
    if (script.holding != nullptr)
        (void)workbook::wait_until(caller_has_shown_it, std::chrono::seconds{2});
    return 1000 + static_cast<DWORD>(number);
}

TEST(Lab_02_SixtyFive, Test1_AFew) {
    polls_are_told = false;  // when the tests are repeated in one process
    judge(read(3));
    if (!HasFailure()) judge(read(3, Readings::arrive_at_once));
}

TEST(Lab_02_SixtyFive, Test2_SixtyFour) { judge(read(64)); }

TEST(Lab_02_SixtyFive, Test3_MoreThanSixtyFour) {
    judge(read(65));
    if (!HasFailure()) judge(read(100));
}

TEST(Lab_02_SixtyFive, Test4_NoneAndTwiceSixtyFour) {
    judge(read(128));
    if (!HasFailure()) judge(read(0));
}

TEST(Lab_02_SixtyFive, Test5_NothingIsLeftBehind) {
    const Session run = read(100);
    if (!run.left_open.empty())
        WB_DIAGNOSE("handle-left-open") << run.left_open.size() << " handles were not closed, the "
                                        << "first from " << run.left_open[0].opened_at;
}
