// There is no InterlockedMaximum. How does one keep a maximum?
//
// Compute what should be there, and write it only if nobody has been faster; else begin again. A
// second thread comes in between on purpose, once.
//
// Before you run it, write down: how often is the new maximum computed?
// Then let the second thread write a larger value than ours.
// In the debugger: stop in the loop and watch `seen`, `found` and `maximum`.
// Topics: M12
#include "common/demo/demo.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>

int main() {
    return lab::demo("A loop around compare-exchange makes one step of any computation.", [] {
        lab::doing("raise the maximum from 10 to 30; before the first write it becomes 20");
        LONG volatile maximum = 10;
        int rounds = 0;
        LONG seen = maximum;
        for (;;) {
            ++rounds;
            const LONG wanted = std::max<LONG>(seen, 30);
            if (rounds == 1)
                w32::Thread("is faster", [&] { ::InterlockedExchange(&maximum, 20); }).join();
            const LONG found = ::InterlockedCompareExchange(&maximum, wanted, seen);
            lab::saw("round " + std::to_string(rounds) + ": expected " + std::to_string(seen) +
                     ", found " + std::to_string(found) +
                     (found == seen ? ", written" : ", not written"));
            if (found == seen) break;
            seen = found;  // what is there now; compute again from that
        }
        lab::saw("maximum: " + std::to_string(maximum));
        lab::why(
            "InterlockedCompareExchange writes only what was computed from the value that is\n"
            "still there, and tells what is there otherwise. So no raise is lost, whoever comes\n"
            "in between - as long as equal means unchanged (lab L27).");
    });
}
