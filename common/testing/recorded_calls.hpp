// recorded_calls.hpp - the flat functions that a recorded lab calls instead of Windows.
//
// Each has the signature of its original plus the caller's place, does what the original does, and
// leaves GetLastError as the original left it. Without a Ledger they only pass the call on.
#pragma once

#include "common/win32/windows.hpp"

#include <process.h>

#include <cstdint>
#include <source_location>

#define WB_HERE const std::source_location& where = std::source_location::current()

HANDLE wb_CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start,
                       LPVOID argument, DWORD flags, LPDWORD id, WB_HERE);
std::uintptr_t wb_beginthreadex(void* security, unsigned stack, unsigned(__stdcall* start)(void*),
                                void* argument, unsigned flags, unsigned* id, WB_HERE);
BOOL wb_TerminateThread(HANDLE thread, DWORD code, WB_HERE);
BOOL wb_GetExitCodeThread(HANDLE thread, LPDWORD code, WB_HERE);
DWORD wb_ResumeThread(HANDLE thread, WB_HERE);
DWORD wb_SuspendThread(HANDLE thread, WB_HERE);
BOOL wb_SetThreadPriority(HANDLE thread, int priority, WB_HERE);
BOOL wb_CloseHandle(HANDLE handle, WB_HERE);
BOOL wb_DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                        LPHANDLE target, DWORD access, BOOL inherit, DWORD options, WB_HERE);
HANDLE wb_CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name,
                       WB_HERE);
BOOL wb_SetEvent(HANDLE event, WB_HERE);
BOOL wb_ResetEvent(HANDLE event, WB_HERE);
HANDLE wb_CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owner, LPCWSTR name, WB_HERE);
BOOL wb_ReleaseMutex(HANDLE mutex, WB_HERE);
HANDLE wb_CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name,
                           WB_HERE);
BOOL wb_ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous, WB_HERE);

DWORD wb_WaitForSingleObject(HANDLE handle, DWORD ms, WB_HERE);
DWORD wb_WaitForSingleObjectEx(HANDLE handle, DWORD ms, BOOL alertable, WB_HERE);
DWORD wb_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all, DWORD ms, WB_HERE);
DWORD wb_WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                  BOOL alertable, WB_HERE);
void wb_Sleep(DWORD ms, WB_HERE);
DWORD wb_SleepEx(DWORD ms, BOOL alertable, WB_HERE);
BOOL wb_SwitchToThread(WB_HERE);

void wb_InitializeCriticalSection(LPCRITICAL_SECTION section, WB_HERE);
BOOL wb_InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins, WB_HERE);
void wb_DeleteCriticalSection(LPCRITICAL_SECTION section, WB_HERE);
void wb_EnterCriticalSection(LPCRITICAL_SECTION section, WB_HERE);
BOOL wb_TryEnterCriticalSection(LPCRITICAL_SECTION section, WB_HERE);
void wb_LeaveCriticalSection(LPCRITICAL_SECTION section, WB_HERE);
void wb_AcquireSRWLockExclusive(PSRWLOCK lock, WB_HERE);
void wb_AcquireSRWLockShared(PSRWLOCK lock, WB_HERE);
BOOLEAN wb_TryAcquireSRWLockExclusive(PSRWLOCK lock, WB_HERE);
BOOLEAN wb_TryAcquireSRWLockShared(PSRWLOCK lock, WB_HERE);
void wb_ReleaseSRWLockExclusive(PSRWLOCK lock, WB_HERE);
void wb_ReleaseSRWLockShared(PSRWLOCK lock, WB_HERE);

#undef WB_HERE
