// ledger_lab.hpp - the "lab" of the ledger's tests: its Win32 calls are recorded. Plain Win32 and
// no owners, as a learner would begin.
#pragma once

#include "common/testing/ledger.hpp"

#include <atomic>

#include "common/testing/recorded.hpp"

namespace lab {

inline DWORD WINAPI sets(void* event) {
    ::SetEvent(static_cast<HANDLE>(event));
    return 7;
}
inline DWORD WINAPI counts(void* counter) {
    ++*static_cast<std::atomic<int>*>(counter);
    return 0;
}
inline unsigned __stdcall counts_crt(void* counter) { return counts(counter); }
inline DWORD WINAPI calls_exit_thread(void*) { ::ExitThread(5); }
inline DWORD WINAPI leaves_locked(void* section) {
    ::EnterCriticalSection(static_cast<CRITICAL_SECTION*>(section));
    return 0;
}
inline DWORD WINAPI locks_and_exits_thread(void* section) {
    ::EnterCriticalSection(static_cast<CRITICAL_SECTION*>(section));
    ::ExitThread(0);
}
inline DWORD WINAPI locks_and_waits(void* raw) {
    auto* objects = static_cast<void**>(raw);  // lock, "I have it", "go on"
    ::AcquireSRWLockExclusive(static_cast<SRWLOCK*>(objects[0]));
    ::SetEvent(objects[1]);
    ::WaitForSingleObject(objects[2], INFINITE);
    ::ReleaseSRWLockExclusive(static_cast<SRWLOCK*>(objects[0]));
    return 0;
}
inline DWORD WINAPI takes_lock(void* lock) {
    ::AcquireSRWLockExclusive(static_cast<SRWLOCK*>(lock));
    ::ReleaseSRWLockExclusive(static_cast<SRWLOCK*>(lock));
    return 0;
}

inline HANDLE event() { return ::CreateEventW(nullptr, TRUE, FALSE, nullptr); }
inline HANDLE thread(LPTHREAD_START_ROUTINE routine, void* argument, DWORD flags = 0) {
    return ::CreateThread(nullptr, 0, routine, argument, flags, nullptr);
}
inline HANDLE crt_thread(void* counter) {
    return reinterpret_cast<HANDLE>(::_beginthreadex(nullptr, 0, &counts_crt, counter, 0, nullptr));
}
inline BOOL close(HANDLE handle) { return ::CloseHandle(handle); }
inline BOOL set(HANDLE event) { return ::SetEvent(event); }
inline DWORD wait(HANDLE handle, DWORD ms = INFINITE) { return ::WaitForSingleObject(handle, ms); }
inline DWORD wait_two(HANDLE a, HANDLE b, DWORD ms) {
    const HANDLE both[] = {a, b};
    return ::WaitForMultipleObjects(2, both, TRUE, ms);
}
inline void join_and_close(HANDLE thread) {
    wait(thread);
    close(thread);
}
inline HANDLE duplicate(HANDLE source, HANDLE process, DWORD options) {
    HANDLE target = nullptr;
    ::DuplicateHandle(::GetCurrentProcess(), source, process, &target, 0, FALSE,
                      options | DUPLICATE_SAME_ACCESS);
    return target;
}
inline DWORD resume(HANDLE thread) { return ::ResumeThread(thread); }
inline BOOL terminate(HANDLE thread) { return ::TerminateThread(thread, 9); }
inline void enter(CRITICAL_SECTION& section) { ::EnterCriticalSection(&section); }
inline void leave(CRITICAL_SECTION& section) { ::LeaveCriticalSection(&section); }
inline void sleep(DWORD ms) { ::Sleep(ms); }  // to be recorded, not to wait for anything

inline BOOL exit_code(HANDLE thread, DWORD* code) { return ::GetExitCodeThread(thread, code); }
// What lab L02 begins with.
inline DWORD poll_until_it_is_not_259(HANDLE thread) {
    DWORD code = STILL_ACTIVE;
    while (code == STILL_ACTIVE) ::GetExitCodeThread(thread, &code);
    return code;
}
inline DWORD WINAPI polls(void* thread) {
    return poll_until_it_is_not_259(static_cast<HANDLE>(thread));
}
inline DWORD WINAPI returns(void* code) {
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(code));
}
inline DWORD WINAPI waits_for(void* event) {
    return ::WaitForSingleObject(static_cast<HANDLE>(event), INFINITE);
}

}  // namespace lab

#include "common/testing/unrecorded.hpp"
