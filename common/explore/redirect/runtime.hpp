// runtime.hpp - what the compiler's instrumentation and the C++ runtime of an explored program
// call.
//
// The functions themselves are linked into the program (runtime.cpp); these are the explorer's
// side.
#pragma once

#include "common/explore/api.hpp"

#include <cstddef>
#include <cstdint>

namespace explore {

/// What the instrumentation of one memory access needs to know at once; written by the explorer.
struct Gate {
    bool open = false;  // a thread of an explored program is running
};
WB_EXPLORE_API Gate& gate();
/// From now on `copy` is always the same as gate(). One copy per process.
WB_EXPLORE_API void mirror_gate(Gate* copy);

WB_EXPLORE_API void plain_read(const void* address, std::size_t bytes, const void* site);
WB_EXPLORE_API void plain_write(const void* address, std::size_t bytes, const void* site);

/// The heap of the running thread; nullptr outside of an explored program.
WB_EXPLORE_API void* allocate(std::size_t bytes, std::size_t alignment, const void* site);
/// False if the memory is not from allocate().
WB_EXPLORE_API bool release(void* memory, const void* site);

/// A std::atomic or __atomic access. `order` is the C ABI's memory order.
WB_EXPLORE_API void* begin_atomic(const volatile void* address, std::size_t bytes, bool write,
                                  int order, const void* site);
WB_EXPLORE_API void end_atomic(void* step, bool write, bool changed, int order, const void* site);
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

}  // namespace explore
