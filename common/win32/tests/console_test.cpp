// console_test.cpp - a console of code page 936 that somebody has spoken UTF-8 on.
#include "common/win32/console.hpp"

#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"
#include "helpers.hpp"

#include <gtest/gtest.h>

namespace {

// A child with a console of its own that nobody sees.
DWORD exit_code_on_own_console(const std::wstring& role) {
    std::wstring command = helpers::child(role);
    STARTUPINFOW start{};
    start.cb = sizeof start;
    PROCESS_INFORMATION started{};
    w32::check(::CreateProcessW(nullptr, command.data(), nullptr, nullptr, FALSE, CREATE_NO_WINDOW,
                                nullptr, nullptr, &start, &started),
               "CreateProcessW");
    const w32::Handle process(started.hProcess);
    const w32::Handle thread(started.hThread);
    (void)w32::wait(process.get(), w32::forever);
    DWORD code = 0;
    w32::check(::GetExitCodeProcess(process.get(), &code), "GetExitCodeProcess");
    return code;
}

// 0: the console has its own code page again; 90: the child has got no console.
void expect_given_back(const std::wstring& role) {
    const DWORD code = exit_code_on_own_console(role);
    if (code == 90) GTEST_SKIP() << "there is no console here";
    EXPECT_EQ(code, 0u);
}

TEST(ConsoleInUtf8, GivesTheCodePageBackWhenTheProgramReturns) {
    expect_given_back(L"listen returns");
}

TEST(ConsoleInUtf8, GivesTheCodePageBackAfterCtrlC) { expect_given_back(L"listen is-stopped"); }

TEST(ConsoleInUtf8, IsNothingToAProgramWithoutAConsole) {
    const UINT before = ::GetConsoleOutputCP();
    w32::console_in_utf8();
    EXPECT_EQ(::GetConsoleOutputCP(), before == 0 ? 0u : UINT{CP_UTF8});
}

}  // namespace
