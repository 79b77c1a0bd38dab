// recorded_threads.cpp - threads of a lab: held before they begin, noted when they end.
#include "common/testing/recorded_calls.hpp"
#include "common/testing/recorded_line.hpp"
#include "common/win32/wait_board.hpp"

#include <memory>
#include <string>

namespace {

using namespace workbook;

// The start routine and its argument, in either of the two signatures.
struct Start {
    LPTHREAD_START_ROUTINE win32 = nullptr;
    unsigned(__stdcall* crt)(void*) = nullptr;
    void* argument = nullptr;
    Ledger::Impl* ledger = nullptr;
    std::size_t index = 0;  // in ledger->threads
};

// Asked with the monitor's lock held, by a thread that has been released.
bool is_its_turn(const Start& start) {
    const Ledger::Impl& ledger = *start.ledger;
    if (!ledger.start_in_order) return true;
    for (std::size_t i = 0; i < start.index; ++i)
        if (!ledger.threads[i].finished && !ledger.never_ran(i)) return false;
    return true;
}

struct RunningThread {
    Ledger::Impl* ledger;
    std::size_t index;
};

// Runs on every way out of the lab's thread except TerminateThread, ExitThread included. A callback
// of fiber-local storage, not a thread_local's destructor: with g++ for mingw-w64 that one runs
// when the storage of the thread's variables is gone already.
void WINAPI at_thread_end(void* raw) {
    const std::unique_ptr<RunningThread> thread(static_cast<RunningThread*>(raw));
    const w32::Guard hold(monitor_lock());
    if (thread->ledger != current_ledger()) return;
    thread->ledger->thread_ended(::GetCurrentThreadId());
    thread->ledger->threads[thread->index].finished = true;
    monitor_changed();
}

const DWORD end_slot = ::FlsAlloc(&at_thread_end);

void call_at_thread_end(const Start& start) {
    auto thread = std::make_unique<RunningThread>(RunningThread{start.ledger, start.index});
    w32::check(::FlsSetValue(end_slot, thread.get()), "FlsSetValue");
    (void)thread.release();
}

// A creator that blocks where the ledger cannot see it (a wrapper, std::thread::join) releases its
// threads after this time.
constexpr std::chrono::milliseconds kHoldAtMost{2000};

// false: the ledger ends, and the routine must not run any more. That is decided before the thread
// has begun, or never.
bool wait_for_release(const Start& start) {
    auto& state = start.ledger->starts;
    bool discarded = false;
    const auto released = [&] {
        state[start.index].begun = true;
        discarded = state[start.index].discarded;
        return discarded || state[start.index].released;
    };
    if (!workbook::wait_until(released, kHoldAtMost)) {
        const w32::Guard hold(monitor_lock());
        state[start.index].released = true;
    }
    return !discarded;
}

// The name of its lane in a timeline; object_of() says the same of its handle.
std::string lane_of(const Start& start) {
    return start.ledger == nullptr ? "" : "thread " + std::to_string(start.index + 1);
}

DWORD run(std::unique_ptr<Start> start) {
    const timeline::Life life(timeline::recording() ? lane_of(*start).c_str() : "");
    if (start->ledger != nullptr) {
        call_at_thread_end(*start);
        const timeline::Wait held("the judge", std::source_location{});
        if (!wait_for_release(*start)) return 0;
        (void)workbook::wait_until([&] { return is_its_turn(*start); }, w32::forever);
    }
    const Start routine = *start;
    start.reset();  // the routine may never return: ExitThread
    try {
        return routine.win32 != nullptr ? routine.win32(routine.argument)
                                        : routine.crt(routine.argument);
    } catch (const EndlessPoll&) {
        return 0;  // the ledger has written it down
    }
}

DWORD WINAPI run_win32(void* raw) { return run(std::unique_ptr<Start>(static_cast<Start*>(raw))); }
unsigned __stdcall run_crt(void* raw) {
    return run(std::unique_ptr<Start>(static_cast<Start*>(raw)));
}

// Reserves the thread's record before the thread exists: it may run before the creator goes on.
std::unique_ptr<Start> announce_thread(LPTHREAD_START_ROUTINE win32,
                                       unsigned(__stdcall* crt)(void*), void* argument,
                                       DWORD flags) {
    const KeepLastError keep;
    auto start = std::make_unique<Start>(Start{win32, crt, argument});
    const w32::Guard hold(monitor_lock());
    if (Ledger::Impl* ledger = current_ledger()) {
        start->ledger = ledger;
        start->index = ledger->threads.size();
        ledger->threads.push_back({nullptr, 0, argument, false});
        ledger->starts.push_back({::GetCurrentThreadId(), !ledger->holding_new_threads,
                                  (flags & CREATE_SUSPENDED) != 0});
    }
    return start;
}

void thread_created(const Start& start, HANDLE handle, DWORD id, DWORD flags) {
    const KeepLastError keep;
    bool runs_first = false;
    {
        const w32::Guard hold(monitor_lock());
        // The thread may have ended already, and with it the last reason for the ledger to wait.
        Ledger::Impl* ledger = start.ledger;
        if (ledger == nullptr || ledger != current_ledger()) return;
        ThreadRecord& thread = ledger->threads[start.index];
        thread.handle = handle;
        thread.id = id;
        if (handle == nullptr) thread.finished = true;  // it never was
        runs_first = ledger->new_threads_first && handle != nullptr;
        monitor_changed();
    }
    if (runs_first && (flags & CREATE_SUSPENDED) == 0) (void)::WaitForSingleObject(handle, 1000);
}

// Writes down that a thread was ended from outside: its own clean-up will not.
void thread_terminated(DWORD id) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    for (auto& record : ledger->threads) {
        if (record.id != id || record.finished) continue;  // an id may have been used before
        ledger->thread_ended(id);
        record.finished = true;
    }
    monitor_changed();
}

bool is_only_noted() {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    const Ledger::Impl* ledger = current_ledger();
    return ledger != nullptr && ledger->terminations_only_noted;
}

}  // namespace

HANDLE wb_CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE routine,
                       LPVOID argument, DWORD flags, LPDWORD id, Where where) {
    Line line("CreateThread", nullptr, flags, where);
    auto start = announce_thread(routine, nullptr, argument, flags);
    const Start known = *start;  // the new thread owns and deletes *start
    DWORD own_id = 0;
    const HANDLE thread = ::CreateThread(security, stack, &run_win32, start.get(), flags, &own_id);
    thread_created(known, thread, own_id, flags);
    if (thread != nullptr) (void)start.release();
    if (id != nullptr) *id = own_id;
    return opened(line.done(thread, thread), "thread", where);
}

std::uintptr_t wb_beginthreadex(void* security, unsigned stack, unsigned(__stdcall* routine)(void*),
                                void* argument, unsigned flags, unsigned* id, Where where) {
    Line line("_beginthreadex", nullptr, flags, where);
    auto start = announce_thread(nullptr, routine, argument, flags);
    const Start known = *start;  // the new thread owns and deletes *start
    unsigned own_id = 0;
    const auto raw = ::_beginthreadex(security, stack, &run_crt, start.get(), flags, &own_id);
    const HANDLE thread = reinterpret_cast<HANDLE>(raw);
    thread_created(known, thread, own_id, flags);
    if (thread != nullptr) (void)start.release();
    if (id != nullptr) *id = own_id;
    (void)opened(line.done(thread, thread), "thread", where);
    return raw;
}

BOOL wb_TerminateThread(HANDLE thread, DWORD code, Where where) {
    Line line("TerminateThread", thread, code, where);
    if (closed_before("TerminateThread", thread, where)) return refuse(line, FALSE);
    if (is_only_noted()) return line.done(TRUE);
    const DWORD id = ::GetThreadId(thread);  // not the handle's value: it may be a duplicate
    if (id == ::GetCurrentThreadId()) {
        thread_terminated(id);
        return line.done(::TerminateThread(thread, code));
    }
    BOOL ok = FALSE;
    {
        // With the lock held, the victim cannot own it: it would take it into its grave.
        const w32::Guard hold(monitor_lock());
        ok = ::TerminateThread(thread, code);
    }
    const KeepLastError keep;
    if (ok) {
        (void)::WaitForSingleObject(thread, INFINITE);  // TerminateThread only asks for the end
        w32::forget_waiting(id);
        thread_terminated(id);
    }
    return line.done(ok);
}

DWORD wb_ResumeThread(HANDLE thread, Where where) {
    Line line("ResumeThread", thread, 0, where);
    if (closed_before("ResumeThread", thread, where)) return refuse(line, static_cast<DWORD>(-1));
    timeline::signal("ResumeThread", object_of(thread), where);
    const DWORD before = ::ResumeThread(thread);
    if (before == 1) {
        const KeepLastError keep;
        const DWORD id = ::GetThreadId(thread);
        const w32::Guard hold(monitor_lock());
        if (Ledger::Impl* ledger = current_ledger())
            for (std::size_t i = 0; i < ledger->threads.size(); ++i)
                if (ledger->threads[i].id == id) ledger->starts[i].suspended = false;
    }
    return line.done(before);
}

DWORD wb_SuspendThread(HANDLE thread, Where where) {
    Line line("SuspendThread", thread, 0, where);
    if (closed_before("SuspendThread", thread, where)) return refuse(line, static_cast<DWORD>(-1));
    return line.done(::SuspendThread(thread));
}

BOOL wb_SetThreadPriority(HANDLE thread, int priority, Where where) {
    Line line("SetThreadPriority", thread, static_cast<DWORD>(priority), where);
    if (closed_before("SetThreadPriority", thread, where)) return refuse(line, FALSE);
    return line.done(::SetThreadPriority(thread, priority));
}
