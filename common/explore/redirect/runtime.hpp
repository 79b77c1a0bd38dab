// runtime.hpp - what the compiler's instrumentation and the C++ runtime of an explored program
// call.
//
// The functions themselves are linked into the program (runtime.cpp); these are the explorer's
// side.
#pragma once

#include "common/explore/api.hpp"

#include <cstddef>
#include <cstdint>

// Where the function that this is in was called: the place of an access.
#if defined(_MSC_VER)
#include <intrin.h>
#define WB_SITE _ReturnAddress()
#define WB_NOT_INLINED __declspec(noinline)
#else
#define WB_SITE __builtin_return_address(0)
#define WB_NOT_INLINED __attribute__((noinline))
#endif

namespace explore {

/// What the instrumentation of one memory access needs to know at once; written by the explorer.
struct Gate {
    bool open = false;  // a thread of an explored program is running
};
WB_EXPLORE_API extern Gate the_gate;

WB_EXPLORE_API void plain_read(const void* address, std::size_t bytes, const void* site);
WB_EXPLORE_API void plain_write(const void* address, std::size_t bytes, const void* site);
/// An access to a volatile variable: one step, as Win32 code relies on, that orders nothing else.
WB_EXPLORE_API void volatile_read(const void* address, std::size_t bytes, const void* site);
WB_EXPLORE_API void volatile_write(const void* address, std::size_t bytes, const void* site);

/// The heap of the running thread; nullptr outside of an explored program.
WB_EXPLORE_API void* allocate(std::size_t bytes, std::size_t alignment, const void* site);
/// False if the memory is not from allocate().
WB_EXPLORE_API bool release(void* memory, const void* site);

/// True if allocate() returned it: then its size.
WB_EXPLORE_API bool allocated(const void* memory, std::size_t& bytes);

/// The memory orders of the C ABI.
inline constexpr int kRelaxed = 0, kAcquire = 2, kRelease = 3, kAcquireRelease = 4, kSequential = 5;

/// std::atomic and __atomic accesses of up to eight bytes. An update is two calls: between them the
/// program reads and writes the variable itself.
WB_EXPLORE_API std::uint64_t atomic_load(const volatile void* address, std::size_t bytes, int order,
                                         const void* site);
WB_EXPLORE_API void atomic_store(volatile void* address, std::size_t bytes, std::uint64_t value,
                                 int order, const void* site);
WB_EXPLORE_API void* begin_atomic(volatile void* address, std::size_t bytes, const void* site);
WB_EXPLORE_API void end_atomic(void* step, bool changed, int order, const void* site);
/// The running thread's name in messages; at most 31 bytes are kept.
WB_EXPLORE_API void name_thread(const char* name);
WB_EXPLORE_API const char* thread_name();
/// Until leave_wrapper(), the running thread's steps are said to be at this place.
WB_EXPLORE_API void enter_wrapper(const char* file, int line);
WB_EXPLORE_API void leave_wrapper();
WB_EXPLORE_API void fence(int order, const void* site);

/// Called where an explored program leaves what the explorer controls; each ends the execution.
[[noreturn]] WB_EXPLORE_API void foreign(const char* what);
[[noreturn]] WB_EXPLORE_API void process_exit(const char* call);
[[noreturn]] WB_EXPLORE_API void terminated(const char* what);
/// The running thread's copy of a thread_local variable; `initial` is nullptr for zeros.
WB_EXPLORE_API void* thread_copy(const void* variable, std::size_t bytes, std::size_t alignment,
                                 const void* initial);
WB_EXPLORE_API void at_thread_end(void (*function)(void*), void* object);
/// True if the running thread is the one to initialize the static variable behind this guard.
WB_EXPLORE_API bool begin_static(void* guard, const void* site);
WB_EXPLORE_API void end_static(void* guard, bool done, const void* site);

}  // namespace explore
