// user_calls.hpp - modelled functions that work in user mode; see calls.hpp.
#pragma once

#include "common/explore/redirect/calls.hpp"

// Condition variables
WB_EXPLORE_API void explored_InitializeConditionVariable(PCONDITION_VARIABLE, WB_AT);
WB_EXPLORE_API BOOL explored_SleepConditionVariableCS(PCONDITION_VARIABLE, PCRITICAL_SECTION, DWORD,
                                                      WB_AT);
WB_EXPLORE_API BOOL explored_SleepConditionVariableSRW(PCONDITION_VARIABLE, PSRWLOCK, DWORD, ULONG,
                                                       WB_AT);
WB_EXPLORE_API void explored_WakeConditionVariable(PCONDITION_VARIABLE, WB_AT);
WB_EXPLORE_API void explored_WakeAllConditionVariable(PCONDITION_VARIABLE, WB_AT);

// Addresses
WB_EXPLORE_API BOOL explored_WaitOnAddress(volatile VOID*, PVOID, SIZE_T, DWORD, WB_AT);
WB_EXPLORE_API void explored_WakeByAddressSingle(PVOID, WB_AT);
WB_EXPLORE_API void explored_WakeByAddressAll(PVOID, WB_AT);

// One-time initialization
WB_EXPLORE_API void explored_InitOnceInitialize(PINIT_ONCE, WB_AT);
WB_EXPLORE_API BOOL explored_InitOnceExecuteOnce(PINIT_ONCE, PINIT_ONCE_FN, PVOID, LPVOID*, WB_AT);
WB_EXPLORE_API BOOL explored_InitOnceBeginInitialize(PINIT_ONCE, DWORD, PBOOL, LPVOID*, WB_AT);
WB_EXPLORE_API BOOL explored_InitOnceComplete(PINIT_ONCE, DWORD, LPVOID, WB_AT);

// Interlocked lists
WB_EXPLORE_API void explored_InitializeSListHead(PSLIST_HEADER, WB_AT);
WB_EXPLORE_API PSLIST_ENTRY explored_InterlockedPushEntrySList(PSLIST_HEADER, PSLIST_ENTRY, WB_AT);
WB_EXPLORE_API PSLIST_ENTRY explored_InterlockedPushListSListEx(PSLIST_HEADER, PSLIST_ENTRY,
                                                                PSLIST_ENTRY, ULONG, WB_AT);
WB_EXPLORE_API PSLIST_ENTRY explored_InterlockedPopEntrySList(PSLIST_HEADER, WB_AT);
WB_EXPLORE_API PSLIST_ENTRY explored_InterlockedFlushSList(PSLIST_HEADER, WB_AT);
WB_EXPLORE_API USHORT explored_QueryDepthSList(PSLIST_HEADER, WB_AT);

// Data of a thread
WB_EXPLORE_API DWORD explored_TlsAlloc(WB_AT);
WB_EXPLORE_API BOOL explored_TlsFree(DWORD, WB_AT);
WB_EXPLORE_API BOOL explored_TlsSetValue(DWORD, LPVOID);
WB_EXPLORE_API LPVOID explored_TlsGetValue(DWORD);
WB_EXPLORE_API DWORD explored_FlsAlloc(PFLS_CALLBACK_FUNCTION, WB_AT);
WB_EXPLORE_API BOOL explored_FlsFree(DWORD, WB_AT);
WB_EXPLORE_API BOOL explored_FlsSetValue(DWORD, PVOID);
WB_EXPLORE_API PVOID explored_FlsGetValue(DWORD);

// Memory
WB_EXPLORE_API LPVOID explored_HeapAlloc(HANDLE, DWORD, SIZE_T, WB_AT);
WB_EXPLORE_API LPVOID explored_HeapReAlloc(HANDLE, DWORD, LPVOID, SIZE_T, WB_AT);
WB_EXPLORE_API BOOL explored_HeapFree(HANDLE, DWORD, LPVOID, WB_AT);
WB_EXPLORE_API HLOCAL explored_LocalAlloc(UINT, SIZE_T, WB_AT);
WB_EXPLORE_API HLOCAL explored_LocalFree(HLOCAL, WB_AT);

// Time
WB_EXPLORE_API ULONGLONG explored_GetTickCount64();
WB_EXPLORE_API DWORD explored_GetTickCount();
WB_EXPLORE_API BOOL explored_QueryPerformanceCounter(LARGE_INTEGER*);
WB_EXPLORE_API BOOL explored_QueryPerformanceFrequency(LARGE_INTEGER*);
