// recorded.hpp - from this include on, Win32 calls in this file go through the ledger.
//
// Object-like macros, so that `::CloseHandle(h)` changes too. A pointer to such a function has one
// parameter more (the caller's place): a lab calls, and passes no Win32 function on. Everything
// that a lab may include is included first: a wrapper compiled twice, once recorded and once not,
// would be two different functions of one name. unrecorded.hpp ends it.
#include "common/testing/point.hpp"
#include "common/testing/recorded_calls.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/file_mapping.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/overlapped.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#define CreateThread wb_CreateThread
#define _beginthreadex wb_beginthreadex
#define TerminateThread wb_TerminateThread
#define GetExitCodeThread wb_GetExitCodeThread
#define ResumeThread wb_ResumeThread
#define SuspendThread wb_SuspendThread
#define SetThreadPriority wb_SetThreadPriority
#define CloseHandle wb_CloseHandle
#define DuplicateHandle wb_DuplicateHandle
#define CreateEventW wb_CreateEventW
#define SetEvent wb_SetEvent
#define ResetEvent wb_ResetEvent
#define CreateMutexW wb_CreateMutexW
#define ReleaseMutex wb_ReleaseMutex
#define CreateSemaphoreW wb_CreateSemaphoreW
#define ReleaseSemaphore wb_ReleaseSemaphore
#define WaitForSingleObject wb_WaitForSingleObject
#define WaitForSingleObjectEx wb_WaitForSingleObjectEx
#define WaitForMultipleObjects wb_WaitForMultipleObjects
#define WaitForMultipleObjectsEx wb_WaitForMultipleObjectsEx
#define Sleep wb_Sleep
#define SleepEx wb_SleepEx
#define SwitchToThread wb_SwitchToThread
#define InitializeCriticalSection wb_InitializeCriticalSection
#define InitializeCriticalSectionAndSpinCount wb_InitializeCriticalSectionAndSpinCount
#define DeleteCriticalSection wb_DeleteCriticalSection
#define EnterCriticalSection wb_EnterCriticalSection
#define TryEnterCriticalSection wb_TryEnterCriticalSection
#define LeaveCriticalSection wb_LeaveCriticalSection
#define AcquireSRWLockExclusive wb_AcquireSRWLockExclusive
#define AcquireSRWLockShared wb_AcquireSRWLockShared
#define TryAcquireSRWLockExclusive wb_TryAcquireSRWLockExclusive
#define TryAcquireSRWLockShared wb_TryAcquireSRWLockShared
#define ReleaseSRWLockExclusive wb_ReleaseSRWLockExclusive
#define ReleaseSRWLockShared wb_ReleaseSRWLockShared
