// kernel_cases.cpp - threads, events, semaphores, mutexes and waits for several of them.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

namespace {

struct Handles {
    ~Handles() {
        for (HANDLE handle : all) ::CloseHandle(handle);
    }
    HANDLE add(HANDLE handle) {
        all[count++] = handle;
        return handle;
    }
    HANDLE event(bool manual, bool set = false) {
        return add(::CreateEventW(nullptr, manual, set, nullptr));
    }
    HANDLE semaphore(LONG initial, LONG maximum) {
        return add(::CreateSemaphoreW(nullptr, initial, maximum, nullptr));
    }
    HANDLE mutex() { return add(::CreateMutexW(nullptr, FALSE, nullptr)); }
    HANDLE all[8] = {};
    int count = 0;
};

void wait(HANDLE handle) { (void)::WaitForSingleObject(handle, INFINITE); }

EXPLORE_CASE(AutomaticEventTwoWaiters) {
    Handles h;
    const HANDLE event = h.event(false);
    together([&] { wait(event); }, [&] { wait(event); }, [&] { ::SetEvent(event); },
             [&] { ::SetEvent(event); });
}

EXPLORE_CASE(ManualEventTwoWaiters) {
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

EXPLORE_CASE(SetResetAndAWaiterThatMayStay) {
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

EXPLORE_CASE(AllAgainstOneByOne) {
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

}  // namespace
