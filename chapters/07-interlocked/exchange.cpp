// Four threads find one job. Who does it?
//
// Each exchanges the pointer to it for nullptr.
//
// Before you run it, write down: how many get the job, and what do the others get?
// Then read the pointer first and write nullptr in a second line, and think about what may happen.
// In the debugger: a data breakpoint on `job` stops at the one exchange that changes it.
// Topics: T67
#include "common/demo/demo.hpp"
#include "common/win32/thread.hpp"

#include <vector>

int main() {
    return lab::demo("InterlockedExchange hands a value to one thread only.", [] {
        lab::doing("four threads exchange the pointer to a job for nullptr");
        int work = 1;
        void* volatile job = &work;
        LONG volatile got_it = 0;
        LONG volatile got_nothing = 0;
        {
            std::vector<w32::Thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back("takes", [&] {
                    const void* taken = ::InterlockedExchangePointer(&job, nullptr);
                    ::InterlockedIncrement(taken != nullptr ? &got_it : &got_nothing);
                });
        }
        lab::saw("got the job: " + std::to_string(got_it));
        lab::saw("got nullptr: " + std::to_string(got_nothing));
        lab::why(
            "The exchange reads and writes in one step, and answers what was there. What it has\n"
            "put there is what the next one gets: nobody gets the job a second time.");
    });
}
