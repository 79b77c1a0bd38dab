// kernel.cpp - the sequence with real threads and the real calls.
#include "common/explore/tests/conformance/interlocked_list.hpp"
#include "common/explore/tests/conformance/interlocked_missing.hpp"
#include "common/explore/tests/conformance/interpreter.hpp"
#include "common/explore/tests/conformance/more_calls.hpp"
#include "common/explore/tests/conformance/run.hpp"
#include "common/win32/platform.hpp"

#include <algorithm>
#include <iterator>

namespace conformance {
namespace {

#define CONFORMANCE_CALL(name)                 \
    template <class... Arguments>              \
    static auto name(Arguments... arguments) { \
        return ::name(arguments...);           \
    }

struct Kernel {
    static HANDLE CreateMutexW(BOOL owned, LPCWSTR name) {
        return ::CreateMutexW(nullptr, owned, name);
    }
    static HANDLE CreateSemaphoreW(LONG initial, LONG maximum, LPCWSTR name) {
        return ::CreateSemaphoreW(nullptr, initial, maximum, name);
    }
    static HANDLE CreateEventW(BOOL manual, BOOL set, LPCWSTR name) {
        return ::CreateEventW(nullptr, manual, set, name);
    }
    static HANDLE OpenMutexW(LPCWSTR name) { return ::OpenMutexW(MUTEX_ALL_ACCESS, FALSE, name); }
    static HANDLE OpenSemaphoreW(LPCWSTR name) {
        return ::OpenSemaphoreW(SEMAPHORE_ALL_ACCESS, FALSE, name);
    }
    static HANDLE OpenEventW(LPCWSTR name) { return ::OpenEventW(EVENT_ALL_ACCESS, FALSE, name); }
    static BOOL DuplicateHandle(HANDLE from, HANDLE source, HANDLE to, LPHANDLE made) {
        return ::DuplicateHandle(from, source, to, made, 0, FALSE, DUPLICATE_SAME_ACCESS);
    }
    static BOOL PulseEvent(HANDLE handle) { return ::PulseEvent(handle); }
    static DWORD SignalObjectAndWait(HANDLE signaled, HANDLE awaited) {
        return ::SignalObjectAndWait(signaled, awaited, 0, FALSE);
    }
    static DWORD SleepEx(DWORD milliseconds, BOOL alertable) {
        return ::SleepEx(milliseconds, alertable);
    }
    static DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable) {
        return ::WaitForSingleObjectEx(handle, milliseconds, alertable);
    }
    static DWORD QueueUserAPC(PAPCFUNC routine, HANDLE thread, ULONG_PTR argument) {
        return ::QueueUserAPC(routine, thread, argument);
    }
    static HANDLE CreateIoCompletionPort(DWORD threads) {
        return ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, threads);
    }
    static BOOL PostQueuedCompletionStatus(HANDLE port, DWORD bytes, ULONG_PTR key) {
        return ::PostQueuedCompletionStatus(port, bytes, key, nullptr);
    }
    static BOOL GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes, PULONG_PTR key,
                                          LPOVERLAPPED* overlapped, DWORD milliseconds) {
        return ::GetQueuedCompletionStatus(port, bytes, key, overlapped, milliseconds);
    }
    static BOOL GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count,
                                            PULONG removed) {
        return ::GetQueuedCompletionStatusEx(port, entries, count, removed, 0, FALSE);
    }
    static HANDLE CreateWaitableTimerW(BOOL manual) {
        return ::CreateWaitableTimerW(nullptr, manual, nullptr);
    }
    static BOOL SetWaitableTimer(HANDLE timer, const LARGE_INTEGER* due) {
        return ::SetWaitableTimer(timer, due, 0, nullptr, nullptr, FALSE);
    }
    static BOOL CancelWaitableTimer(HANDLE timer) { return ::CancelWaitableTimer(timer); }
    static HANDLE CreateThread(LPTHREAD_START_ROUTINE entry, LPVOID argument, DWORD flags,
                               LPDWORD id) {
        return ::CreateThread(nullptr, 0, entry, argument, flags, id);
    }
    static BOOL CloseHandle(HANDLE handle) { return ::CloseHandle(handle); }
    static BOOL ReleaseMutex(HANDLE handle) { return ::ReleaseMutex(handle); }
    static BOOL ReleaseSemaphore(HANDLE handle, LONG count, LPLONG previous) {
        return ::ReleaseSemaphore(handle, count, previous);
    }
    static BOOL SetEvent(HANDLE handle) { return ::SetEvent(handle); }
    static BOOL ResetEvent(HANDLE handle) { return ::ResetEvent(handle); }
    static DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds) {
        return ::WaitForSingleObject(handle, milliseconds);
    }
    static DWORD WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all,
                                        DWORD milliseconds) {
        return ::WaitForMultipleObjects(count, handles, all, milliseconds);
    }
    static DWORD SuspendThread(HANDLE handle) { return ::SuspendThread(handle); }
    static DWORD ResumeThread(HANDLE handle) { return ::ResumeThread(handle); }
    static BOOL GetExitCodeThread(HANDLE handle, LPDWORD code) {
        return ::GetExitCodeThread(handle, code);
    }
    static DWORD GetThreadId(HANDLE handle) { return ::GetThreadId(handle); }
    static DWORD GetCurrentThreadId() { return ::GetCurrentThreadId(); }
    // What is compared is the call itself.
    static void Sleep(DWORD milliseconds) { ::Sleep(milliseconds); }
    static void InitializeCriticalSection(LPCRITICAL_SECTION section) {
        ::InitializeCriticalSection(section);
    }
    static BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins) {
        return ::InitializeCriticalSectionAndSpinCount(section, spins);
    }
    static void DeleteCriticalSection(LPCRITICAL_SECTION section) {
        ::DeleteCriticalSection(section);
    }
    static void EnterCriticalSection(LPCRITICAL_SECTION section) {
        ::EnterCriticalSection(section);
    }
    static BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section) {
        return ::TryEnterCriticalSection(section);
    }
    static void LeaveCriticalSection(LPCRITICAL_SECTION section) {
        ::LeaveCriticalSection(section);
    }
    static void InitializeSRWLock(PSRWLOCK lock) { ::InitializeSRWLock(lock); }
    static void AcquireSRWLockExclusive(PSRWLOCK lock) { ::AcquireSRWLockExclusive(lock); }
    static void AcquireSRWLockShared(PSRWLOCK lock) { ::AcquireSRWLockShared(lock); }
    static BOOLEAN TryAcquireSRWLockExclusive(PSRWLOCK lock) {
        return ::TryAcquireSRWLockExclusive(lock);
    }
    static BOOLEAN TryAcquireSRWLockShared(PSRWLOCK lock) {
        return ::TryAcquireSRWLockShared(lock);
    }
    static void ReleaseSRWLockExclusive(PSRWLOCK lock) { ::ReleaseSRWLockExclusive(lock); }
    static void ReleaseSRWLockShared(PSRWLOCK lock) { ::ReleaseSRWLockShared(lock); }
    static LONG Increment(LONG volatile* target) { return ::InterlockedIncrement(target); }
    static LONG Decrement(LONG volatile* target) { return ::InterlockedDecrement(target); }
    static LONG Exchange(LONG volatile* target, LONG value) {
        return ::InterlockedExchange(target, value);
    }
    static LONG ExchangeAdd(LONG volatile* target, LONG value) {
        return ::InterlockedExchangeAdd(target, value);
    }
    static LONG CompareExchange(LONG volatile* target, LONG value, LONG comparand) {
        return ::InterlockedCompareExchange(target, value, comparand);
    }
    static LONG64 increment_word(LONG64 volatile* target) {
        return ::InterlockedIncrement64(target);
    }
#include "common/explore/tests/conformance/interlocked_functions.hpp"
    static DWORD forever() { return patience; }
    // With Wine a disconnected end is signaled before the thread that began the request has written
    // the status of it: the wait succeeds, and the request is still pending.
    static BOOL await_request(HANDLE file, LPOVERLAPPED request, LPDWORD bytes) {
        const BOOL result = ::GetOverlappedResultEx(file, request, bytes, patience, FALSE);
        if (!result || HasOverlappedIoCompleted(request) || !w32::running_under_wine())
            return result;
        for (DWORD ms = 0; !HasOverlappedIoCompleted(request) && ms < patience; ++ms)
            ::Sleep(1);  // no wait tells of it
        ::SetLastError(kUntouched);
        return ::GetOverlappedResult(file, request, bytes, FALSE);
    }
    static DWORD patience;  // milliseconds
    static HANDLE associate(HANDLE file, HANDLE port, ULONG_PTR key) {
        return ::CreateIoCompletionPort(file, port, key, 0);
    }
    static void delete_file(LPCWSTR name) { ::DeleteFileW(name); }
    CONFORMANCE_USER_CALLS(CONFORMANCE_CALL)
    CONFORMANCE_IO_CALLS(CONFORMANCE_CALL)
};

DWORD Kernel::patience = 0;

World<Kernel> world;
HANDLE threads[kActors];
HANDLE turns[kActors + 1];
DWORD ids[kActors];

constexpr DWORD kLimitMs = 8'000;

DWORD WINAPI actor(LPVOID index) {
    const auto me = static_cast<int>(reinterpret_cast<std::intptr_t>(index));
    return run_actor(world, me, turns[me], turns[kController]);
}

// Actors live on from sequence to sequence; who has ended is replaced.
void begin_actors() {
    for (HANDLE& turn : turns)
        if (turn == nullptr) turn = Kernel::CreateEventW(FALSE, FALSE, nullptr);
    for (std::intptr_t i = 0; i < kActors; ++i)
        if (threads[i] == nullptr) {
            threads[i] = Kernel::CreateThread(&actor, reinterpret_cast<void*>(i), 0, &ids[i]);
            Kernel::WaitForSingleObject(turns[kController], INFINITE);
        }
}

void replace_ended() {
    for (int i = 0; i < kActors; ++i) {
        if (!world.ended[i]) continue;
        Kernel::WaitForSingleObject(threads[i], INFINITE);
        Kernel::CloseHandle(threads[i]);
        threads[i] = nullptr;
    }
}

}  // namespace

bool run_kernel(const Sequence& sequence, Transcript& transcript, DWORD patience_ms) {
    Kernel::patience = patience_ms;
    begin_actors();
    world = {};
    Apcs<Kernel>::log = 0;
    FlsLog<Kernel>::sum = 0;
    transcript = {};
    world.sequence = &sequence;
    world.transcript = &transcript;
    std::copy(std::begin(turns), std::end(turns), world.turn);
    std::copy(std::begin(threads), std::end(threads), world.slot + kMadeSlots);
    std::copy(std::begin(ids), std::end(ids), world.id);
    if (const int first = turn_of(world); first != kController) {
        pass_turn(world, first);
        if (Kernel::WaitForSingleObject(turns[kController], kLimitMs) != WAIT_OBJECT_0)
            return false;
    }
    join(world);
    replace_ended();
    clean(world);
    return true;
}

}  // namespace conformance
