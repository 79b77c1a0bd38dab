// interlocked.hpp - the Interlocked functions of an explored program.
//
// Each is one visible step. All of them are full barriers, and return what Microsoft documents.
// https://learn.microsoft.com/windows/win32/sync/interlocked-variable-access
#pragma once

#include "common/explore/redirect/calls.hpp"

namespace explore {

/// Waits for the turn to change `bytes` at the address; finished() tells whether they were changed.
WB_EXPLORE_API void* begin_interlocked(const volatile void* address, std::size_t bytes,
                                       const char* file, int line);
WB_EXPLORE_API void end_interlocked(void* step, bool changed, const char* file, int line);

// The explorer itself reports the access, as an interlocked one.
#if defined(_MSC_VER) && !defined(__clang__)
#define WB_NOT_INSTRUMENTED
#elif defined(__clang__)
#define WB_NOT_INSTRUMENTED __attribute__((no_sanitize("thread")))
#else
#define WB_NOT_INSTRUMENTED __attribute__((no_sanitize_thread))
#endif

/// The old value; `update(old)` is the new one.
template <class T, class Update>
WB_NOT_INSTRUMENTED T interlocked(volatile T* address, Update update, const char* file, int line) {
    void* step = begin_interlocked(address, sizeof(T), file, line);
    const T old = *address;
    const T now = update(old);
    if (now != old) *address = now;
    end_interlocked(step, now != old, file, line);
    return old;
}

}  // namespace explore

inline LONG explored_InterlockedIncrement(LONG volatile* target, WB_AT) {
    return ::explore::interlocked<LONG>(
               target, [](LONG old) { return static_cast<LONG>(static_cast<ULONG>(old) + 1u); },
               file, line) +
           1;
}
inline LONG explored_InterlockedDecrement(LONG volatile* target, WB_AT) {
    return ::explore::interlocked<LONG>(
               target, [](LONG old) { return static_cast<LONG>(static_cast<ULONG>(old) - 1u); },
               file, line) -
           1;
}
inline LONG explored_InterlockedExchange(LONG volatile* target, LONG value, WB_AT) {
    return ::explore::interlocked<LONG>(
        target, [value](LONG) { return value; }, file, line);
}
inline LONG explored_InterlockedExchangeAdd(LONG volatile* target, LONG value, WB_AT) {
    return ::explore::interlocked<LONG>(
        target,
        [value](LONG old) {
            return static_cast<LONG>(static_cast<ULONG>(old) + static_cast<ULONG>(value));
        },
        file, line);
}
inline LONG explored_InterlockedCompareExchange(LONG volatile* target, LONG value, LONG comparand,
                                                WB_AT) {
    return ::explore::interlocked<LONG>(
        target, [=](LONG old) { return old == comparand ? value : old; }, file, line);
}

#undef InterlockedIncrement
#undef InterlockedDecrement
#undef InterlockedExchange
#undef InterlockedExchangeAdd
#undef InterlockedCompareExchange
#define InterlockedIncrement explored_InterlockedIncrement
#define InterlockedDecrement explored_InterlockedDecrement
#define InterlockedExchange explored_InterlockedExchange
#define InterlockedExchangeAdd explored_InterlockedExchangeAdd
#define InterlockedCompareExchange explored_InterlockedCompareExchange
