// kernel_calls.hpp - more modelled functions; see calls.hpp.
#pragma once

#include "common/explore/redirect/calls.hpp"
#include "common/explore/redirect/io_calls.hpp"

// Waits and APCs
WB_EXPLORE_API DWORD explored_WaitForSingleObjectEx(HANDLE, DWORD, BOOL, WB_AT);
WB_EXPLORE_API DWORD explored_WaitForMultipleObjectsEx(DWORD, const HANDLE*, BOOL, DWORD, BOOL,
                                                       WB_AT);
WB_EXPLORE_API DWORD explored_MsgWaitForMultipleObjectsEx(DWORD, const HANDLE*, DWORD, DWORD, DWORD,
                                                          WB_AT);
WB_EXPLORE_API DWORD explored_SleepEx(DWORD, BOOL, WB_AT);
WB_EXPLORE_API DWORD explored_SignalObjectAndWait(HANDLE, HANDLE, DWORD, BOOL, WB_AT);
WB_EXPLORE_API DWORD explored_QueueUserAPC(PAPCFUNC, HANDLE, ULONG_PTR, WB_AT);

// Handles and names
WB_EXPLORE_API BOOL explored_DuplicateHandle(HANDLE, HANDLE, HANDLE, LPHANDLE, DWORD, BOOL, DWORD,
                                             WB_AT);
WB_EXPLORE_API BOOL explored_PulseEvent(HANDLE, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateMutexExW(LPSECURITY_ATTRIBUTES, LPCWSTR, DWORD, DWORD, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateEventExW(LPSECURITY_ATTRIBUTES, LPCWSTR, DWORD, DWORD, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateSemaphoreExW(LPSECURITY_ATTRIBUTES, LONG, LONG, LPCWSTR, DWORD,
                                                  DWORD, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenMutexW(DWORD, BOOL, LPCWSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenEventW(DWORD, BOOL, LPCWSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenSemaphoreW(DWORD, BOOL, LPCWSTR, WB_AT);

WB_EXPLORE_API HANDLE explored_CreateMutexA(LPSECURITY_ATTRIBUTES, BOOL, LPCSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateEventA(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateSemaphoreA(LPSECURITY_ATTRIBUTES, LONG, LONG, LPCSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenMutexA(DWORD, BOOL, LPCSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenEventA(DWORD, BOOL, LPCSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_OpenSemaphoreA(DWORD, BOOL, LPCSTR, WB_AT);

// Completion ports
WB_EXPLORE_API HANDLE explored_CreateIoCompletionPort(HANDLE, HANDLE, ULONG_PTR, DWORD, WB_AT);
WB_EXPLORE_API BOOL explored_PostQueuedCompletionStatus(HANDLE, DWORD, ULONG_PTR, LPOVERLAPPED,
                                                        WB_AT);
WB_EXPLORE_API BOOL explored_GetQueuedCompletionStatus(HANDLE, LPDWORD, PULONG_PTR, LPOVERLAPPED*,
                                                       DWORD, WB_AT);
WB_EXPLORE_API BOOL explored_GetQueuedCompletionStatusEx(HANDLE, LPOVERLAPPED_ENTRY, ULONG, PULONG,
                                                         DWORD, BOOL, WB_AT);
// Waitable timers
WB_EXPLORE_API HANDLE explored_CreateWaitableTimerW(LPSECURITY_ATTRIBUTES, BOOL, LPCWSTR, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES, LPCWSTR, DWORD, DWORD,
                                                      WB_AT);
WB_EXPLORE_API BOOL explored_SetWaitableTimer(HANDLE, const LARGE_INTEGER*, LONG, PTIMERAPCROUTINE,
                                              LPVOID, BOOL, WB_AT);
WB_EXPLORE_API BOOL explored_CancelWaitableTimer(HANDLE, WB_AT);
