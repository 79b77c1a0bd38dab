// Who builds what all need, and what if building fails?
//
// Four threads ask for one thing at the same time. The first attempt to build it fails.
//
// Before you run it, write down: how often does the callback run? What do the other three get?
// Then let the callback always answer TRUE.
// In the debugger: break in build(); the other threads stand in InitOnceExecuteOnce.
// Topics: M07
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

struct Workshop {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    std::atomic<int> attempts = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> served = 0;
    w32::Event open{w32::Reset::manual};

    static BOOL CALLBACK build(PINIT_ONCE, PVOID self, PVOID*) {
        return ++static_cast<Workshop*>(self)->attempts > 1;  // FALSE: it has failed
    }
    void ask() {
        open.wait();
        if (::InitOnceExecuteOnce(&once, &build, this, nullptr))
            ++served;
        else
            ++refused;
    }
};

int main() {
    return lab::demo(
        "INIT_ONCE builds once; a failure is told to one, and the next one tries.", [] {
            Workshop workshop;
            lab::doing("four threads ask at once; the first attempt fails");
            {
                w32::Thread threads[4];
                for (w32::Thread& one : threads) one = w32::Thread("asks", [&] { workshop.ask(); });
                workshop.open.set();
            }
            lab::saw("attempts: " + std::to_string(workshop.attempts));
            lab::saw("refused:  " + std::to_string(workshop.refused));
            lab::saw("served:   " + std::to_string(workshop.served));
            BOOL pending = TRUE;
            const BOOL known =
                ::InitOnceBeginInitialize(&workshop.once, INIT_ONCE_CHECK_ONLY, &pending, nullptr);
            lab::saw(known && !pending ? "from now on one look is enough" : "unexpected");
            lab::why(
                "While one thread is in the callback the others sleep. FALSE wakes one of them,\n"
                "which tries itself; only the caller whose attempt has failed gets FALSE. After\n"
                "TRUE nobody calls it again, and all see what it has written.");
        });
}
