// named_test.cpp - named objects, duplicated and pseudo handles in every schedule.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::Outcome;

EXPLORE_TEST(Name, TheSecondCreatorGetsTheSameObject) {
    const HANDLE first = ::CreateMutexW(nullptr, FALSE, L"Local\\one");
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_SUCCESS});
    const HANDLE second = ::CreateMutexW(nullptr, TRUE, L"Local\\one");
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_NE(first, second);
    w32::Thread other([&] {  // not owned: bInitialOwner was ignored
        EXPECT_EQ(::WaitForSingleObject(second, 0), DWORD{WAIT_OBJECT_0});
        ::ReleaseMutex(first);
    });
    other.join();
    EXPECT_EQ(::CreateEventW(nullptr, FALSE, FALSE, L"Local\\one"), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(::OpenMutexW(SYNCHRONIZE, FALSE, L"Local\\One"), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
    ::CloseHandle(first);
    const HANDLE third = ::OpenMutexW(SYNCHRONIZE, FALSE, L"Local\\one");
    EXPECT_NE(third, nullptr);
    ::CloseHandle(second);
    ::CloseHandle(third);
    EXPECT_EQ(::OpenMutexW(SYNCHRONIZE, FALSE, L"Local\\one"), nullptr);
}

void owner_ends(bool look) {
    const HANDLE keep = ::CreateMutexW(nullptr, FALSE, L"owned");
    w32::Thread owner([] {
        const HANDLE mine = ::OpenMutexW(SYNCHRONIZE, FALSE, L"owned");
        ::WaitForSingleObject(mine, INFINITE);
        ::CloseHandle(mine);
    });
    const DWORD answer = ::WaitForSingleObject(keep, INFINITE);
    if (look)
        EXPECT_TRUE(answer == WAIT_OBJECT_0 || answer == WAIT_ABANDONED);
    else
        EXPECT_EQ(answer, DWORD{WAIT_OBJECT_0});
    ::ReleaseMutex(keep);
    owner.join();
    // If it was free when the owner took it, nobody waits for it any more.
    ::CloseHandle(keep);
}

TEST(Name, AMutexIsAbandonedByItsOwner) {
    EXPLORE_EXPECT_FAILURE([] { owner_ends(true); }, Outcome::abandoned_mutex);
    EXPLORE_EXPECT_FAILURE([] { owner_ends(false); }, Outcome::assertion, .allow_abandoned = true);
}

EXPLORE_TEST(Name, AnAbandonedMutexTellsItsNextOwner, .allow_abandoned = true) { owner_ends(true); }

// The answer to a wait for several is no index before what else it says has been taken off.
void which_of_two(bool checks) {
    const HANDLE mutexes[] = {::CreateMutexW(nullptr, FALSE, nullptr),
                              ::CreateMutexW(nullptr, FALSE, nullptr)};
    w32::Thread owner([&] { ::WaitForSingleObject(mutexes[1], INFINITE); });
    owner.join();
    ::WaitForSingleObject(mutexes[0], INFINITE);
    w32::Thread other([&] {
        DWORD answer = ::WaitForMultipleObjects(2, mutexes, FALSE, INFINITE);
        if (checks && answer >= WAIT_ABANDONED_0) answer -= WAIT_ABANDONED_0;
        EXPECT_EQ(answer, 1u);
        ::ReleaseMutex(mutexes[1]);
    });
    other.join();
    ::ReleaseMutex(mutexes[0]);
    for (const HANDLE mutex : mutexes) ::CloseHandle(mutex);
}

EXPLORE_TEST(WaitForMultipleObjects, TellsWhichOneWasAbandoned, .allow_abandoned = true) {
    which_of_two(true);
}

TEST(WaitForMultipleObjects, AnAbandonedOneIsNotTheIndex) {
    EXPLORE_EXPECT_FAILURE([] { which_of_two(false); }, Outcome::assertion,
                           .allow_abandoned = true);
}

EXPLORE_TEST(Name, IsTheSameInBytes) {
    const HANDLE wide = ::CreateEventW(nullptr, TRUE, FALSE, L"bytes");
    const HANDLE bytes = ::OpenEventA(SYNCHRONIZE, FALSE, "bytes");
    ::SetEvent(wide);
    EXPECT_EQ(::WaitForSingleObject(bytes, 0), DWORD{WAIT_OBJECT_0});
    ::CloseHandle(bytes);
    ::CloseHandle(wide);
}

// ---- handles

EXPLORE_TEST(DuplicateHandle, KeepsTheObject) {
    HANDLE copy = nullptr;
    {
        w32::Event event{w32::Reset::manual};
        EXPECT_TRUE(::DuplicateHandle(::GetCurrentProcess(), event.get(), ::GetCurrentProcess(),
                                      &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
        event.set();
    }
    EXPECT_EQ(::WaitForSingleObject(copy, 0), DWORD{WAIT_OBJECT_0});
    HANDLE moved = nullptr;
    ::DuplicateHandle(::GetCurrentProcess(), copy, ::GetCurrentProcess(), &moved, 0, FALSE,
                      DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    EXPECT_TRUE(::CloseHandle(moved));
}

TEST(DuplicateHandle, ACopyThatStaysOpenIsALeak) {
    EXPLORE_EXPECT_FAILURE(
        [] {
            w32::Event event{w32::Reset::manual};
            HANDLE copy = nullptr;
            ::DuplicateHandle(::GetCurrentProcess(), event.get(), ::GetCurrentProcess(), &copy, 0,
                              FALSE, DUPLICATE_SAME_ACCESS);
        },
        Outcome::handle_leak);
}

EXPLORE_TEST(PseudoHandle, BecomesARealOneByDuplicating) {
    HANDLE self = nullptr;
    w32::Event ready{w32::Reset::automatic};
    w32::Thread thread([&] {
        ::DuplicateHandle(::GetCurrentProcess(), ::GetCurrentThread(), ::GetCurrentProcess(), &self,
                          0, FALSE, DUPLICATE_SAME_ACCESS);
        ready.set();
    });
    ready.wait();
    EXPECT_EQ(::WaitForSingleObject(self, INFINITE), DWORD{WAIT_OBJECT_0});
    ::CloseHandle(self);
    thread.join();
}

EXPLORE_TEST(PseudoHandle, IsForWaitsForOneObjectOnly) {
    EXPECT_EQ(::WaitForSingleObject(::GetCurrentProcess(), 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(::WaitForSingleObject(::GetCurrentThread(), 0), DWORD{WAIT_TIMEOUT});
    const HANDLE one[] = {::GetCurrentThread()};
    EXPECT_EQ(::WaitForMultipleObjects(1, one, FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
