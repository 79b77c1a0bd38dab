// The judge of lab L05: once the computation has ended before run() asks for its result, and once
// it does not end before run() shows how it waits.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <busy_loop.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <atomic>
#include <deque>
#include <type_traits>

namespace {

constexpr DWORD kResult = 4711;
// Who asks or pauses this often does not wait.
constexpr int kPolls = 2000;
constexpr int kPauses = 200;
// Slices below this are a poll; run()'s header says so.
constexpr DWORD kShortest = 50;
// What a thread may use of its processor without a call. One that waits uses next to nothing,
// however busy the machine is; one that spins uses any amount.
constexpr ULONGLONG kBurnt = 200 * 10'000;  // 200 ms in units of 100 ns
// A caller that sits in a wait that the ledger cannot see uses nothing at all, and asks nothing,
// for this many looks. Then the computation goes on: that may miss a fault, not invent one.
constexpr int kIdleLooks = 100;

// How run() waits for its result, as the computation has seen it.
enum class Shown { nothing, blocks, polls, pauses, spins };

// What compute() does in the session that runs now. Written while it does not run.
struct Script {
    const workbook::Ledger* holding = nullptr;  // nullptr: the computation needs no time
    DWORD caller = 0;                           // thread id of run()
    HANDLE caller_handle = nullptr;
    ULONGLONG used_before = 0;
    bool abandoned = false;  // run() has returned; monitor_lock()
    Shown shown = Shown::nothing;
} script;

ULONGLONG time_used(HANDLE thread) {
    FILETIME begin, end, kernel, user;
    if (!::GetThreadTimes(thread, &begin, &end, &kernel, &user)) return 0;
    const auto number = [](const FILETIME& time) {
        return (ULONGLONG{time.dwHighDateTime} << 32) | time.dwLowDateTime;
    };
    return number(kernel) + number(user);
}

Shown look_at_caller() {
    const workbook::Ledger& ledger = *script.holding;
    Shown shown = Shown::nothing;
    (void)workbook::wait_until(
        [&] {
            if (ledger.waits_now(script.caller))
                shown = Shown::blocks;
            else if (ledger.polls_now() >= kPolls)
                shown = Shown::polls;
            return shown != Shown::nothing || script.abandoned;
        },
        std::chrono::milliseconds{20});
    if (shown == Shown::blocks) return shown;
    const int pauses = ledger.count("Sleep") + ledger.count("SwitchToThread");
    if (pauses >= kPauses) return Shown::pauses;
    if (shown != Shown::nothing) return pauses > 0 ? Shown::pauses : shown;
    if (time_used(script.caller_handle) - script.used_before < kBurnt) return Shown::nothing;
    if (pauses > 0) return Shown::pauses;
    const w32::Guard hold(workbook::monitor_lock());
    return ledger.polls_now() > 0 ? Shown::polls : Shown::spins;
}

// Grows whenever the caller does anything: on a busy machine a thread that asks and asks may use
// less than a tick of the processor's time between two looks.
ULONGLONG done_by_caller() {
    const w32::Guard hold(workbook::monitor_lock());
    return time_used(script.caller_handle) + static_cast<ULONGLONG>(script.holding->polls_now());
}

bool is_abandoned() {
    const w32::Guard hold(workbook::monitor_lock());
    return script.abandoned;
}

/// What one call of run() did.
struct Session {
    DWORD result = 0;
    Shown shown = Shown::nothing;
    std::vector<workbook::ThreadRecord> threads;  // at the moment of the return
    std::vector<workbook::HandleRecord> left_open;
    int pauses = 0;
    std::string short_wait;  // where a wait with a limit that is a poll was made
    bool timed_out = false;  // a wait that run() had limited
    bool wait_failed = false;
};

enum class Computation { ends_before_run_waits, ends_when_run_has_shown_how };

void read_calls(const workbook::Ledger& ledger, Session& run) {
    for (const workbook::Call& call : ledger.calls()) {
        if (!call.name.starts_with("WaitFor")) continue;
        run.wait_failed |= call.result == WAIT_FAILED;
        if (call.argument == 0 || call.argument == INFINITE) continue;
        run.timed_out |= call.result == WAIT_TIMEOUT;
        if (call.argument < kShortest) run.short_wait = call.where;
    }
}

Session call_run(Computation when) {
    // Lives on: a run() that does not wait leaves a thread behind that still writes to it.
    static std::deque<Task> tasks;
    Task& task = tasks.emplace_back();
    task.number = 7;
    const w32::Handle self = w32::own(
        ::OpenThread(THREAD_QUERY_INFORMATION, FALSE, ::GetCurrentThreadId()), "OpenThread");
    Session run;
    workbook::Ledger ledger;
    ledger.skip_time();
    const bool waits = when == Computation::ends_when_run_has_shown_how;
    if (!waits) ledger.run_new_threads_first();
    script = {waits ? &ledger : nullptr, ::GetCurrentThreadId(), self.get(), time_used(self.get())};
    run.result = ::run(task);
    run.threads = ledger.threads();
    run.left_open = ledger.open_handles();
    run.pauses = ledger.count("Sleep") + ledger.count("SwitchToThread");
    read_calls(ledger, run);
    {
        const w32::Guard hold(workbook::monitor_lock());
        script.abandoned = true;
        run.shown = script.shown;
        workbook::monitor_changed();
    }
    return run;
}  // here the ledger waits for a thread that run() did not wait for

template <class T>
constexpr bool is_atomic = false;
template <class T>
constexpr bool is_atomic<std::atomic<T>> = true;

// How `done` is declared, if Task still has one.
template <class T>
constexpr bool done_is_volatile() {
    if constexpr (requires(T & task) { task.done; }) return std::is_volatile_v<decltype(T::done)>;
    return false;
}
template <class T>
constexpr bool done_is_atomic() {
    if constexpr (requires(T & task) { task.done; })
        return is_atomic<std::remove_cv_t<decltype(T::done)>>;
    return false;
}

void explain_spinning() {
    if (done_is_volatile<Task>())
        WB_DIAGNOSE("volatile-still-spins")
            << "The caller used a fifth of a second of its processor and made no call. volatile "
            << "makes it read the flag each time; it still reads all the time, and orders nothing.";
    else if (done_is_atomic<Task>())
        WB_DIAGNOSE("atomic-still-spins")
            << "The caller used a fifth of a second of its processor and made no call. An atomic "
            << "flag makes the loop well defined; it burns as before.";
    else
        WB_DIAGNOSE("busy-loop")
            << "The caller used a fifth of a second of its processor and made no call: it reads a "
            << "variable again and again. On one processor the worker would wait for this loop. "
            << "And nothing says that it ends: a compiler may read a plain variable once.";
}

}  // namespace

DWORD compute(int) {
    Shown shown = Shown::nothing;
    ULONGLONG done = script.used_before;
    int idle = 0;
    while (script.holding != nullptr && shown == Shown::nothing && idle < kIdleLooks &&
           !is_abandoned()) {
        shown = look_at_caller();
        const ULONGLONG now = done_by_caller();
        idle = now == done ? idle + 1 : 0;
        done = now;
    }
    const w32::Guard hold(workbook::monitor_lock());
    script.shown = shown;
    return kResult;
}

TEST(Lab_02_BusyLoop, Test1_TheResultArrives) {
    const Session run = call_run(Computation::ends_before_run_waits);
    if (run.threads.empty())
        WB_DIAGNOSE("foreign-threads") << "No thread was created with CreateThread or "
                                       << "_beginthreadex. This lab is about them.";
    else if (run.result != kResult)
        WB_DIAGNOSE("wrong-result")
            << "compute() returned " << kResult << ", run() " << run.result << ".";
}

TEST(Lab_02_BusyLoop, Test2_TheResultIsReadAfterTheEnd) {
    const Session run = call_run(Computation::ends_when_run_has_shown_how);
    if (run.result == kResult) return;
    if (run.wait_failed)
        WB_DIAGNOSE("wait-failed")
            << "A wait answered WAIT_FAILED, at once: it has not waited. run() then took the "
            << "result " << run.result << " while the worker was still at it.";
    else if (run.timed_out)
        WB_DIAGNOSE("time-out-ignored")
            << "A wait ended with WAIT_TIMEOUT, which says that the worker is still at it, and its "
            << "result was read all the same: " << run.result << ". No limit is long enough.";
    else
        WB_DIAGNOSE("read-too-early")
            << "run() returned " << run.result << ", which is what Task held before compute() had "
            << "returned " << kResult << ". A wait helps only what is read after it.";
}

TEST(Lab_02_BusyLoop, Test3_NobodyPolls) {
    const Session run = call_run(Computation::ends_when_run_has_shown_how);
    if (run.shown == Shown::spins)
        explain_spinning();
    else if (run.shown == Shown::polls)
        WB_DIAGNOSE("busy-poll")
            << "run() asked and asked and did not wait: each question is a call into the kernel, "
            << "for an answer that does not change. A limit above 0 makes the question a wait.";
    else if (run.shown == Shown::pauses)
        WB_DIAGNOSE("sleep-in-the-loop")
            << "run() looked, paused and looked again. Sleep(0) burns as before if nobody else "
            << "wants the processor; a longer one finds the result late. A wait ends with it.";
    else if (run.pauses > 0)
        WB_DIAGNOSE("sleep-before-the-wait")
            << "run() waits, and slept before it. If the worker is through by then, the result is "
            << "late; if not, the sleep was for nothing. The wait alone is never early or late.";
    else if (!run.short_wait.empty())
        WB_DIAGNOSE("short-waits")
            << "The wait at " << run.short_wait << " has a limit below " << kShortest << " ms. In "
            << "a loop that is a poll: it wakes to find nothing, over and over.";
}

TEST(Lab_02_BusyLoop, Test4_NothingIsLeftBehind) {
    const Session run = call_run(Computation::ends_when_run_has_shown_how);
    bool unseen = false;
    for (const workbook::ThreadRecord& thread : run.threads) unseen |= !thread.end_seen;
    if (unseen)
        WB_DIAGNOSE("end-not-awaited")
            << "run() returned, and no wait on the thread's handle has told it that the thread had "
            << "ended. A thread still runs after it has said \"done\".";
    if (!run.left_open.empty())
        WB_DIAGNOSE("handle-left-open") << run.left_open.size() << " handles were not closed, the "
                                        << "first from " << run.left_open[0].opened_at;
}
