// foreign.cpp - linked into each explored program: std::mutex, std::thread, exit and the like.
//
// Inside an execution they end it with a finding; outside they do what they always do.
#include "common/explore/redirect/leaving.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/win32/windows.hpp"

#include <cstdlib>
#include <exception>

namespace {

[[noreturn]] void terminated() {
    if (!explore::the_gate.open) std::abort();
    if (std::current_exception() != nullptr) {
        try {
            throw;
        } catch (const std::exception& error) {
            explore::terminated(error.what());
        } catch (...) {
            explore::terminated("not a std::exception");
        }
    }
    explore::terminated(nullptr);
}

const std::terminate_handler before = std::set_terminate(&terminated);

}  // namespace

#if defined(__MINGW32__)
#include <process.h>
#include <pthread.h>  // msvc-check: ok, mingw only
#include <time.h>

#include <csignal>

extern "C" {

// The mutexes of the C++ library, as redirect/foreign.hpp renames them.
int explored_foreign_mutex_lock(pthread_mutex_t* mutex) {
    if (explore::the_gate.open) explore::foreign("std::mutex");
    return pthread_mutex_lock(mutex);
}
int explored_foreign_mutex_trylock(pthread_mutex_t* mutex) {
    if (explore::the_gate.open) explore::foreign("std::mutex");
    return pthread_mutex_trylock(mutex);
}
int explored_foreign_mutex_timedlock(pthread_mutex_t* mutex, const struct timespec* until) {
    if (explore::the_gate.open) explore::foreign("std::timed_mutex");
    return pthread_mutex_timedlock(mutex, until);
}
int explored_foreign_rwlock_rdlock(pthread_rwlock_t* lock) {
    if (explore::the_gate.open) explore::foreign("std::shared_mutex");
    return pthread_rwlock_rdlock(lock);
}
int explored_foreign_rwlock_wrlock(pthread_rwlock_t* lock) {
    if (explore::the_gate.open) explore::foreign("std::shared_mutex");
    return pthread_rwlock_wrlock(lock);
}

// The linker sends calls of these here, also those of the C++ library (--wrap).
int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int __wrap_pthread_create(pthread_t* made, const pthread_attr_t* attributes, void* (*entry)(void*),
                          void* argument) {
    if (explore::the_gate.open) explore::foreign("std::thread");
    return __real_pthread_create(made, attributes, entry, argument);
}
// lld from version 15 on wraps what is imported under such a name as well, and __real_exit would be
// __wrap_exit again. These do what the real ones do.
[[noreturn]] void __wrap_exit(int code) {
    if (explore::the_gate.open) explore::process_exit("exit");
    _cexit();
    ::ExitProcess(static_cast<UINT>(code));
}
[[noreturn]] void __wrap__exit(int code) {
    if (explore::the_gate.open) explore::process_exit("_exit");
    ::ExitProcess(static_cast<UINT>(code));
}
[[noreturn]] void __wrap_abort() {
    if (explore::the_gate.open) explore::process_exit("abort");
    (void)std::raise(SIGABRT);
    ::ExitProcess(3);
}

}  // extern "C"
#else

[[noreturn]] void explored_exit(int code) {
    if (explore::the_gate.open) explore::process_exit("exit");
    std::exit(code);
}
[[noreturn]] void explored_Exit(int code) {
    if (explore::the_gate.open) explore::process_exit("_exit");
    std::_Exit(code);
}
[[noreturn]] void explored_abort() {
    if (explore::the_gate.open) explore::process_exit("abort");
    std::abort();
}
#endif
