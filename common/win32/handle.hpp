// handle.hpp - one owner for one kernel handle.
//
//     w32::Handle event = w32::own(::CreateEventW(nullptr, TRUE, FALSE, nullptr), "CreateEventW");
//
// A HANDLE is a number; nothing in it says who has to close it. Forgetting leaks the object,
// closing twice may close somebody else's: the number is reused at once. So every handle in the
// workbook lives in a w32::Handle from the line that created it.
//
// https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-closehandle
#pragma once

#include "common/win32/error.hpp"

#include <utility>

namespace w32 {

/// Owns a handle and closes it with CloseHandle. Movable, not copyable.
/// Empty means nullptr - for every kind of object, files and pipes included.
class Handle {
public:
    Handle() noexcept = default;
    explicit Handle(HANDLE raw) noexcept : raw_(raw) {}
    ~Handle() { reset(); }

    Handle(Handle&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) reset(std::exchange(other.raw_, nullptr));
        return *this;
    }

    HANDLE get() const noexcept { return raw_; }
    explicit operator bool() const noexcept { return raw_ != nullptr; }

    /// Gives the handle away: the caller closes it from now on.
    [[nodiscard]] HANDLE release() noexcept { return std::exchange(raw_, nullptr); }

    /// Closes what is owned and takes `raw` over.
    void reset(HANDLE raw = nullptr) noexcept {
        if (raw_ != nullptr) {
            // A cleanup must not change the error that its caller is about to read.
            const DWORD error = ::GetLastError();
            ::CloseHandle(raw_);
            ::SetLastError(error);
        }
        raw_ = raw;
    }

private:
    HANDLE raw_ = nullptr;
};

/// For calls that answer NULL on failure (CreateEventW, CreateThread, ...).
inline Handle own(HANDLE raw, const char* call,
                  std::source_location where = std::source_location::current()) {
    if (raw == nullptr) throw Error(call, ::GetLastError(), where);
    return Handle(raw);
}

/// For the few calls that answer INVALID_HANDLE_VALUE instead (CreateFileW, CreateNamedPipeW).
/// Mixing the two up is a classic: -1 passes every NULL check.
inline Handle own_file(HANDLE raw, const char* call,
                       std::source_location where = std::source_location::current()) {
    if (raw == INVALID_HANDLE_VALUE) throw Error(call, ::GetLastError(), where);
    return Handle(raw);
}

}  // namespace w32
