// error_test.cpp - what a failed call tells.
#include "common/win32/error.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Error, CarriesCallCodeTextAndLine) {
    const w32::Error error("SetEvent", ERROR_INVALID_HANDLE);
    const std::string what = error.what();
    EXPECT_STREQ(error.call(), "SetEvent");
    EXPECT_EQ(error.code(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(what.rfind("SetEvent: error 6, ", 0), 0u) << what;
    EXPECT_NE(what.find(w32::describe(ERROR_INVALID_HANDLE)), what.npos) << what;
    EXPECT_NE(what.find("(at error_test.cpp:"), what.npos) << what;
    EXPECT_EQ(what.find('\n'), what.npos) << "one line, or a report would break";
}

TEST(Error, CheckReadsTheCodeOfTheCallBefore) {
    ::SetLastError(ERROR_ACCESS_DENIED);
    try {
        w32::check(FALSE, "SomeCall");
        FAIL() << "check(FALSE) did not throw";
    } catch (const w32::Error& error) {
        EXPECT_EQ(error.code(), DWORD{ERROR_ACCESS_DENIED});
    }
}

TEST(Error, CheckOfASuccessKeepsTheLastError) {
    ::SetLastError(ERROR_MORE_DATA);
    w32::check(TRUE, "SomeCall");
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_MORE_DATA});
}

TEST(Error, DescribesAnUnknownCode) { EXPECT_EQ(w32::describe(0xDEADBEEF), "unknown error"); }

TEST(Error, DescribesATextWithInsertsWithoutReadingArguments) {
    EXPECT_NE(w32::describe(ERROR_BAD_EXE_FORMAT), "unknown error");
}

TEST(Error, NamesTheLastPartOfAPathOfEitherKind) {
    EXPECT_EQ(w32::describe_line("/src/a/b.cpp", 7), "b.cpp:7");
    EXPECT_EQ(w32::describe_line("C:\\src\\b.cpp", 7), "b.cpp:7");
    EXPECT_EQ(w32::describe_line("b.cpp", 7), "b.cpp:7");
}

}  // namespace
