// helpers.hpp - what several of these tests need: an error's code, a thread seen blocked, a child.
#pragma once

#include "common/win32/process.hpp"
#include "common/win32/wait_board.hpp"

#include <optional>
#include <string>

namespace helpers {

/// The code of the w32::Error that `body` throws; 0 if it throws none.
template <class Body>
DWORD error_of(Body body) {
    try {
        body();
        return ERROR_SUCCESS;
    } catch (const w32::Error& error) {
        return error.code();
    }
}

/// Returns when the thread is on the wait board. If it never comes, the watchdog answers.
inline w32::Waiting seen_waiting(DWORD thread_id) {
    for (;;) {
        for (const w32::Waiting& line : w32::waiting_threads())
            if (line.thread_id == thread_id) return line;
        ::SwitchToThread();
    }
}

/// A name that no other run of these tests uses at the same time.
inline std::wstring unique(const wchar_t* name) {
    static LONG number = 0;
    return std::wstring(name) + L'.' + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(::InterlockedIncrement(&number));
}

/// The command line for win32_test_child, which lies beside this program.
inline std::wstring child(const std::wstring& role) {
    const std::wstring me = w32::this_program();
    const std::wstring folder = me.substr(0, me.find_last_of(L"\\/") + 1);
    return w32::quote(folder + L"win32_test_child.exe") + L' ' + role;
}

}  // namespace helpers
