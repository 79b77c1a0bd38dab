// kernel_cases.cpp - threads, events, semaphores, mutexes and waits for several of them.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/honesty/handles.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Outcome;

EXPLORE_CASE(AutomaticEventTwoWaiters, .finding = Outcome::lost_wake_up) {
    Handles h;
    const HANDLE event = h.event(false);
    together([&] { wait(event); }, [&] { wait(event); }, [&] { ::SetEvent(event); },
             [&] { ::SetEvent(event); });
}

EXPLORE_CASE(ManualEventTwoWaiters, .one_trace = true) {
    Handles h;
    const HANDLE event = h.event(true);
    together([&] { wait(event); }, [&] { wait(event); }, [&] { ::SetEvent(event); });
}

EXPLORE_CASE(ManualEventSetAndReset) {
    Handles h;
    const HANDLE event = h.event(true);
    together(
        [&] {
            ::SetEvent(event);
            ::ResetEvent(event);
        },
        [&] { (void)::WaitForSingleObject(event, 0); },
        [&] { (void)::WaitForSingleObject(event, 0); });
}

EXPLORE_CASE(SetResetAndAWaiterThatMayStay, .finding = Outcome::lost_wake_up) {
    Handles h;
    const HANDLE event = h.event(true);
    together(
        [&] {
            ::SetEvent(event);
            ::ResetEvent(event);
        },
        [&] { wait(event); });
}

EXPLORE_CASE(SemaphoreThreeTakers) {
    Handles h;
    const HANDLE semaphore = h.semaphore(2, 2);
    const auto use = [&] {
        wait(semaphore);
        ::ReleaseSemaphore(semaphore, 1, nullptr);
    };
    together(use, use, use);
}

EXPLORE_CASE(SemaphoreReleasedByTwo) {
    Handles h;
    const HANDLE semaphore = h.semaphore(0, 4);
    together(
        [&] {
            wait(semaphore);
            wait(semaphore);
        },
        [&] { ::ReleaseSemaphore(semaphore, 1, nullptr); },
        [&] { ::ReleaseSemaphore(semaphore, 1, nullptr); });
}

EXPLORE_CASE(MutexThreeThreads) {
    Handles h;
    const HANDLE mutex = h.mutex();
    const auto use = [&] {
        wait(mutex);
        ::ReleaseMutex(mutex);
    };
    together(use, use, use);
}

EXPLORE_CASE(MutexPolled) {
    Handles h;
    const HANDLE mutex = h.mutex();
    const auto poll = [&] {
        if (::WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0) ::ReleaseMutex(mutex);
    };
    together(poll, poll, [&] {
        wait(mutex);
        ::ReleaseMutex(mutex);
    });
}

EXPLORE_CASE(AllOfTwoMutexes) {
    Handles h;
    const HANDLE forks[] = {h.mutex(), h.mutex(), h.mutex()};
    const auto eat = [&](int left, int right) {
        const HANDLE both[] = {forks[left], forks[right]};
        (void)::WaitForMultipleObjects(2, both, TRUE, INFINITE);
        ::ReleaseMutex(both[0]);
        ::ReleaseMutex(both[1]);
    };
    together([&] { eat(0, 1); }, [&] { eat(1, 2); }, [&] { eat(2, 0); });
}

EXPLORE_CASE(AllAgainstOneByOne, .finding = Outcome::never_signaled) {
    Handles h;
    const HANDLE both[] = {h.event(false), h.event(false)};
    together([&] { (void)::WaitForMultipleObjects(2, both, TRUE, INFINITE); },
             [&] { (void)::WaitForSingleObject(both[0], 0); },
             [&] {
                 ::SetEvent(both[0]);
                 ::SetEvent(both[1]);
             });
}

EXPLORE_CASE(AnyOfTwoEvents) {
    Handles h;
    const HANDLE both[] = {h.event(false), h.event(false)};
    DWORD got = 9;
    together([&] { got = ::WaitForMultipleObjects(2, both, FALSE, INFINITE); },
             [&] { ::SetEvent(both[0]); }, [&] { ::SetEvent(both[1]); });
    explore::outcome(got == 0 ? "first" : "second");
}

EXPLORE_CASE(AnyOfTwoWaitedForByTwo) {
    Handles h;
    const HANDLE both[] = {h.event(false), h.event(false)};
    const auto any = [&] { (void)::WaitForMultipleObjects(2, both, FALSE, INFINITE); };
    together(any, any, [&] {
        ::SetEvent(both[0]);
        ::SetEvent(both[1]);
    });
}

EXPLORE_CASE(TimedWait) {
    Handles h;
    const HANDLE event = h.event(false);
    DWORD result = 0;
    together([&] { result = ::WaitForSingleObject(event, 100); }, [&] { ::SetEvent(event); });
    explore::outcome(result == WAIT_OBJECT_0 ? "in time" : "too late");
}

EXPLORE_CASE(ExitCodeAsked) {
    w32::Thread worker([] {});
    DWORD code = 0;
    ::GetExitCodeThread(worker.get(), &code);
    worker.join();
    explore::outcome(code == STILL_ACTIVE ? "active" : "ended");
}

DWORD WINAPI nothing(LPVOID) { return 0; }

EXPLORE_CASE(SuspendedStart) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &nothing, nullptr, CREATE_SUSPENDED, nullptr);
    w32::Thread other([=] { (void)::WaitForSingleObject(thread, 0); });
    ::ResumeThread(thread);
    wait(thread);
    other.join();
    ::CloseHandle(thread);
}

EXPLORE_CASE(ThreadsThatCreateThreads) {
    LONG volatile sum = 0;
    const auto add = [&] { ::InterlockedIncrement(&sum); };
    together(
        [&] {
            w32::Thread child(add);
            child.join();
        },
        [&] {
            w32::Thread child(add);
            child.join();
        });
}

EXPLORE_CASE(ResumedByEither) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &nothing, nullptr, CREATE_SUSPENDED, nullptr);
    const auto resume = [=] { explore::outcome(std::to_string(::ResumeThread(thread))); };
    together(resume, resume);
    wait(thread);
    ::CloseHandle(thread);
}

EXPLORE_CASE(SuspendedByItself, .outcomes = {"0", "1"}) {
    w32::Thread worker([] { ::SuspendThread(::GetCurrentThread()); });
    DWORD before = 0;
    while ((before = ::ResumeThread(worker.get())) == 0) explore::outcome("0");
    explore::outcome(std::to_string(before));
    worker.join();
}

EXPLORE_CASE(SuspendedBeforeItBegins, .outcomes = {"11", "12", "21"}) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &nothing, nullptr, CREATE_SUSPENDED, nullptr);
    DWORD before[2] = {};
    const auto stop_and_go = [&](DWORD& count) {
        count = ::SuspendThread(thread);
        ::ResumeThread(thread);
    };
    together([&] { stop_and_go(before[0]); }, [&] { stop_and_go(before[1]); });
    ::ResumeThread(thread);
    wait(thread);
    ::CloseHandle(thread);
    explore::outcome(std::to_string(before[0]) + std::to_string(before[1]));
}

EXPLORE_CASE(AllWithATimeLimit, .options = {.early_time_outs = 1}) {
    Handles h;
    const HANDLE both[] = {h.mutex(), h.event(false)};
    together(
        [&] {
            const DWORD got = ::WaitForMultipleObjects(2, both, TRUE, 10);
            explore::outcome(std::to_string(got));
            if (got == WAIT_OBJECT_0) ::ReleaseMutex(both[0]);
        },
        [&] {
            wait(both[0]);
            ::SetEvent(both[1]);
            ::ReleaseMutex(both[0]);
        });
}

EXPLORE_CASE(AnyOfThreeKinds, .outcomes = {"0", "1", "2"}) {
    Handles h;
    w32::Thread worker([] {});
    const HANDLE any[] = {worker.get(), h.event(true), h.semaphore(0, 1)};
    w32::Thread setter([&] { ::SetEvent(any[1]); });
    w32::Thread releaser([&] { ::ReleaseSemaphore(any[2], 1, nullptr); });
    explore::outcome(std::to_string(::WaitForMultipleObjects(3, any, FALSE, INFINITE)));
    for (w32::Thread* each : {&worker, &setter, &releaser}) each->join();
}

EXPLORE_CASE(SemaphoreTellsItsCount, .outcomes = {"01", "10"}) {
    Handles h;
    const HANDLE semaphore = h.semaphore(0, 4);
    LONG before[2] = {};
    together([&] { ::ReleaseSemaphore(semaphore, 1, &before[0]); },
             [&] { ::ReleaseSemaphore(semaphore, 1, &before[1]); });
    explore::outcome(std::to_string(before[0]) + std::to_string(before[1]));
}

// A loop of polls waits, as it were, for what it polls to change.
EXPLORE_CASE(EventPolledInALoop) {
    Handles h;
    const HANDLE event = h.event(true);
    together([&] { ::SetEvent(event); },
             [&] {
                 while (::WaitForSingleObject(event, 0) != WAIT_OBJECT_0) ::SwitchToThread();
             });
}

DWORD WINAPI leave_early(void* event) {
    ::SetEvent(event);
    ::ExitThread(7);
}

EXPLORE_CASE(ThreadThatLeavesEarly, .outcomes = {"259", "7"}) {
    Handles h;
    const HANDLE event = h.event(false);
    const HANDLE thread = h.add(::CreateThread(nullptr, 0, leave_early, event, 0, nullptr));
    wait(event);
    DWORD code = 0;
    ::GetExitCodeThread(thread, &code);
    explore::outcome(std::to_string(code));
    wait(thread);
}

}  // namespace
