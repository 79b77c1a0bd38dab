// unseen_subject.cpp - bodies that get stuck where the explorer sees no step; unseen_test.cpp runs
// each in a process of its own.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <cstdio>
#include <ctime>

namespace {

constexpr std::chrono::milliseconds kSoon{500};

// Takes time of the processor, and no step.
void compute(std::clock_t ms) {
    const std::clock_t begin = std::clock();  // not ::GetTickCount64(): there is a model of it
    while (std::clock() - begin < ms * CLOCKS_PER_SEC / 1000) {
    }
}

}  // namespace

EXPLORE_TEST(Unseen, SpinsInALoop, .unseen = kSoon) {
    w32::SrwLock lock;
    w32::Thread spinner("the spinner", [&] {
        { const w32::Guard hold(lock); }
        for (;;) {  // spins here
        }
    });
    spinner.join();
}

EXPLORE_TEST(Unseen, SpinsAroundACall, .unseen = kSoon) {
    for (;;) (void)std::clock();  // calls here
}

EXPLORE_TEST(Unseen, WaitsThroughAPointer, .unseen = kSoon) {
    using Wait = DWORD(WINAPI*)(HANDLE, DWORD);
    const auto wait = reinterpret_cast<Wait>(reinterpret_cast<void*>(
        ::GetProcAddress(::GetModuleHandleW(L"kernel32"), "WaitForSingleObject")));
    w32::Thread waiter("the waiter", [&] {
        wait(::GetCurrentThread(), INFINITE);  // waits here
    });
    waiter.join();
}

EXPLORE_TEST(
    Unseen, IsToldAsJson, .unseen = kSoon,
    .on_unseen = [](const explore::Report& report) { std::puts(report.json().c_str()); }) {
    for (;;) (void)std::clock();
}

EXPLORE_TEST(Unseen, IsSlowButGetsOn, .unseen = kSoon) {
    w32::SrwLock lock;
    for (int i = 0; i < 6; ++i) {
        compute(200);
        const w32::Guard hold(lock);
    }
}

// Nor is anything allocated here: what the failed check allocates goes back to where it came from.
TEST(Unseen, ReplayIsNotWatched) {
    const auto fails_late = [] {
        w32::SrwLock lock;
        { const w32::Guard hold(lock); }
        compute(300);
        EXPECT_TRUE(false);
    };
    const explore::Report found = EXPLORE_EXPECT_FAILURE(fails_late, explore::Outcome::assertion);
    const explore::Report again = EXPLORE_EXPECT_FAILURE(
        fails_late, explore::Outcome::assertion, .search = explore::Search::replay,
        .schedule = found.schedule, .unseen = std::chrono::milliseconds(50));
    EXPECT_EQ(again.schedule, found.schedule);
}
