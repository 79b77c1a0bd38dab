// calls.hpp - the modelled functions: the Win32 calls of an explored program go here.
//
// Each takes what the Win32 function of the same name takes, and the place of the call. What a call
// returns, and when it fails with which last error, is what Microsoft documents for that function.
// Before the explored body runs and after it, they refuse to work: a finding names the call.
#pragma once

#include "common/explore/api.hpp"
#include "common/win32/windows.hpp"

#define WB_AT const char *file = __builtin_FILE(), int line = __builtin_LINE()

// Processes: a finding
WB_EXPLORE_API void explored_ExitProcess(UINT, WB_AT);
WB_EXPLORE_API BOOL explored_TerminateProcess(HANDLE, UINT, WB_AT);

// Threads
WB_EXPLORE_API HANDLE explored_CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE,
                                            LPVOID, DWORD, LPDWORD, WB_AT);
WB_EXPLORE_API uintptr_t explored_beginthreadex(void*, unsigned, unsigned(__stdcall*)(void*), void*,
                                                unsigned, unsigned*, WB_AT);
[[noreturn]] WB_EXPLORE_API void explored_ExitThread(DWORD, WB_AT);
[[noreturn]] WB_EXPLORE_API void explored_endthreadex(unsigned, WB_AT);
WB_EXPLORE_API BOOL explored_GetExitCodeThread(HANDLE, LPDWORD, WB_AT);
WB_EXPLORE_API DWORD explored_ResumeThread(HANDLE, WB_AT);
WB_EXPLORE_API DWORD explored_SuspendThread(HANDLE, WB_AT);
WB_EXPLORE_API DWORD explored_GetCurrentThreadId();
WB_EXPLORE_API DWORD explored_GetThreadId(HANDLE, WB_AT);
WB_EXPLORE_API void explored_Sleep(DWORD, WB_AT);
WB_EXPLORE_API BOOL explored_SwitchToThread(WB_AT);

// Handles and kernel objects
WB_EXPLORE_API BOOL explored_CloseHandle(HANDLE, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateMutexW(LPSECURITY_ATTRIBUTES, BOOL, LPCWSTR, WB_AT);
WB_EXPLORE_API BOOL explored_ReleaseMutex(HANDLE, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG, LONG, LPCWSTR, WB_AT);
WB_EXPLORE_API BOOL explored_ReleaseSemaphore(HANDLE, LONG, LPLONG, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateEventW(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCWSTR, WB_AT);
WB_EXPLORE_API BOOL explored_SetEvent(HANDLE, WB_AT);
WB_EXPLORE_API BOOL explored_ResetEvent(HANDLE, WB_AT);

// Waits
WB_EXPLORE_API DWORD explored_WaitForSingleObject(HANDLE, DWORD, WB_AT);
WB_EXPLORE_API DWORD explored_WaitForMultipleObjects(DWORD, const HANDLE*, BOOL, DWORD, WB_AT);

// Locks
WB_EXPLORE_API void explored_InitializeCriticalSection(LPCRITICAL_SECTION, WB_AT);
WB_EXPLORE_API BOOL explored_InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION, DWORD,
                                                                   WB_AT);
WB_EXPLORE_API void explored_DeleteCriticalSection(LPCRITICAL_SECTION, WB_AT);
WB_EXPLORE_API void explored_EnterCriticalSection(LPCRITICAL_SECTION, WB_AT);
WB_EXPLORE_API BOOL explored_TryEnterCriticalSection(LPCRITICAL_SECTION, WB_AT);
WB_EXPLORE_API void explored_LeaveCriticalSection(LPCRITICAL_SECTION, WB_AT);
WB_EXPLORE_API void explored_InitializeSRWLock(PSRWLOCK, WB_AT);
WB_EXPLORE_API void explored_AcquireSRWLockExclusive(PSRWLOCK, WB_AT);
WB_EXPLORE_API void explored_AcquireSRWLockShared(PSRWLOCK, WB_AT);
WB_EXPLORE_API BOOLEAN explored_TryAcquireSRWLockExclusive(PSRWLOCK, WB_AT);
WB_EXPLORE_API BOOLEAN explored_TryAcquireSRWLockShared(PSRWLOCK, WB_AT);
WB_EXPLORE_API void explored_ReleaseSRWLockExclusive(PSRWLOCK, WB_AT);
WB_EXPLORE_API void explored_ReleaseSRWLockShared(PSRWLOCK, WB_AT);
