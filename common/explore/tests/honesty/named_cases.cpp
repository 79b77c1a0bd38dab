// named_cases.cpp - names, copies of handles, and mutexes that are recursive or abandoned.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/honesty/handles.hpp"
#include "common/explore/tests/together.hpp"

#include <atomic>

namespace {

EXPLORE_CASE(EitherCreatesTheName, .outcomes = {"1", "2"}) {
    std::atomic<int> creators = 0;
    const auto create = [&] {
        const HANDLE mutex = ::CreateMutexW(nullptr, FALSE, L"once");
        if (::GetLastError() != ERROR_ALREADY_EXISTS) ++creators;
        ::CloseHandle(mutex);
    };
    together(create, create);
    explore::outcome(std::to_string(creators.load()));
}

// A thread looks for an object that another one creates: it may not be there yet.
EXPLORE_CASE(OpenedTooEarlyOrInTime, .outcomes = {"found", "missing"}) {
    w32::Thread maker([] {
        const HANDLE made = ::CreateEventW(nullptr, TRUE, TRUE, L"late");
        wait(made);
        ::CloseHandle(made);
    });
    const HANDLE found = ::OpenEventW(SYNCHRONIZE, FALSE, L"late");
    explore::outcome(found == nullptr ? "missing" : "found");
    if (found != nullptr) ::CloseHandle(found);
    maker.join();
}

EXPLORE_CASE(SemaphoreOfOneName) {
    const auto use = [] {
        const HANDLE semaphore = ::CreateSemaphoreW(nullptr, 1, 1, L"gate");
        wait(semaphore);
        ::ReleaseSemaphore(semaphore, 1, nullptr);
        ::CloseHandle(semaphore);
    };
    together(use, use);
}

EXPLORE_CASE(NamedMutexAbandoned, .options = {.allow_abandoned = true},
             .outcomes = {"0", std::to_string(WAIT_ABANDONED)}) {
    const HANDLE keep = ::CreateMutexW(nullptr, FALSE, L"owned");
    w32::Thread owner([] {
        const HANDLE mine = ::OpenMutexW(SYNCHRONIZE, FALSE, L"owned");
        wait(mine);
        ::CloseHandle(mine);
    });
    explore::outcome(std::to_string(::WaitForSingleObject(keep, INFINITE)));
    ::ReleaseMutex(keep);
    owner.join();
    ::CloseHandle(keep);
}

EXPLORE_CASE(EitherOfTwoAbandoned, .options = {.allow_abandoned = true}) {
    Handles h;
    const HANDLE both[] = {h.mutex(), h.mutex()};
    together([&] { wait(both[0]); }, [&] { wait(both[1]); },
             [&] {
                 const DWORD got = ::WaitForMultipleObjects(2, both, FALSE, INFINITE);
                 explore::outcome(std::to_string(got));
             });
}

EXPLORE_CASE(MutexRecursion) {
    Handles h;
    const HANDLE mutex = h.mutex();
    const auto use = [&] {
        wait(mutex);
        wait(mutex);
        ::ReleaseMutex(mutex);
        ::ReleaseMutex(mutex);
    };
    together(use, use);
}

EXPLORE_CASE(MutexCreatedOwned) {
    Handles h;
    const HANDLE mutex = h.add(::CreateMutexW(nullptr, TRUE, nullptr));
    w32::Thread other([&] {
        const bool first = ::WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0;
        explore::outcome(first ? "released by then" : "still owned");
        wait(mutex);
        ::ReleaseMutex(mutex);
        if (first) ::ReleaseMutex(mutex);
    });
    ::ReleaseMutex(mutex);
    other.join();
}

HANDLE copy_of(HANDLE handle) {
    HANDLE copy = nullptr;
    EXPECT_TRUE(::DuplicateHandle(::GetCurrentProcess(), handle, ::GetCurrentProcess(), &copy, 0,
                                  FALSE, DUPLICATE_SAME_ACCESS));
    return copy;
}

EXPLORE_CASE(CopyOfAHandle) {
    const HANDLE event = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const HANDLE copy = copy_of(event);
    together(
        [=] {
            ::SetEvent(copy);
            ::CloseHandle(copy);
        },
        [=] {
            const bool early = ::WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
            if (!early) wait(event);
            explore::outcome(early ? "early" : "late");
            ::CloseHandle(event);
        });
}

EXPLORE_CASE(HandleOfAThreadPassedOn) {
    std::atomic<HANDLE> self = nullptr;
    w32::Thread worker([&] { self.store(copy_of(::GetCurrentThread())); });
    const HANDLE seen = self.load();
    explore::outcome(seen == nullptr ? "not yet" : "there");
    if (seen != nullptr) wait(seen);
    worker.join();
    ::CloseHandle(self.load());
}

// The name goes with the last handle: who comes later creates another object.
EXPLORE_CASE(NameGoneWithItsLastHandle) {
    const HANDLE first = ::CreateEventW(nullptr, TRUE, TRUE, L"gone");
    together([=] { ::CloseHandle(first); },
             [] {
                 const HANDLE mine = ::CreateEventW(nullptr, TRUE, FALSE, L"gone");
                 const bool set = ::WaitForSingleObject(mine, 0) == WAIT_OBJECT_0;
                 explore::outcome(set ? "the first one" : "a new one");
                 ::CloseHandle(mine);
             });
}

}  // namespace
