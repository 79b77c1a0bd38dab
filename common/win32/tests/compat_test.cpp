// compat_test.cpp - functions that some system lacks are looked up, and their absence is an answer.
#include "common/win32/compat.hpp"

#include <gtest/gtest.h>

namespace {

TEST(FindFunction, FindsWhatIsThere) {
    const auto id = w32::find_function<DWORD WINAPI()>(L"kernel32", "GetCurrentThreadId");
    ASSERT_NE(id, nullptr);
    EXPECT_EQ(id(), ::GetCurrentThreadId());
}

TEST(FindFunction, AnswersNullForWhatIsNot) {
    EXPECT_EQ(w32::find_function<void WINAPI()>(L"kernel32", "NoSuchFunction"), nullptr);
    EXPECT_EQ(w32::find_function<void WINAPI()>(L"no_such_module", "GetCurrentThreadId"), nullptr);
}

TEST(Compat, NamesTheFlagsAsWindowsDoes) {
    EXPECT_EQ(FILE_SKIP_COMPLETION_PORT_ON_SUCCESS, 0x1);
    EXPECT_EQ(FILE_SKIP_SET_EVENT_ON_HANDLE, 0x2);
    EXPECT_EQ(CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, 0x2);
}

TEST(Compat, ThreadDescriptionIsKeptOrNotImplemented) {
    const HRESULT set = w32::set_thread_description(::GetCurrentThread(), L"test");
    if (set == E_NOTIMPL) GTEST_SKIP() << "this system has no thread descriptions";
    ASSERT_GE(set, 0);
    PWSTR text = nullptr;
    ASSERT_GE(w32::get_thread_description(::GetCurrentThread(), &text), 0);
    EXPECT_STREQ(text, L"test");
    ::LocalFree(text);
}

}  // namespace
