// interlocked.hpp - the Interlocked functions of an explored program.
//
// Each is one visible step and returns what Microsoft documents. All are full barriers, but those
// named Acquire, Release or NoFence order only what their names say.
// https://learn.microsoft.com/windows/win32/sync/interlocked-variable-access
#pragma once

#include "common/explore/redirect/calls.hpp"
#include "common/explore/redirect/runtime.hpp"

#include <type_traits>

namespace explore {

/// Waits for the turn to change `bytes` at the address; end_interlocked() tells whether they were.
WB_EXPLORE_API void* begin_interlocked(volatile void* address, std::size_t bytes, const char* file,
                                       int line);
WB_EXPLORE_API void end_interlocked(void* step, bool changed, int order, const char* file,
                                    int line);
/// ReadAcquire, WriteRelease and their kind.
WB_EXPLORE_API std::uint64_t interlocked_load(const volatile void* address, std::size_t bytes,
                                              int order, const char* file, int line);
WB_EXPLORE_API void interlocked_store(volatile void* address, std::size_t bytes,
                                      std::uint64_t value, int order, const char* file, int line);

// The explorer itself reports the access, as an interlocked one.
#if defined(_MSC_VER) && !defined(__clang__)
#define WB_NOT_INSTRUMENTED
#elif defined(__clang__)
#define WB_NOT_INSTRUMENTED __attribute__((no_sanitize("thread")))
#else
#define WB_NOT_INSTRUMENTED __attribute__((no_sanitize_thread))
#endif

/// The old value; `update(old, value, comparand)` is the new one.
template <class T>
WB_NOT_INSTRUMENTED T interlocked(T volatile* address, T (*update)(T, T, T), T value, T comparand,
                                  int order, const char* file, int line) {
    void* step = begin_interlocked(address, sizeof(T), file, line);
    const T old = *address;
    const T now = update(old, value, comparand);
    if (now != old) *address = now;
    end_interlocked(step, now != old, order, file, line);
    return old;
}

// What becomes of the old value. Sums wrap around.
template <class T>
WB_NOT_INSTRUMENTED T sum_of(T old, T value, T) {
    using Unsigned = std::make_unsigned_t<T>;
    return static_cast<T>(
        static_cast<Unsigned>(static_cast<Unsigned>(old) + static_cast<Unsigned>(value)));
}
template <class T>
WB_NOT_INSTRUMENTED T second_of(T, T value, T) {
    return value;
}
template <class T>
WB_NOT_INSTRUMENTED T if_equal(T old, T value, T comparand) {
    return old == comparand ? value : old;
}
template <class T>
WB_NOT_INSTRUMENTED T and_of(T old, T value, T) {
    return static_cast<T>(old & value);
}
template <class T>
WB_NOT_INSTRUMENTED T or_of(T old, T value, T) {
    return static_cast<T>(old | value);
}
template <class T>
WB_NOT_INSTRUMENTED T xor_of(T old, T value, T) {
    return static_cast<T>(old ^ value);
}

}  // namespace explore

#include "common/explore/redirect/interlocked_functions.hpp"
