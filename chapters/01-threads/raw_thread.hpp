// raw_thread.hpp - the few lines that the tests of this chapter would repeat.
//
// Chapter 1 looks into the box that w32::Thread is for all others, so its tests start threads with
// CreateThread itself.
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

namespace chapter01 {

/// CreateThread with default security. The caller keeps `argument` alive.
inline w32::Handle start(LPTHREAD_START_ROUTINE routine, void* argument, DWORD flags = 0,
                         SIZE_T stack = 0) {
    return w32::own(::CreateThread(nullptr, stack, routine, argument, flags, nullptr),
                    "CreateThread");
}

/// Blocks until the thread has ended.
inline void wait_for_end(const w32::Handle& thread) { (void)w32::wait(thread.get(), w32::forever); }

/// Starts the routine and waits for its end.
inline void run(LPTHREAD_START_ROUTINE routine, void* argument, DWORD flags = 0, SIZE_T stack = 0) {
    wait_for_end(start(routine, argument, flags, stack));
}

/// What GetExitCodeThread answers: also 259 while the thread runs.
inline DWORD exit_code(const w32::Handle& thread) {
    DWORD code = 0;
    w32::check(::GetExitCodeThread(thread.get(), &code), "GetExitCodeThread");
    return code;
}

/// The address range of the calling thread's stack.
struct StackLimits {
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;

    bool hold(const void* address) const { return hold(reinterpret_cast<ULONG_PTR>(address)); }
    bool hold(ULONG_PTR address) const { return low <= address && address < high; }
};
inline StackLimits this_stack() {
    StackLimits limits;
    ::GetCurrentThreadStackLimits(&limits.low, &limits.high);
    return limits;
}

/// The lowest processor that this process may use, as an affinity mask.
inline DWORD_PTR one_processor() {
    DWORD_PTR allowed = 0;
    DWORD_PTR system = 0;
    w32::check(::GetProcessAffinityMask(::GetCurrentProcess(), &allowed, &system),
               "GetProcessAffinityMask");
    return allowed & (~allowed + 1);
}

}  // namespace chapter01
