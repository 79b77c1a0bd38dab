// What does a lock cost that nobody else wants?
//
// Take and release a critical section and a mutex many times on one thread, and compare.
//
// Before you run it, write down: is there a difference, and by what factor?
// Then let a second thread do the same meanwhile.
// In the debugger: step into EnterCriticalSection (Disassembly window); when nobody competes it
// returns without a system call. WaitForSingleObject always makes one.
// Topics: T44
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/platform.hpp"

#include <chrono>

static constexpr int kRounds = 20'000;

template <class Lock>
static double nanoseconds(Lock& lock) {
    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < kRounds; ++round) {
        lock.lock();
        lock.unlock();
    }
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return spent.count() / kRounds;
}

int main() {
    return lab::demo("A mutex costs several times as much as a critical section.", [] {
        lab::doing("take and release each of them 20 000 times, with nobody else there");
        w32::CriticalSection section;
        w32::Mutex mutex;
        (void)nanoseconds(section);  // once for the caches
        const double in_user_mode = nanoseconds(section);
        const double in_the_kernel = nanoseconds(mutex);
        lab::saw("the mutex took about " +
                 std::to_string(static_cast<int>(in_the_kernel / in_user_mode)) +
                 " times as long (another number on each run and machine)");
        if (w32::running_under_wine())
            lab::differs_in_wine("the mutex is dearer than on Windows: another process serves it.");
        lab::why(
            "A free critical section is taken by one interlocked instruction in user mode. A\n"
            "mutex is a kernel object: each wait and each release is a system call, wanted or\n"
            "not. In return a mutex crosses processes, has a time-out, and tells that its owner\n"
            "has died.");
    });
}
