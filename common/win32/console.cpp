// console.cpp - remembers the console's code page, and gives it back.
#include "common/win32/console.hpp"

#include "common/win32/windows.hpp"

#include <cstdlib>

namespace w32 {
namespace {

UINT found = 0;  // the console's own; written before anybody can give it back

void give_back() { ::SetConsoleOutputCP(found); }

// Runs on a thread of its own, which the system starts. What becomes of us is not decided here: the
// default handler ends the process, and atexit is never asked.
BOOL WINAPI on_console(DWORD) {
    give_back();
    return FALSE;
}

}  // namespace

void console_in_utf8() noexcept {
    const UINT now = ::GetConsoleOutputCP();
    if (now == 0 || now == CP_UTF8) return;  // no console, or a parent has seen to it already
    found = now;
    if (!::SetConsoleOutputCP(CP_UTF8)) return;
    (void)std::atexit(&give_back);
    ::SetConsoleCtrlHandler(&on_console, TRUE);
}

}  // namespace w32
