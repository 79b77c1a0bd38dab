// error.cpp - turns an error code into the sentence Windows has for it.
#include "common/win32/error.hpp"

#include "common/win32/text.hpp"

#include <string_view>

namespace w32 {

std::string describe(DWORD code) {
    wchar_t text[512];
    // IGNORE_INSERTS: messages such as "%1 is not a valid Win32 application" would otherwise
    // read arguments that we do not pass.
    DWORD length =
        ::FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, code,
                         0, text, static_cast<DWORD>(std::size(text)), nullptr);
    while (length > 0 && (text[length - 1] == L'\n' || text[length - 1] == L'\r')) --length;
    return length > 0 ? to_utf8({text, length}) : "unknown error";
}

std::string describe_line(const char* file, unsigned line) {
    const std::string_view path = file;
    const auto slash = path.find_last_of("/\\");
    const auto name = slash == path.npos ? path : path.substr(slash + 1);
    return std::string(name) + ':' + std::to_string(line);
}

Error::Error(const char* call, DWORD code, std::source_location where)
    : std::runtime_error(std::string(call) + ": error " + std::to_string(code) + ", " +
                         describe(code) + " (at " + describe(where) + ')'),
      call_(call),
      code_(code) {}

}  // namespace w32
