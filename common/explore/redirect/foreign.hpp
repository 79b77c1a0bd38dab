// foreign.hpp - what the explorer has no model of, so that its use becomes a finding and not a
// hang.
//
// Comes before any other header of an explored program. libstdc++ on mingw is built on winpthreads:
// the inline functions of std::mutex call pthread_mutex_lock, and with these macros they call us.
#pragma once

#if defined(__MINGW32__)
#define pthread_mutex_lock explored_foreign_mutex_lock
#define pthread_mutex_trylock explored_foreign_mutex_trylock
#define pthread_mutex_timedlock explored_foreign_mutex_timedlock
#define pthread_rwlock_rdlock explored_foreign_rwlock_rdlock
#define pthread_rwlock_wrlock explored_foreign_rwlock_wrlock
#include <pthread.h>
#endif
