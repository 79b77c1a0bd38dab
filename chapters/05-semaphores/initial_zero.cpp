// What is a semaphore for whose first count is 0?
//
// Create one, prepare what others wait for, and open it with one release for all of them.
//
// Before you run it, write down: could a user come between the creation and the preparation?
// Then create it with 3 at once and leave the release away; which line may be wrong now?
// In the debugger: stop before release(); Parallel Stacks shows three users in their wait.
// Topics: T60 T58
#include "common/demo/demo.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

using namespace std::chrono_literals;

static constexpr LONG kUsers = 3;

int main() {
    return lab::demo("Created with 0, a semaphore is locked before anybody knows of it.", [] {
        lab::doing("create it with 0 and start three users that wait for it");
        w32::Semaphore ready(0, kUsers);
        int prepared = 0;
        int seen[kUsers] = {};
        {
            w32::Thread users[kUsers];
            for (LONG n = 0; n < kUsers; ++n)
                users[n] = w32::Thread("user", [&, n] {
                    ready.acquire();
                    seen[n] = prepared;
                });
            lab::saw(std::string("a look at it: ") +
                     (ready.acquire_for(0ms) ? "a unit" : "no unit, not even for its creator"));
            lab::doing("prepare, then release one unit for each user");
            prepared = 42;
            ready.release(kUsers);
        }
        for (const int value : seen) lab::saw("a user saw " + std::to_string(value));
        lab::why(
            "To create and to lock is one step here, as with CreateMutex and bInitialOwner =\n"
            "TRUE. But nobody owns it: any thread may open it, for as many as it likes. And a\n"
            "name that exists already is opened as it is: both numbers are ignored then.");
    });
}
