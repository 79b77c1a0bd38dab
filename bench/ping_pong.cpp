// What does it cost to hand the turn to another thread and to get it back?
//
// Each row plays ping-pong between two threads, with another means for "your turn": two wake-ups
// per round. Measured: the way there and back. Not measured: what a thread does with its turn; more
// than two threads; waiting for several things at once, which a condition variable, an address and
// an APC cannot do.
//
// Each row is measured in turn with a yardstick, a pair of automatic events. Read the last column:
// the median, in medians of the yardstick, both of this row's run. The first row is the yardstick
// itself: how far it is from 1 is how much chance there is in the others. p50 and p99 are seconds.
// A wake-up on another core costs many times one on the same: pin the program before you compare.
// Wine asks a server process for some of these calls and not for others: its figures say nothing
// about Windows.
#include "bench/ping_pong.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/platform.hpp"

namespace {

// A state under a lock, and "look again".
struct ConditionVariable {
    void belongs_to_me() {}
    void wake() {
        {
            const w32::Guard hold(lock);
            turn = true;
        }
        changed.notify_one();
    }
    void sleep() {
        const w32::Guard hold(lock);
        while (!turn) changed.wait(lock);
        turn = false;
    }
    w32::SrwLock lock;
    w32::ConditionVariable changed;
    bool turn = false;
};

// A state that is its own lock.
struct Address {
    void belongs_to_me() {}
    void wake() {
        ::InterlockedExchange(&turn, 1);
        ::WakeByAddressSingle(const_cast<LONG*>(&turn));
    }
    void sleep() {
        LONG nobodys = 0;
        while (::InterlockedExchange(&turn, 0) == 0)
            (void)::WaitOnAddress(&turn, &nobodys, sizeof turn, INFINITE);
    }
    volatile LONG turn = 0;
};

// A call that the other thread makes in its own alertable wait.
struct Apc {
    void belongs_to_me() {
        thread =
            w32::own(::OpenThread(THREAD_SET_CONTEXT, FALSE, ::GetCurrentThreadId()), "OpenThread");
    }
    void wake() {
        const auto give = [](ULONG_PTR self) { reinterpret_cast<Apc*>(self)->turn = true; };
        const DWORD queued = ::QueueUserAPC(give, thread.get(), reinterpret_cast<ULONG_PTR>(this));
        w32::check(queued != 0, "QueueUserAPC");
    }
    void sleep() {
        while (!turn) (void)::SleepEx(INFINITE, TRUE);
        turn = false;
    }
    w32::Handle thread;
    bool turn = false;  // read and written by that thread alone
};

// A packet in a queue.
struct Packet {
    void belongs_to_me() {}
    void wake() { port.post(0, 0); }
    void sleep() { (void)port.get(w32::forever); }
    w32::CompletionPort port{1};
};

BENCHMARK(bench::wake<bench::AutomaticEvent>)
    ->Name("turn: automatic event (the yardstick)")
    ->UseManualTime();
BENCHMARK(bench::wake<bench::Semaphore>)->Name("turn: semaphore")->UseManualTime();
BENCHMARK(bench::wake<ConditionVariable>)->Name("turn: condition variable")->UseManualTime();
BENCHMARK(bench::wake<Address>)->Name("turn: WaitOnAddress")->UseManualTime();
BENCHMARK(bench::wake<Apc>)->Name("turn: APC")->UseManualTime();
BENCHMARK(bench::wake<Packet>)->Name("turn: packet of a completion port")->UseManualTime();

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
