// Does the previous count tell how many units there are?
//
// Release two units, let another thread take one before the answer is read, and compare.
//
// Before you run it, write down: previous count + 2 is ...? And how many units are there?
// Then release once more at the end and predict the previous count.
// In the debugger: stop after the join; `previous` is still what it was.
// Topics: T59
#include "common/demo/demo.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

using namespace std::chrono_literals;

int main() {
    return lab::demo("The previous count is history when it is read.", [] {
        w32::Semaphore units(1, 10);
        lab::doing("release 2 units; another thread takes 1 before this one goes on");
        const LONG previous = units.release(2);
        w32::Thread("takes a unit", [&] { units.acquire(); }).join();
        lab::saw("previous count: " + std::to_string(previous) + ", so + 2 it would be " +
                 std::to_string(previous + 2));
        lab::doing("take all there are, to count them: nothing else tells the count");
        int there = 0;
        while (units.acquire_for(0ms)) ++there;
        lab::saw("units: " + std::to_string(there));
        lab::why(
            "The previous count is exact at the moment of the release, and any other thread may\n"
            "take a unit before you look at it. A question about the count without a change does\n"
            "not exist - for the same reason: its answer would be old, too. Take, or do not take.");
    });
}
