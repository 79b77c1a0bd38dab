// redirect.hpp - force-included into every file of an explored program: its Win32 calls go to the
// model.
//
// Object-like macros, so that `::SetEvent(h)` changes too. Every header that a lab may include
// comes first, with the macros off. The wrappers (w32::) come after them, and under another name:
// compiled twice, once redirected and once not, they would be two different functions of one name.
#pragma once

#include "common/explore/redirect/foreign.hpp"

#include "common/win32/windows.hpp"

#include <immintrin.h>
#include <malloc.h>
#include <process.h>
#include <stdlib.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/explore/redirect/calls.hpp"
#include "common/explore/redirect/heap.hpp"
#include "common/explore/redirect/interlocked.hpp"
#include "common/explore/redirect/kernel_calls.hpp"
#include "common/explore/redirect/leaving.hpp"
#include "common/explore/redirect/user_calls.hpp"

#if defined(WORKBOOK_SHARED_CLASS)  // no instrumentation: see common/explore/shared.hpp
#include "common/explore/redirect/atomic_macros.hpp"
#endif

#define w32 w32_explored  // NOLINT: see above

#define malloc explored_malloc
#define calloc explored_calloc
#define realloc explored_realloc
#define free explored_free
#if !defined(__MINGW32__)
#define exit explored_exit
#define _exit explored_Exit
#define _Exit explored_Exit
#define abort explored_abort
#endif
#define ExitProcess explored_ExitProcess
#define TerminateProcess explored_TerminateProcess
#define CreateThread explored_CreateThread
#define _beginthreadex explored_beginthreadex
#define ExitThread explored_ExitThread
#define _endthreadex explored_endthreadex
#define GetExitCodeThread explored_GetExitCodeThread
#define ResumeThread explored_ResumeThread
#define SuspendThread explored_SuspendThread
#define GetCurrentThreadId explored_GetCurrentThreadId
#define GetThreadId explored_GetThreadId
#define Sleep explored_Sleep
#define SwitchToThread explored_SwitchToThread
#define CloseHandle explored_CloseHandle
#define CreateMutexW explored_CreateMutexW
#define ReleaseMutex explored_ReleaseMutex
#define CreateSemaphoreW explored_CreateSemaphoreW
#define ReleaseSemaphore explored_ReleaseSemaphore
#define CreateEventW explored_CreateEventW
#define SetEvent explored_SetEvent
#define ResetEvent explored_ResetEvent
#define WaitForSingleObject explored_WaitForSingleObject
#define WaitForMultipleObjects explored_WaitForMultipleObjects
#define InitializeCriticalSection explored_InitializeCriticalSection
#define InitializeCriticalSectionAndSpinCount explored_InitializeCriticalSectionAndSpinCount
#define DeleteCriticalSection explored_DeleteCriticalSection
#define EnterCriticalSection explored_EnterCriticalSection
#define TryEnterCriticalSection explored_TryEnterCriticalSection
#define LeaveCriticalSection explored_LeaveCriticalSection
#define InitializeSRWLock explored_InitializeSRWLock
#define AcquireSRWLockExclusive explored_AcquireSRWLockExclusive
#define AcquireSRWLockShared explored_AcquireSRWLockShared
#define TryAcquireSRWLockExclusive explored_TryAcquireSRWLockExclusive
#define TryAcquireSRWLockShared explored_TryAcquireSRWLockShared
#define ReleaseSRWLockExclusive explored_ReleaseSRWLockExclusive
#define ReleaseSRWLockShared explored_ReleaseSRWLockShared

#include "common/explore/redirect/interlocked_macros.hpp"
#include "common/explore/redirect/kernel_macros.hpp"
#include "common/explore/redirect/user_macros.hpp"
