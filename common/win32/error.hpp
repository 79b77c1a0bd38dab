// error.hpp - a Win32 call that failed: which call, which code, what Windows says.
//
//     w32::check(::SetEvent(event), "SetEvent");
//
// Two rules make the message trustworthy:
//   * the code is read by the very next statement after the call - any other call in between,
//     even a successful one, may overwrite it;
//   * an answer that is part of the protocol (WAIT_TIMEOUT, ERROR_IO_PENDING,
//     ERROR_PIPE_CONNECTED, ...) is no failure: test for it, do not throw it.
//
// https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-getlasterror
#pragma once

#include "common/win32/windows.hpp"

#include <source_location>
#include <stdexcept>
#include <string>

namespace w32 {

/// A failed Win32 call. what() is one line, UTF-8:
/// "SetEvent: error 6, The handle is invalid. (at demo.cpp:41)"
class Error : public std::runtime_error {
public:
    /// `call` must be a string literal: it is kept as a pointer.
    Error(const char* call, DWORD code,
          std::source_location where = std::source_location::current());

    const char* call() const noexcept { return call_; }
    DWORD code() const noexcept { return code_; }

private:
    const char* call_;
    DWORD code_;
};

/// The system's text for `code` in the user's language, as UTF-8, without the trailing line
/// break; "unknown error" if Windows has none.
std::string describe(DWORD code);

/// "demo.cpp:41" - the last part of the path is enough to find the line.
std::string describe_line(const char* file, unsigned line);
inline std::string describe(const std::source_location& where) {
    return describe_line(where.file_name(), where.line());
}

/// Throws Error when `ok` is FALSE. For calls that report through GetLastError().
inline void check(BOOL ok, const char* call,
                  std::source_location where = std::source_location::current()) {
    if (!ok) throw Error(call, ::GetLastError(), where);
}

}  // namespace w32
