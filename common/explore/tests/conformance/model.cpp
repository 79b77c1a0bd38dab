// model.cpp - the sequence in the explorer's model.
#include "common/explore/explore.hpp"
#include "common/explore/redirect/interlocked.hpp"
#include "common/explore/redirect/interlocked_macros.hpp"
#include "common/explore/redirect/kernel_calls.hpp"
#include "common/explore/redirect/user_calls.hpp"
#include "common/explore/tests/conformance/interlocked_list.hpp"
#include "common/explore/tests/conformance/interpreter.hpp"
#include "common/explore/tests/conformance/more_calls.hpp"
#include "common/explore/tests/conformance/run.hpp"

namespace conformance {
namespace {

#define CONFORMANCE_CALL(name)                  \
    template <class... Arguments>               \
    static auto name(Arguments... arguments) {  \
        return ::explored_##name(arguments...); \
    }

struct Model {
    static HANDLE CreateMutexW(BOOL owned, LPCWSTR name) {
        return ::explored_CreateMutexW(nullptr, owned, name);
    }
    static HANDLE CreateSemaphoreW(LONG initial, LONG maximum, LPCWSTR name) {
        return ::explored_CreateSemaphoreW(nullptr, initial, maximum, name);
    }
    static HANDLE CreateEventW(BOOL manual, BOOL set, LPCWSTR name) {
        return ::explored_CreateEventW(nullptr, manual, set, name);
    }
    static HANDLE OpenMutexW(LPCWSTR name) {
        return ::explored_OpenMutexW(MUTEX_ALL_ACCESS, FALSE, name);
    }
    static HANDLE OpenSemaphoreW(LPCWSTR name) {
        return ::explored_OpenSemaphoreW(SEMAPHORE_ALL_ACCESS, FALSE, name);
    }
    static HANDLE OpenEventW(LPCWSTR name) {
        return ::explored_OpenEventW(EVENT_ALL_ACCESS, FALSE, name);
    }
    static BOOL DuplicateHandle(HANDLE from, HANDLE source, HANDLE to, LPHANDLE made) {
        return ::explored_DuplicateHandle(from, source, to, made, 0, FALSE, DUPLICATE_SAME_ACCESS);
    }
    static BOOL PulseEvent(HANDLE handle) { return ::explored_PulseEvent(handle); }
    static DWORD SignalObjectAndWait(HANDLE signaled, HANDLE awaited) {
        return ::explored_SignalObjectAndWait(signaled, awaited, 0, FALSE);
    }
    static DWORD SleepEx(DWORD milliseconds, BOOL alertable) {
        return ::explored_SleepEx(milliseconds, alertable);
    }
    static DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable) {
        return ::explored_WaitForSingleObjectEx(handle, milliseconds, alertable);
    }
    static DWORD QueueUserAPC(PAPCFUNC routine, HANDLE thread, ULONG_PTR argument) {
        return ::explored_QueueUserAPC(routine, thread, argument);
    }
    static HANDLE CreateIoCompletionPort(DWORD threads) {
        return ::explored_CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, threads);
    }
    static BOOL PostQueuedCompletionStatus(HANDLE port, DWORD bytes, ULONG_PTR key) {
        return ::explored_PostQueuedCompletionStatus(port, bytes, key, nullptr);
    }
    static BOOL GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes, PULONG_PTR key,
                                          LPOVERLAPPED* overlapped, DWORD milliseconds) {
        return ::explored_GetQueuedCompletionStatus(port, bytes, key, overlapped, milliseconds);
    }
    static BOOL GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count,
                                            PULONG removed) {
        return ::explored_GetQueuedCompletionStatusEx(port, entries, count, removed, 0, FALSE);
    }
    static HANDLE CreateWaitableTimerW(BOOL manual) {
        return ::explored_CreateWaitableTimerW(nullptr, manual, nullptr);
    }
    static BOOL SetWaitableTimer(HANDLE timer, const LARGE_INTEGER* due) {
        return ::explored_SetWaitableTimer(timer, due, 0, nullptr, nullptr, FALSE);
    }
    static BOOL CancelWaitableTimer(HANDLE timer) { return ::explored_CancelWaitableTimer(timer); }
    static HANDLE CreateThread(LPTHREAD_START_ROUTINE entry, LPVOID argument, DWORD flags,
                               LPDWORD id) {
        return ::explored_CreateThread(nullptr, 0, entry, argument, flags, id);
    }
    static BOOL CloseHandle(HANDLE handle) { return ::explored_CloseHandle(handle); }
    static BOOL ReleaseMutex(HANDLE handle) { return ::explored_ReleaseMutex(handle); }
    static BOOL ReleaseSemaphore(HANDLE handle, LONG count, LPLONG previous) {
        return ::explored_ReleaseSemaphore(handle, count, previous);
    }
    static BOOL SetEvent(HANDLE handle) { return ::explored_SetEvent(handle); }
    static BOOL ResetEvent(HANDLE handle) { return ::explored_ResetEvent(handle); }
    static DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds) {
        return ::explored_WaitForSingleObject(handle, milliseconds);
    }
    static DWORD WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all,
                                        DWORD milliseconds) {
        return ::explored_WaitForMultipleObjects(count, handles, all, milliseconds);
    }
    static DWORD SuspendThread(HANDLE handle) { return ::explored_SuspendThread(handle); }
    static DWORD ResumeThread(HANDLE handle) { return ::explored_ResumeThread(handle); }
    static BOOL GetExitCodeThread(HANDLE handle, LPDWORD code) {
        return ::explored_GetExitCodeThread(handle, code);
    }
    static DWORD GetThreadId(HANDLE handle) { return ::explored_GetThreadId(handle); }
    static DWORD GetCurrentThreadId() { return ::explored_GetCurrentThreadId(); }
    // Virtual time.
    static void Sleep(DWORD milliseconds) { ::explored_Sleep(milliseconds); }
    static void InitializeCriticalSection(LPCRITICAL_SECTION section) {
        ::explored_InitializeCriticalSection(section);
    }
    static BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins) {
        return ::explored_InitializeCriticalSectionAndSpinCount(section, spins);
    }
    static void DeleteCriticalSection(LPCRITICAL_SECTION section) {
        ::explored_DeleteCriticalSection(section);
    }
    static void EnterCriticalSection(LPCRITICAL_SECTION section) {
        ::explored_EnterCriticalSection(section);
    }
    static BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section) {
        return ::explored_TryEnterCriticalSection(section);
    }
    static void LeaveCriticalSection(LPCRITICAL_SECTION section) {
        ::explored_LeaveCriticalSection(section);
    }
    static void InitializeSRWLock(PSRWLOCK lock) { ::explored_InitializeSRWLock(lock); }
    static void AcquireSRWLockExclusive(PSRWLOCK lock) { ::explored_AcquireSRWLockExclusive(lock); }
    static void AcquireSRWLockShared(PSRWLOCK lock) { ::explored_AcquireSRWLockShared(lock); }
    static BOOLEAN TryAcquireSRWLockExclusive(PSRWLOCK lock) {
        return ::explored_TryAcquireSRWLockExclusive(lock);
    }
    static BOOLEAN TryAcquireSRWLockShared(PSRWLOCK lock) {
        return ::explored_TryAcquireSRWLockShared(lock);
    }
    static void ReleaseSRWLockExclusive(PSRWLOCK lock) { ::explored_ReleaseSRWLockExclusive(lock); }
    static void ReleaseSRWLockShared(PSRWLOCK lock) { ::explored_ReleaseSRWLockShared(lock); }
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
    static DWORD forever() { return INFINITE; }
    static BOOL await_request(HANDLE file, LPOVERLAPPED request, LPDWORD bytes) {
        return ::explored_GetOverlappedResultEx(file, request, bytes, INFINITE, FALSE);
    }
    static HANDLE associate(HANDLE file, HANDLE port, ULONG_PTR key) {
        return ::explored_CreateIoCompletionPort(file, port, key, 0);
    }
    static void delete_file(LPCWSTR) {}
    CONFORMANCE_USER_CALLS(CONFORMANCE_CALL)
    CONFORMANCE_IO_CALLS(CONFORMANCE_CALL)
};

World<Model> world;

DWORD WINAPI actor(LPVOID index) {
    const auto me = static_cast<int>(reinterpret_cast<std::intptr_t>(index));
    return run_actor(world, me, world.turn[me], world.turn[kController]);
}

const Sequence* the_sequence = nullptr;
Transcript* the_transcript = nullptr;

// The explorer may begin it anew.
void body() {
    world = {};
    Apcs<Model>::log = 0;
    FlsLog<Model>::sum = 0;
    world.sequence = the_sequence;
    world.transcript = the_transcript;
    *the_transcript = {};
    for (HANDLE& turn : world.turn) turn = Model::CreateEventW(FALSE, FALSE, nullptr);
    for (std::intptr_t i = 0; i < kActors; ++i) {
        world.slot[kMadeSlots + i] =
            Model::CreateThread(&actor, reinterpret_cast<void*>(i), 0, &world.id[i]);
        Model::WaitForSingleObject(world.turn[kController], INFINITE);
    }
    if (const int first = turn_of(world); first != kController) {
        pass_turn(world, first);
        Model::WaitForSingleObject(world.turn[kController], INFINITE);
        join(world);
    }
    world.over = true;
    for (int i = 0; i < kActors; ++i) {
        if (!world.ended[i]) pass_turn(world, i);
        Model::WaitForSingleObject(world.slot[kMadeSlots + i], INFINITE);
    }
    clean(world);
}

}  // namespace

Modelled run_model(const Sequence& sequence, Transcript& transcript, std::uint64_t seed) {
    the_sequence = &sequence;
    the_transcript = &transcript;
    explore::Options options;
    options.search = explore::Search::random;
    options.seed = seed;
    options.executions = 1;
    options.spurious_wake_ups = 0;
    options.plain = explore::Plain::ignored;
    options.check_leaks = false;
    options.allow_abandoned = true;
    options.answer_misuse = true;
    const explore::Report report = explore::explore(&body, options);
    return {report.outcome, report.sentence};
}

}  // namespace conformance
