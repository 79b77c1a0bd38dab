// console.hpp - what the programs have in common: ctrl+C as an event, output as bytes, exit codes.
#pragma once

#include "common/win32/event.hpp"

#include <stdexcept>
#include <string_view>

namespace syelog {

enum Exit { kDone = 0, kFailed = 1, kUsage = 2, kLost = 3, kAlreadyRunning = 4, kNoDaemon = 5 };

/// A console handler has no parameter, so what it needs lives here.
struct Console {
    w32::Event stop{w32::Reset::manual};      ///< ctrl+C, or the window closes
    w32::Event finished{w32::Reset::manual};  ///< to be set at the end of main
};
inline Console& console() {
    static Console only;
    return only;
}

// Runs on a thread of its own, which the system starts.
inline BOOL WINAPI on_console(DWORD why) {
    console().stop.set();
    // After ctrl+C we may return and stop at leisure. When the window closes or the user logs off
    // the process ends with our return: so that must wait until what is to be written is written.
    if (why != CTRL_C_EVENT && why != CTRL_BREAK_EVENT) console().finished.wait();
    return TRUE;
}

/// From now on ctrl+C sets console().stop instead of ending the process.
inline void watch_console() {
    (void)console();  // before the handler can need it
    w32::check(::SetConsoleCtrlHandler(&on_console, TRUE), "SetConsoleCtrlHandler");
}

/// Whoever read our output has gone: no failure, but the end (syelog_view ... | head).
struct NobodyReads {};

/// Writes all of it, as it is: no "\r" is put in. Throws NobodyReads or w32::Error.
inline void write_all(HANDLE file, std::string_view text) {
    while (!text.empty()) {
        DWORD written = 0;
        const BOOL ok =
            ::WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
        const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
        if (error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA) throw NobodyReads();
        if (!ok) throw w32::Error("WriteFile", error);
        text.remove_prefix(written);
    }
}

}  // namespace syelog
