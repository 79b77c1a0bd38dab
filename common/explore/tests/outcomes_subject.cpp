// outcomes_subject.cpp - a judge whose bodies end in each way that there is; built explored and for
// real threads, whose outcomes are then compared.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

// What races is a step: real threads may lose one of the two, and the explorer must know it.
EXPLORE_TEST(Subject, LosesAnUpdate) {
    int count = 0;
    const auto increment = [&] { count = count + 1; };
    w32::Thread first("first", increment);
    w32::Thread second("second", increment);
    first.join();
    second.join();
    explore::outcome(std::to_string(count));
    EXPECT_EQ(count, 2);  // it goes on after a failed check, as on real threads
    explore::outcome("told after the check");
}

EXPLORE_TEST(Subject, Hangs) {
    explore::outcome("waits");
    const w32::Event event(w32::Reset::automatic);
    ::WaitForSingleObject(event.get(), INFINITE);
}

EXPLORE_TEST(Subject, Crashes) {
    int* volatile nowhere = nullptr;
    explore::outcome("writes");
    *nowhere = 1;
}

EXPLORE_TEST(Subject, LetsAnExceptionOut) {
    const w32::Handle thread =
        w32::own(::CreateThread(
                     nullptr, 0, [](LPVOID) -> DWORD { throw 1; }, nullptr, 0, nullptr),
                 "CreateThread");
    ::WaitForSingleObject(thread.get(), INFINITE);
}

// On Windows the next one to enter would wait for ever. Nobody does.
EXPLORE_TEST(Subject, EndsWithALock) {
    static CRITICAL_SECTION section;
    ::InitializeCriticalSection(&section);
    w32::Thread thread("keeps it", [] { ::EnterCriticalSection(&section); });
    thread.join();
    explore::outcome("the thread has ended");
}

// What is read there is anything; the explorer ends here.
EXPLORE_TEST(Subject, UsesFreedMemory) {
    auto* value = new int(1);
    w32::Thread thread("deletes", [&] { delete value; });
    thread.join();
    explore::outcome("read " + std::to_string(*static_cast<volatile int*>(value)));
}

// One execution is not all.
EXPLORE_TEST(Subject, TooLarge, .executions = 1) {
    w32::SrwLock lock;
    w32::Thread thread("other", [&] { const w32::Guard hold(lock); });
    { const w32::Guard hold(lock); }
    thread.join();
#if defined(WORKBOOK_EXPLORED)
    explore::outcome("what the first execution leads to");
#else
    explore::outcome("what another one leads to");
#endif
}

// The supervisor ends the explorer here; the other tests still get their turn.
EXPLORE_TEST(Subject, Spins, .unseen = std::chrono::milliseconds(300)) {
    for (;;) {
    }
}
