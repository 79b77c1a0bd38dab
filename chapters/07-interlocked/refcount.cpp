// Four threads give their reference back. Which one deletes?
//
// Each of them looks at what InterlockedDecrement has answered, and at the count afterwards.
//
// Before you run it, write down: how many threads see 0 in the answer, and how many in the count?
// Then leave out the event, run it a few times, and see how often the second way looks right.
// In the debugger: stop at the wait; the Watch window shows 0, and three of the four were not last.
// Topics: T66
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <vector>

int main() {
    return lab::demo("The decrement says who was the last. The count does not.", [] {
        lab::doing("four threads decrement; each looks at the count when all have done so");
        LONG volatile references = 4;
        LONG volatile answered_zero = 0;
        LONG volatile read_zero = 0;
        {
            w32::Event all_have{w32::Reset::manual};
            std::vector<w32::Thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back("releases", [&] {
                    const LONG left = ::InterlockedDecrement(&references);
                    if (left == 0) ::InterlockedIncrement(&answered_zero);
                    if (left == 0) all_have.set();
                    all_have.wait();  // anybody may be stopped here, so long
                    if (references == 0) ::InterlockedIncrement(&read_zero);
                });
        }
        lab::saw("threads that were answered 0:    " + std::to_string(answered_zero));
        lab::saw("threads that read 0 afterwards:  " + std::to_string(read_zero));
        lab::why(
            "InterlockedDecrement returns the value that it has written itself, and each value\n"
            "is written once. Who deletes because of a later look deletes with three others, or\n"
            "looks into memory that is gone. Lab L25.");
    });
}
