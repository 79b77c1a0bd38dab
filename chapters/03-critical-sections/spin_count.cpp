// How long does a thread look before it waits in the kernel?
//
// Ask critical sections for their spin count, and change one.
//
// Before you run it, write down: what is the default? What is it on a machine with one processor?
// Then set it for a section that is held for long, and think about what it costs.
// In the debugger: watch section.section_.SpinCount.
// Topics: M08
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"

// Only the low 24 bits are the count; some versions keep flags above.
static std::string spins(ULONG_PTR field) { return std::to_string(field & 0xFFFFFF); }

int main() {
    return lab::demo(
        "The spin count is a number in the section, and it may be set at any time.", [] {
            w32::CriticalSection plain;
            w32::CriticalSection spinning(4000);
            SYSTEM_INFO system{};
            ::GetSystemInfo(&system);
            lab::doing("make a section with the default, and one that spins 4000 times");
            lab::saw("default:   " + spins(plain.get()->SpinCount));
            lab::saw("asked for: " + spins(spinning.get()->SpinCount));
            lab::doing("set the second one to 100");
            lab::saw("it was:    " + spins(::SetCriticalSectionSpinCount(spinning.get(), 100)));
            lab::saw("it is now: " + spins(spinning.get()->SpinCount));
            if (system.dwNumberOfProcessors == 1)
                lab::saw("(all are 0 here: with one processor, nobody could leave while we look)");
            lab::why(
                "A wait in the kernel costs thousands of instructions. If the owner leaves within\n"
                "a few hundred, looking again is cheaper. It burns the processor for as long, so\n"
                "it is for sections that are held briefly; the process heap uses about 4000.");
        });
}
