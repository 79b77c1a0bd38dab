// recorded_calls.cpp - the lab's side of the ledger: write down, call, write down.
//
// Order matters. The line is written before a call that may block (or the hang would not be in the
// ledger), and GetLastError is put back last, because a learner reads it in the next statement.
#include "common/testing/recorded_calls.hpp"

#include "common/testing/gate.hpp"
#include "common/testing/recorded_line.hpp"

#include <algorithm>
#include <memory>

namespace {

using workbook::closed_before;
using workbook::current_ledger;
using workbook::HandleRecord;
using workbook::Ledger;
using workbook::Line;
using workbook::monitor_changed;
using workbook::monitor_lock;
using workbook::Where;

HANDLE opened(HANDLE handle, const char* kind, Where where) {
    const DWORD error = ::GetLastError();
    if (handle != nullptr) {
        const w32::Guard hold(monitor_lock());
        if (Ledger::Impl* ledger = current_ledger())
            ledger->handles.push_back({handle, kind, w32::describe(where), ""});
    }
    ::SetLastError(error);
    return handle;
}

// The start routine and its argument, in either of the two signatures.
struct Start {
    LPTHREAD_START_ROUTINE win32 = nullptr;
    unsigned(__stdcall* crt)(void*) = nullptr;
    void* argument = nullptr;
    Ledger::Impl* ledger = nullptr;
    std::size_t index = 0;  // in ledger->threads
};

bool may_start(const Start& start) {
    const Ledger::Impl& ledger = *start.ledger;
    if (ledger.holding_new_threads) return false;
    const auto before = ledger.threads.begin() + static_cast<std::ptrdiff_t>(start.index);
    return !ledger.start_in_order ||
           std::all_of(ledger.threads.begin(), before,
                       [](const workbook::ThreadRecord& thread) { return thread.finished; });
}

struct Running {
    Ledger::Impl* ledger;
    std::size_t index;  // in ledger->threads
};

// Runs on every way out of the lab's thread except TerminateThread - ExitThread included, because
// it is the callback of a fiber-local slot.
void WINAPI at_thread_end(void* raw) {
    const std::unique_ptr<Running> running(static_cast<Running*>(raw));
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = running->ledger;
    if (ledger != current_ledger()) return;
    for (const auto& lock : ledger->held[::GetCurrentThreadId()])
        ledger->locks_left_held.push_back("the lock taken at " + lock.where);
    ledger->threads[running->index].finished = true;
    monitor_changed();
}

const DWORD end_slot = ::FlsAlloc(&at_thread_end);

// The creator blocks where the ledger cannot see it (a wrapper, std::thread::join).
constexpr std::chrono::milliseconds kHoldAtMost{2000};

void release_held(Ledger::Impl* ledger) {
    const w32::Guard hold(monitor_lock());
    ledger->holding_new_threads = false;
    monitor_changed();
}

DWORD run(std::unique_ptr<Start> start) {
    if (start->ledger != nullptr) {
        (void)::FlsSetValue(end_slot, new Running{start->ledger, start->index});
        if (!workbook::wait_until([&] { return !start->ledger->holding_new_threads; }, kHoldAtMost))
            release_held(start->ledger);
        (void)workbook::wait_until([&] { return may_start(*start); }, w32::forever);
    }
    const Start routine = *start;
    start.reset();  // the routine may never return: ExitThread
    try {
        return routine.win32 != nullptr ? routine.win32(routine.argument)
                                        : routine.crt(routine.argument);
    } catch (const workbook::EndlessPoll&) {
        return 0;  // the ledger has written it down
    }
}

DWORD WINAPI run_win32(void* raw) { return run(std::unique_ptr<Start>(static_cast<Start*>(raw))); }
unsigned __stdcall run_crt(void* raw) {
    return run(std::unique_ptr<Start>(static_cast<Start*>(raw)));
}

// Reserves the thread's record before the thread exists: it may run before the creator goes on.
std::unique_ptr<Start> announce_thread(LPTHREAD_START_ROUTINE win32,
                                       unsigned(__stdcall* crt)(void*), void* argument) {
    auto start = std::make_unique<Start>(Start{win32, crt, argument});
    const w32::Guard hold(monitor_lock());
    if (Ledger::Impl* ledger = current_ledger()) {
        start->ledger = ledger;
        start->index = ledger->threads.size();
        ledger->threads.push_back({nullptr, 0, argument, ::GetCurrentThreadId(), false});
    }
    return start;
}

void thread_created(const Start& start, HANDLE handle, DWORD id, DWORD flags) {
    if (start.ledger == nullptr) return;
    const DWORD error = ::GetLastError();
    bool runs_first = false;
    {
        const w32::Guard hold(monitor_lock());
        workbook::ThreadRecord& thread = start.ledger->threads[start.index];
        thread.handle = handle;
        thread.id = id;
        if (handle == nullptr) thread.finished = true;  // it never was
        runs_first = start.ledger->new_threads_first && handle != nullptr;
        monitor_changed();
    }
    if (runs_first && (flags & CREATE_SUSPENDED) == 0) (void)::WaitForSingleObject(handle, 1000);
    ::SetLastError(error);
}

}  // namespace

HANDLE wb_CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE routine,
                       LPVOID argument, DWORD flags, LPDWORD id, Where where) {
    Line line("CreateThread", nullptr, flags, where);
    auto start = announce_thread(routine, nullptr, argument);
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
    auto start = announce_thread(nullptr, routine, argument);
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
    if (closed_before("TerminateThread", thread, where)) return line.done(FALSE);
    const BOOL ok = ::TerminateThread(thread, code);
    if (ok) {
        const w32::Guard hold(monitor_lock());
        if (Ledger::Impl* ledger = current_ledger())
            for (auto& record : ledger->threads)
                if (record.handle == thread) record.finished = true;
    }
    return line.done(ok);
}

DWORD wb_ResumeThread(HANDLE thread, Where where) {
    Line line("ResumeThread", thread, 0, where);
    if (closed_before("ResumeThread", thread, where)) return line.done(static_cast<DWORD>(-1));
    return line.done(::ResumeThread(thread));
}

DWORD wb_SuspendThread(HANDLE thread, Where where) {
    Line line("SuspendThread", thread, 0, where);
    if (closed_before("SuspendThread", thread, where)) return line.done(static_cast<DWORD>(-1));
    return line.done(::SuspendThread(thread));
}

BOOL wb_SetThreadPriority(HANDLE thread, int priority, Where where) {
    Line line("SetThreadPriority", thread, static_cast<DWORD>(priority), where);
    if (closed_before("SetThreadPriority", thread, where)) return line.done(FALSE);
    return line.done(::SetThreadPriority(thread, priority));
}

BOOL wb_CloseHandle(HANDLE handle, Where where) {
    Line line("CloseHandle", handle, 0, where);
    if (closed_before("CloseHandle", handle, where)) return line.done(FALSE);
    {
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        HandleRecord* record = ledger != nullptr ? ledger->find(handle) : nullptr;
        if (record != nullptr) record->closed_at = w32::describe(where);
        if (record != nullptr) return TRUE;  // closed for real when the ledger ends
    }
    return line.done(::CloseHandle(handle));
}

BOOL wb_DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                        LPHANDLE target, DWORD access, BOOL inherit, DWORD options, Where where) {
    Line line("DuplicateHandle", source, options, where);
    if (closed_before("DuplicateHandle", source, where)) return line.done(FALSE);
    const BOOL ok = ::DuplicateHandle(source_process, source, target_process, target, access,
                                      inherit, options & ~DWORD{DUPLICATE_CLOSE_SOURCE});
    if (ok && target != nullptr) (void)opened(*target, "duplicated", where);
    if (ok && (options & DUPLICATE_CLOSE_SOURCE) != 0) (void)wb_CloseHandle(source, where);
    return line.done(ok);
}

HANDLE wb_CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name,
                       Where where) {
    Line line("CreateEventW", nullptr, static_cast<DWORD>(manual), where);
    const HANDLE event = ::CreateEventW(security, manual, initial, name);
    return opened(line.done(event, event), "event", where);
}

BOOL wb_SetEvent(HANDLE event, Where where) {
    Line line("SetEvent", event, 0, where);
    if (closed_before("SetEvent", event, where)) return line.done(FALSE);
    return line.done(::SetEvent(event));
}

BOOL wb_ResetEvent(HANDLE event, Where where) {
    Line line("ResetEvent", event, 0, where);
    if (closed_before("ResetEvent", event, where)) return line.done(FALSE);
    return line.done(::ResetEvent(event));
}

HANDLE wb_CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owner, LPCWSTR name, Where where) {
    Line line("CreateMutexW", nullptr, static_cast<DWORD>(owner), where);
    const HANDLE mutex = ::CreateMutexW(security, owner, name);
    return opened(line.done(mutex, mutex), "mutex", where);
}

BOOL wb_ReleaseMutex(HANDLE mutex, Where where) {
    Line line("ReleaseMutex", mutex, 0, where);
    if (closed_before("ReleaseMutex", mutex, where)) return line.done(FALSE);
    const BOOL released = line.done(::ReleaseMutex(mutex));
    if (released) workbook::pass_point(workbook::kAfterUnlock);
    return released;
}

HANDLE wb_CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name,
                           Where where) {
    Line line("CreateSemaphoreW", nullptr, static_cast<DWORD>(maximum), where);
    const HANDLE semaphore = ::CreateSemaphoreW(security, initial, maximum, name);
    return opened(line.done(semaphore, semaphore), "semaphore", where);
}

BOOL wb_ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous, Where where) {
    Line line("ReleaseSemaphore", semaphore, static_cast<DWORD>(count), where);
    if (closed_before("ReleaseSemaphore", semaphore, where)) return line.done(FALSE);
    return line.done(::ReleaseSemaphore(semaphore, count, previous));
}
