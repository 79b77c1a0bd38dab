// foreign.hpp - what the explorer has no model of, so that its use becomes a finding and not a
// hang.
//
// Comes before any other header of an explored program. What std::mutex and std::thread call is
// renamed while the headers that call it are read, and is then one of ours. On mingw that is
// winpthreads. In Microsoft's library std::mutex would not even wait: all threads of an explored
// program are one real thread, which has the mutex already.
// https://github.com/microsoft/STL/blob/main/stl/inc/xthreads.h
#pragma once

#if defined(__MINGW32__)
#define pthread_mutex_lock explored_foreign_mutex_lock
#define pthread_mutex_trylock explored_foreign_mutex_trylock
#define pthread_mutex_timedlock explored_foreign_mutex_timedlock
#define pthread_rwlock_rdlock explored_foreign_rwlock_rdlock
#define pthread_rwlock_wrlock explored_foreign_rwlock_wrlock
#include <pthread.h>
#elif __has_include(<xthreads.h>)
#include "common/explore/redirect/runtime.hpp"

#include <process.h>
#include <xthreads.h>

// A template, because the types are the library's own and change with its versions.
#define WB_FOREIGN(function, what)                          \
    template <class... Arguments>                           \
    auto explored_foreign##function(Arguments... passed) {  \
        if (explore::the_gate.open) explore::foreign(what); \
        return function(passed...);                         \
    }
WB_FOREIGN(_Mtx_lock, "std::mutex")
WB_FOREIGN(_Mtx_trylock, "std::mutex")
WB_FOREIGN(_Mtx_timedlock, "std::timed_mutex")
WB_FOREIGN(_Smtx_lock_exclusive, "std::shared_mutex")
WB_FOREIGN(_Smtx_try_lock_exclusive, "std::shared_mutex")
WB_FOREIGN(_Smtx_lock_shared, "std::shared_mutex")
WB_FOREIGN(_Smtx_try_lock_shared, "std::shared_mutex")
#undef WB_FOREIGN

inline std::uintptr_t explored_foreign_beginthreadex(void* security, unsigned stack,
                                                     unsigned(__stdcall* routine)(void*),
                                                     void* argument, unsigned flags, unsigned* id) {
    if (explore::the_gate.open) explore::foreign("std::thread");
    return _beginthreadex(security, stack, routine, argument, flags, id);
}

#define _Mtx_lock explored_foreign_Mtx_lock
#define _Mtx_trylock explored_foreign_Mtx_trylock
#define _Mtx_timedlock explored_foreign_Mtx_timedlock
#define _Smtx_lock_exclusive explored_foreign_Smtx_lock_exclusive
#define _Smtx_try_lock_exclusive explored_foreign_Smtx_try_lock_exclusive
#define _Smtx_lock_shared explored_foreign_Smtx_lock_shared
#define _Smtx_try_lock_shared explored_foreign_Smtx_try_lock_shared
#define _beginthreadex explored_foreign_beginthreadex
#include <thread>
#undef _beginthreadex
#endif
