// log_file.cpp - open, append, rename.
#include "chapters/11-syelog/daemon/log_file.hpp"

#include "common/win32/text.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace syelog {

LogFile::LogFile(LogFileOptions options)
    : options_(std::move(options)),
      limit_(options_.rotate_bytes != 0 ? options_.rotate_bytes
                                        : std::numeric_limits<std::uint64_t>::max()) {
    w32::check(open(), "CreateFileW");
}

// FILE_APPEND_DATA without FILE_WRITE_DATA: each write goes to the end, whoever else writes.
// FILE_SHARE_DELETE: others may rename it, as we do. False: the reason is in GetLastError().
bool LogFile::open() noexcept {
    const HANDLE raw = ::CreateFileW(
        options_.path.c_str(), FILE_APPEND_DATA | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
        FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (raw == INVALID_HANDLE_VALUE) return false;
    file_.reset(raw);
    LARGE_INTEGER size{};
    size_ = ::GetFileSizeEx(raw, &size) ? static_cast<std::uint64_t>(size.QuadPart) : 0;
    return true;
}

w32::IoResult LogFile::write(std::string_view text) {
    std::string_view now = that_fits(text);
    if (now.empty()) {
        rotate();
        now = that_fits(text);
    }
    if (!file_ && !open()) return {0, ::GetLastError()};
    const w32::IoResult done = file_output(file_.get())(now);
    size_ += done.bytes;
    if (done.bytes > 0) in_mid_line_ = now[done.bytes - 1] != '\n';
    return done;
}

// The lines at the front of `text` that the file has room for; empty: none, it is full.
std::string_view LogFile::that_fits(std::string_view text) const {
    const std::uint64_t room = limit_ - std::min(size_, limit_);
    if (text.size() <= room) return text;
    std::size_t end = 0;  // behind the last line that fits
    if (room > 0) end = text.rfind('\n', static_cast<std::size_t>(room) - 1) + 1;  // npos + 1 == 0
    // A line too long for any file gets one of its own, and the end of a line joins its beginning.
    if (end == 0 && (size_ == 0 || in_mid_line_)) end = text.find('\n') + 1;
    return end == 0 && in_mid_line_ ? text : text.substr(0, end);
}

void LogFile::rotate() {
    file_.reset();
    if (give_the_name_away()) {
        ++rotations_;
        size_ = 0;
        limit_ = options_.rotate_bytes;
        complained_ = false;
        return;
    }
    const DWORD error = ::GetLastError();
    limit_ = size_ + options_.rotate_bytes;
    if (!std::exchange(complained_, true) && options_.say)
        options_.say("The log " + w32::to_utf8(options_.path) + " cannot be renamed (" +
                     w32::describe(error) + "); it grows on.");
}

// False: the reason is in GetLastError(). A name that could not be freed is never written over:
// under it is a part of the log.
bool LogFile::give_the_name_away() {
    const auto moved = [](const std::wstring& from, const std::wstring& to) {
        return ::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING) ||
               ::GetLastError() == ERROR_FILE_NOT_FOUND;
    };
    if (options_.keep == 0)
        return ::DeleteFileW(options_.path.c_str()) || ::GetLastError() == ERROR_FILE_NOT_FOUND;
    for (unsigned number = options_.keep; number > 1; --number)
        if (!moved(older(number - 1), older(number))) return false;
    return moved(options_.path, older(1));
}

}  // namespace syelog
