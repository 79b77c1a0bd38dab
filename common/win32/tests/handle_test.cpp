// handle_test.cpp - one owner, one close.
#include "common/win32/handle.hpp"

#include "common/win32/handle_count.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace {

static_assert(!std::is_copy_constructible_v<w32::Handle>);
static_assert(!std::is_copy_assignable_v<w32::Handle>);
static_assert(std::is_nothrow_move_constructible_v<w32::Handle>);
static_assert(!std::is_convertible_v<HANDLE, w32::Handle>, "owning is said aloud");

HANDLE new_event() { return ::CreateEventW(nullptr, TRUE, FALSE, nullptr); }

bool is_open(HANDLE handle) {
    DWORD flags = 0;
    return ::GetHandleInformation(handle, &flags) != FALSE;
}

TEST(Handle, ClosesAtTheEndOfItsScope) {
    HANDLE raw = nullptr;
    {
        const w32::Handle owner(new_event());
        raw = owner.get();
        EXPECT_TRUE(owner);
        EXPECT_TRUE(is_open(raw));
    }
    EXPECT_FALSE(is_open(raw));
}

TEST(Handle, IsEmptyAfterAMove) {
    w32::Handle first(new_event());
    const HANDLE raw = first.get();
    const w32::Handle second(std::move(first));
    EXPECT_FALSE(first);
    EXPECT_EQ(second.get(), raw);
    EXPECT_TRUE(is_open(raw));
}

TEST(Handle, ClosesWhatAnAssignmentReplaces) {
    w32::Handle target(new_event());
    const HANDLE replaced = target.get();
    w32::Handle source(new_event());
    const HANDLE moved = source.get();
    target = std::move(source);
    EXPECT_FALSE(is_open(replaced));
    EXPECT_EQ(target.get(), moved);
    EXPECT_TRUE(is_open(moved));
}

TEST(Handle, SurvivesAssignmentToItself) {
    w32::Handle owner(new_event());
    w32::Handle& same = owner;
    owner = std::move(same);
    EXPECT_TRUE(is_open(owner.get()));
}

TEST(Handle, ReleasedHandleStaysOpen) {
    w32::Handle owner(new_event());
    const HANDLE raw = owner.release();
    EXPECT_FALSE(owner);
    owner.reset();
    EXPECT_TRUE(is_open(raw));
    EXPECT_TRUE(::CloseHandle(raw));
}

TEST(Handle, CleanUpKeepsTheLastError) {
    {
        const w32::Handle good(new_event());
        ::SetLastError(ERROR_MORE_DATA);
    }
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_MORE_DATA});
    {
        const HANDLE closed = new_event();
        ::CloseHandle(closed);
        const w32::Handle bad(closed);  // its close fails, with error 6
        ::SetLastError(ERROR_MORE_DATA);
    }
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_MORE_DATA});
}

TEST(Handle, OwnTakesNullForFailure) {
    ::SetLastError(ERROR_ACCESS_DENIED);
    EXPECT_EQ(helpers::error_of([] { (void)w32::own(nullptr, "CreateEventW"); }),
              DWORD{ERROR_ACCESS_DENIED});
    EXPECT_TRUE(w32::own(new_event(), "CreateEventW"));
}

TEST(Handle, OwnFileTakesMinusOneForFailure) {
    const DWORD code = helpers::error_of([] {
        (void)w32::own_file(::CreateFileW(L"no such folder\\no such file", GENERIC_READ, 0, nullptr,
                                          OPEN_EXISTING, 0, nullptr),
                            "CreateFileW");
    });
    EXPECT_EQ(code, DWORD{ERROR_PATH_NOT_FOUND});
}

TEST(HandlesOfThisProcess, AreCountedBehindAGapToo) {
    const DWORD before = w32::handles_of_this_process();
    std::vector<w32::Handle> many;
    for (int i = 0; i < 500; ++i) many.emplace_back(new_event());
    EXPECT_EQ(w32::handles_of_this_process(), before + 500);
    many.erase(many.begin(), many.end() - 1);
    EXPECT_EQ(w32::handles_of_this_process(), before + 1);
    many.clear();
    EXPECT_EQ(w32::handles_of_this_process(), before);
}

}  // namespace
