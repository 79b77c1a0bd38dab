// On which processor does a thread run?
//
// Look at a thread that may run everywhere, then on one processor only, then asks for the
// impossible.
//
// Before you run it, write down: what does SetThreadAffinityMask return?
// Then use SetThreadIdealProcessor instead of the mask, and count again.
// In the debugger: the Threads window has an Affinity Mask column.
// Topics: M27 T76
#include "common/demo/demo.hpp"

static std::string set_bits(DWORD_PTR mask) {
    int count = 0;
    for (; mask != 0; mask &= mask - 1) ++count;
    return std::to_string(count);
}

int main() {
    return lab::demo("An affinity mask limits where a thread may run, one bit per processor.", [] {
        const HANDLE thread = ::GetCurrentThread();
        DWORD_PTR allowed = 0;
        DWORD_PTR system = 0;
        w32::check(::GetProcessAffinityMask(::GetCurrentProcess(), &allowed, &system),
                   "GetProcessAffinityMask");

        lab::doing("pin this thread to the lowest processor it may use, look 1000 times");
        const DWORD_PTR lowest = allowed & (~allowed + 1);
        const DWORD_PTR before = ::SetThreadAffinityMask(thread, lowest);
        w32::check(before != 0, "SetThreadAffinityMask");
        int elsewhere = 0;
        for (int i = 0; i < 1000; ++i)
            if ((DWORD_PTR{1} << ::GetCurrentProcessorNumber()) != lowest) ++elsewhere;
        lab::saw(std::string("the previous mask came back, the process's: ") +
                 (before == allowed ? "yes" : "no"));
        lab::saw("seen on another processor: " + std::to_string(elsewhere) + " times");

        lab::doing("give it back, then ask for no processor at all");
        w32::check(::SetThreadAffinityMask(thread, allowed) == lowest, "SetThreadAffinityMask");
        const DWORD_PTR refused = ::SetThreadAffinityMask(thread, 0);
        const DWORD error = ::GetLastError();
        lab::saw("mask 0: returned " + std::to_string(refused) + ", error " +
                 std::to_string(error) + " (invalid parameter)");
        lab::saw("processors of this process on this machine: " + set_bits(allowed));
        lab::why(
            "The scheduler usually knows better: pinning forbids it to move the thread away from\n"
            "a busy processor. SetThreadIdealProcessor is a wish, not a limit. A mask covers one\n"
            "group of up to 64 processors; SetThreadGroupAffinity reaches the others.");
    });
}
