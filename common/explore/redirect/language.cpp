// language.cpp - linked into each explored program: what the compiler calls for thread_local and
// for the static variables of functions.
//
// The linker renames the functions of the C++ runtime (--wrap): calls of the program, and those of
// its copy of the runtime itself, come here. So the exception that a catch block handles is kept
// for each thread of the model.
#include "common/explore/redirect/runtime.hpp"

#if defined(__MINGW32__)

namespace {

// What gcc and clang generate for a thread_local variable where the system has no TLS for it.
struct Variable {
    std::size_t bytes;
    std::size_t alignment;
    void* own;
    const void* initial;
};

}  // namespace

extern "C" {

void* __real___emutls_get_address(Variable* variable);
int __real___cxa_guard_acquire(void* guard);
void __real___cxa_guard_release(void* guard);
void __real___cxa_guard_abort(void* guard);
int __real___cxa_thread_atexit(void (*function)(void*), void* object, void* module);
int __real_atexit(void (*function)());

void* __wrap___emutls_get_address(Variable* variable) {
    if (!explore::the_gate.open) return __real___emutls_get_address(variable);
    return explore::thread_copy(variable, variable->bytes, variable->alignment, variable->initial);
}

int __wrap___cxa_guard_acquire(void* guard) {
    if (!explore::the_gate.open) return __real___cxa_guard_acquire(guard);
    return explore::begin_static(guard, __builtin_return_address(0)) ? 1 : 0;
}
void __wrap___cxa_guard_release(void* guard) {
    if (!explore::the_gate.open) return __real___cxa_guard_release(guard);
    explore::end_static(guard, true, __builtin_return_address(0));
}
void __wrap___cxa_guard_abort(void* guard) {
    if (!explore::the_gate.open) return __real___cxa_guard_abort(guard);
    explore::end_static(guard, false, __builtin_return_address(0));
}

int __wrap___cxa_thread_atexit(void (*function)(void*), void* object, void* module) {
    if (!explore::the_gate.open) return __real___cxa_thread_atexit(function, object, module);
    explore::at_thread_end(function, object);
    return 0;
}

// The destructor of a static variable that was made within an execution: the variable is undone
// with the execution, so there is nothing to destroy.
int __wrap_atexit(void (*function)()) {
    return explore::the_gate.open ? 0 : __real_atexit(function);
}

}  // extern "C"

#endif
