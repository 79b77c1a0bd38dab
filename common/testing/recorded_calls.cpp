// recorded_calls.cpp - the lab's side of the ledger: write down, call, write down.
//
// Order matters. The line is written before a call that may block (or the hang would not be in the
// ledger), and GetLastError is put back last, because a learner reads it in the next statement.
#include "common/testing/recorded_calls.hpp"

#include "common/testing/ledger_impl.hpp"
#include "common/win32/wait_board.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

namespace {

using workbook::current_ledger;
using workbook::HandleRecord;
using workbook::KeepLastError;
using workbook::Ledger;
using workbook::monitor_changed;
using workbook::monitor_lock;
using Where = const std::source_location&;

// One call, from its line in the ledger to its result. Keeps the last error for its caller.
class Line {
public:
    Line(const char* name, const void* object, DWORD argument, Where where) {
        const KeepLastError keep;  // a call that succeeds may leave it alone
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger == nullptr) return;
        serial_ = ledger->serial;
        index_ = ledger->calls.size();
        const DWORD me = ::GetCurrentThreadId();
        const int held = static_cast<int>(ledger->held[me].size());
        ledger->calls.push_back({name, me, object, argument, 0, w32::describe(where), held});
    }

    // Writes the result down; returns it with the last error as the call left it.
    template <class Result>
    Result done(Result result, const void* object = nullptr) {
        const KeepLastError keep;
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger != nullptr && ledger->serial == serial_) {
            std::uint64_t number = 0;
            std::memcpy(&number, &result, sizeof result);
            ledger->calls[index_].result = static_cast<DWORD>(number);
            if (object != nullptr) ledger->calls[index_].object = object;
        }
        monitor_changed();
        return result;
    }

private:
    unsigned serial_ = 0;  // of the ledger that the line is in; 0: none
    std::size_t index_ = 0;
};

// Notes a use of a handle that the lab has closed. true: the call must fail as Windows would.
bool closed_before(const char* call, HANDLE handle, Where where) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return false;
    const HandleRecord* record = ledger->find(handle);
    if (record == nullptr || record->closed_at.empty()) return false;
    const std::string sentence = std::string(call) + " at " + w32::describe(where) + " on the " +
                                 record->kind + " handle that " + record->closed_at + " had closed";
    if (std::strcmp(call, "CloseHandle") == 0)
        ledger->closed_twice.push_back(sentence);
    else
        ledger->used_after_close.push_back(sentence);
    return true;
}

// The answer that Windows gives for a handle that is none.
template <class Result>
Result refuse(Line& line, Result result) {
    ::SetLastError(ERROR_INVALID_HANDLE);
    return line.done(result);
}

// Takes a handle out of use for the lab. false: the ledger does not know it.
bool closed_in_ledger(HANDLE handle, Where where) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    HandleRecord* record = ledger != nullptr ? ledger->find(handle) : nullptr;
    if (record == nullptr) return false;
    record->closed_at = w32::describe(where);
    return true;
}

HANDLE opened(HANDLE handle, const char* kind, Where where) {
    if (handle == nullptr) return handle;
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    if (Ledger::Impl* ledger = current_ledger())
        ledger->handles.push_back({handle, kind, w32::describe(where), ""});
    return handle;
}

// A thread that is about to block starts the threads it has created: they could not come any later.
void release_children() {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    if (Ledger::Impl* ledger = current_ledger())
        ledger->release_children_of(::GetCurrentThreadId());
}

// The start routine and its argument, in either of the two signatures.
struct Start {
    LPTHREAD_START_ROUTINE win32 = nullptr;
    unsigned(__stdcall* crt)(void*) = nullptr;
    void* argument = nullptr;
    Ledger::Impl* ledger = nullptr;
    std::size_t index = 0;  // in ledger->threads
};

// Asked with the monitor's lock held, by the new thread itself.
bool may_start(const Start& start) {
    Ledger::Impl& ledger = *start.ledger;
    ledger.starts[start.index].begun = true;
    if (ledger.starts[start.index].discarded) return true;
    if (!ledger.starts[start.index].released) return false;
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

void call_at_thread_end(const Start& start) {
    static const DWORD slot = ::FlsAlloc(&at_thread_end);
    auto thread = std::make_unique<RunningThread>(RunningThread{start.ledger, start.index});
    w32::check(::FlsSetValue(slot, thread.get()), "FlsSetValue");
    (void)thread.release();
}

DWORD run(std::unique_ptr<Start> start) {
    if (start->ledger != nullptr) {
        call_at_thread_end(*start);
        bool discarded = false;
        (void)workbook::wait_until(
            [&] {
                discarded = start->ledger->starts[start->index].discarded;
                return may_start(*start);
            },
            w32::forever);
        if (discarded) return 0;
    }
    const Start routine = *start;
    start.reset();  // the routine may never return: ExitThread
    return routine.win32 != nullptr ? routine.win32(routine.argument)
                                    : routine.crt(routine.argument);
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

void thread_created(Ledger::Impl* ledger, std::size_t index, HANDLE handle, DWORD id) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    // The thread may have ended already, and with it the last reason for the ledger to wait.
    if (ledger == nullptr || ledger != current_ledger()) return;
    ledger->threads[index].handle = handle;
    ledger->threads[index].id = id;
    if (handle == nullptr) ledger->threads[index].finished = true;  // it never was
    monitor_changed();
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

}  // namespace

HANDLE wb_CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE routine,
                       LPVOID argument, DWORD flags, LPDWORD id, Where where) {
    Line line("CreateThread", nullptr, flags, where);
    auto start = announce_thread(routine, nullptr, argument, flags);
    Ledger::Impl* ledger = start->ledger;
    const std::size_t index = start->index;
    DWORD own_id = 0;
    const HANDLE thread = ::CreateThread(security, stack, &run_win32, start.get(), flags, &own_id);
    thread_created(ledger, index, thread, own_id);
    if (thread != nullptr) (void)start.release();
    if (id != nullptr) *id = own_id;
    return opened(line.done(thread, thread), "thread", where);
}

std::uintptr_t wb_beginthreadex(void* security, unsigned stack, unsigned(__stdcall* routine)(void*),
                                void* argument, unsigned flags, unsigned* id, Where where) {
    Line line("_beginthreadex", nullptr, flags, where);
    auto start = announce_thread(nullptr, routine, argument, flags);
    Ledger::Impl* ledger = start->ledger;
    const std::size_t index = start->index;
    unsigned own_id = 0;
    const auto raw = ::_beginthreadex(security, stack, &run_crt, start.get(), flags, &own_id);
    const HANDLE thread = reinterpret_cast<HANDLE>(raw);
    thread_created(ledger, index, thread, own_id);
    if (thread != nullptr) (void)start.release();
    if (id != nullptr) *id = own_id;
    (void)opened(line.done(thread, thread), "thread", where);
    return raw;
}

BOOL wb_TerminateThread(HANDLE thread, DWORD code, Where where) {
    Line line("TerminateThread", thread, code, where);
    if (closed_before("TerminateThread", thread, where)) return refuse(line, FALSE);
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
        thread_terminated(id);
    }
    return line.done(ok);
}

BOOL wb_GetExitCodeThread(HANDLE thread, LPDWORD code, Where where) {
    Line line("GetExitCodeThread", thread, 0, where);
    if (closed_before("GetExitCodeThread", thread, where)) return refuse(line, FALSE);
    return line.done(::GetExitCodeThread(thread, code));
}

DWORD wb_ResumeThread(HANDLE thread, Where where) {
    Line line("ResumeThread", thread, 0, where);
    if (closed_before("ResumeThread", thread, where)) return refuse(line, static_cast<DWORD>(-1));
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

BOOL wb_CloseHandle(HANDLE handle, Where where) {
    Line line("CloseHandle", handle, 0, where);
    if (closed_before("CloseHandle", handle, where)) return refuse(line, FALSE);
    // Closed for real when the ledger ends.
    return line.done(closed_in_ledger(handle, where) ? TRUE : ::CloseHandle(handle));
}

BOOL wb_DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                        LPHANDLE target, DWORD access, BOOL inherit, DWORD options, Where where) {
    Line line("DuplicateHandle", source, options, where);
    if (closed_before("DuplicateHandle", source, where)) return refuse(line, FALSE);
    // Only our own process's handles are in the ledger.
    const auto ours = [](HANDLE process) {
        return ::GetProcessId(process) == ::GetCurrentProcessId();
    };
    const bool close_source = (options & DUPLICATE_CLOSE_SOURCE) != 0 && ours(source_process);
    const DWORD rest = close_source ? options & ~DWORD{DUPLICATE_CLOSE_SOURCE} : options;
    const BOOL ok =
        ::DuplicateHandle(source_process, source, target_process, target, access, inherit, rest);
    const KeepLastError keep;
    if (ok && target != nullptr && ours(target_process)) (void)opened(*target, "duplicated", where);
    if (close_source && !closed_in_ledger(source, where)) ::CloseHandle(source);
    (void)line.done(ok);
    return ok;
}

HANDLE wb_CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name,
                       Where where) {
    Line line("CreateEventW", nullptr, static_cast<DWORD>(manual), where);
    const HANDLE event = ::CreateEventW(security, manual, initial, name);
    return opened(line.done(event, event), "event", where);
}

BOOL wb_SetEvent(HANDLE event, Where where) {
    Line line("SetEvent", event, 0, where);
    if (closed_before("SetEvent", event, where)) return refuse(line, FALSE);
    return line.done(::SetEvent(event));
}

BOOL wb_ResetEvent(HANDLE event, Where where) {
    Line line("ResetEvent", event, 0, where);
    if (closed_before("ResetEvent", event, where)) return refuse(line, FALSE);
    return line.done(::ResetEvent(event));
}

HANDLE wb_CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owner, LPCWSTR name, Where where) {
    Line line("CreateMutexW", nullptr, static_cast<DWORD>(owner), where);
    const HANDLE mutex = ::CreateMutexW(security, owner, name);
    return opened(line.done(mutex, mutex), "mutex", where);
}

BOOL wb_ReleaseMutex(HANDLE mutex, Where where) {
    Line line("ReleaseMutex", mutex, 0, where);
    if (closed_before("ReleaseMutex", mutex, where)) return refuse(line, FALSE);
    return line.done(::ReleaseMutex(mutex));
}

HANDLE wb_CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name,
                           Where where) {
    Line line("CreateSemaphoreW", nullptr, static_cast<DWORD>(maximum), where);
    const HANDLE semaphore = ::CreateSemaphoreW(security, initial, maximum, name);
    return opened(line.done(semaphore, semaphore), "semaphore", where);
}

BOOL wb_ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous, Where where) {
    Line line("ReleaseSemaphore", semaphore, static_cast<DWORD>(count), where);
    if (closed_before("ReleaseSemaphore", semaphore, where)) return refuse(line, FALSE);
    return line.done(::ReleaseSemaphore(semaphore, count, previous));
}

DWORD wb_WaitForSingleObject(HANDLE handle, DWORD ms, Where where) {
    Line line("WaitForSingleObject", handle, ms, where);
    if (closed_before("WaitForSingleObject", handle, where)) return refuse(line, WAIT_FAILED);
    if (ms != 0) release_children();
    const w32::OnWaitBoard board("object", handle, where);
    return line.done(::WaitForSingleObject(handle, ms));
}

DWORD wb_WaitForSingleObjectEx(HANDLE handle, DWORD ms, BOOL alertable, Where where) {
    Line line("WaitForSingleObjectEx", handle, ms, where);
    if (closed_before("WaitForSingleObjectEx", handle, where)) return refuse(line, WAIT_FAILED);
    if (ms != 0) release_children();
    const w32::OnWaitBoard board("object (alertable)", handle, where);
    return line.done(::WaitForSingleObjectEx(handle, ms, alertable));
}

DWORD wb_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                Where where) {
    return wb_WaitForMultipleObjectsEx(count, handles, all, ms, FALSE, where);
}

DWORD wb_WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                  BOOL alertable, Where where) {
    Line line("WaitForMultipleObjects", count > 0 ? handles[0] : nullptr, ms, where);
    for (DWORD i = 0; i < count && i < MAXIMUM_WAIT_OBJECTS; ++i)
        if (closed_before("WaitForMultipleObjects", handles[i], where))
            return refuse(line, WAIT_FAILED);
    if (ms != 0) release_children();
    const w32::OnWaitBoard board(all ? "all of several objects" : "one of several objects",
                                 count > 0 ? handles[0] : nullptr, where);
    return line.done(::WaitForMultipleObjectsEx(count, handles, all, ms, alertable));
}

void wb_Sleep(DWORD ms, Where where) { (void)wb_SleepEx(ms, FALSE, where); }

DWORD wb_SleepEx(DWORD ms, BOOL alertable, Where where) {
    Line line("Sleep", nullptr, ms, where);
    if (ms == INFINITE) release_children();
    const w32::OnWaitBoard board("the end of a sleep", nullptr, where);
    return line.done(::SleepEx(ms, alertable));
}

BOOL wb_SwitchToThread(Where where) {
    Line line("SwitchToThread", nullptr, 0, where);
    return line.done(::SwitchToThread());
}
