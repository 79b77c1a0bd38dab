// unobserved_test.cpp - main looks at what the others have left when nobody else is there any more.
// The explorer spares itself that only where no race can be: here is one, in every schedule.
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/thread.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace {

using explore::Outcome;
using explore::Report;
using explore::Search;

/// Local variables of main, more than it could read by chance before somebody else is noticed.
using Row = std::array<Shared<int>, 256>;

int sum_of(const Row& row) {
    int sum = 0;
    for (const Shared<int>& cell : row) sum += cell;
    return sum;
}

void expect_in_all(void (*body)(), Outcome outcome, std::uint64_t schedules_without = 0) {
    const Report report = explore::explore(
        body, {.search = Search::full, .stop_at_first = false, .consequences = false});
    EXPECT_TRUE(report.exhausted);
    EXPECT_EQ(report.failures, report.executions - schedules_without);
    EXPECT_EQ(report.outcome, outcome) << report.text();
}

EXPLORE_TEST(Unobserved, IsWhoHasWaitedForAll) {
    Row row{};
    {
        w32::Thread other("other", [&] { row.back() = 1; });
    }
    EXPECT_EQ(sum_of(row), 1);
}

TEST(Unobserved, IsNotWhoHasNotWaited) {
    const auto body = [] {
        Row row{};
        std::atomic<bool> done = false;
        w32::Thread other("other", [&] {
            row.back() = 1;
            done.store(true, std::memory_order_relaxed);  // orders nothing
        });
        while (!done.load(std::memory_order_relaxed)) ::SwitchToThread();
        (void)sum_of(row);
        other.join();
    };
    expect_in_all(body, Outcome::data_race);
}

TEST(Unobserved, IsNotWhoHasWaitedForOneOfTwo) {
    const auto body = [] {
        Row row{};
        w32::Thread first("first", [&] { row.back() = 1; });
        w32::Thread second("second", [&] { row.front() = 1; });
        second.join();
        (void)sum_of(row);
        first.join();
    };
    expect_in_all(body, Outcome::data_race);
}

TEST(Unobserved, IsOverWhenAnotherThreadBegins) {
    const auto body = [] {
        Row row{};
        {
            w32::Thread first("first", [&] { row.front() = 1; });
        }
        (void)sum_of(row);
        w32::Thread second("second", [&] { row.back() = 1; });
        (void)sum_of(row);
        second.join();
    };
    expect_in_all(body, Outcome::data_race);
}

void writes_and_waits_for_all_but_the_last(int requests) {
    Row row{};
    const w32::Handle file =
        w32::own_file(::CreateFileW(L"file", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                    CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, nullptr),
                      "CreateFileW");
    OVERLAPPED request{};
    DWORD bytes = 0;
    for (int i = 0; i < requests; ++i) {
        if (i > 0) (void)::GetOverlappedResult(file.get(), &request, &bytes, TRUE);
        (void)::WriteFile(file.get(), &row.back(), sizeof(int), nullptr, &request);
    }
    ::Sleep(1);  // the disk may have read it meanwhile, and may not
    (void)sum_of(row);
    row.back() = 1;
}

TEST(Unobserved, IsNotWhoHasNotWaitedForARequest) {
    const auto body = [] { writes_and_waits_for_all_but_the_last(1); };
    expect_in_all(body, Outcome::pending_request, 1);  // in which WriteFile has ended at once
}

TEST(Unobserved, IsNotWhoHasNotWaitedForASecondRequest) {
    const auto body = [] { writes_and_waits_for_all_but_the_last(2); };
    expect_in_all(body, Outcome::pending_request, 3);  // the same, for each way of the first
}

}  // namespace
