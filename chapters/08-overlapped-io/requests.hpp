// requests.hpp - what the tests and demos of chapter 08 need again and again: a file, and pieces of
// pipe talk.
#pragma once

#include "common/testing/devices.hpp"
#include "common/win32/overlapped.hpp"

#include <tlhelp32.h>

#include <span>
#include <string>

namespace io {

inline constexpr w32::Timeout kNow = std::chrono::milliseconds{0};

/// A request with room for eight bytes, and an event. Outlives what it is used for.
struct Request {
    w32::Overlapped overlapped;
    char bytes[8] = {};

    w32::IoStarted read(HANDLE file, std::size_t most = sizeof bytes) {
        return w32::start_read(file, std::as_writable_bytes(std::span(bytes, most)),
                               overlapped.raw());
    }
    /// Blocks until the read has ended, whatever it had answered; the bytes.
    std::string text(HANDLE file) {
        const w32::IoResult result = overlapped.finish(file);
        return std::string(bytes, result.bytes);
    }
    bool signaled() const { return w32::signaled_now(overlapped.event()); }
};

/// How many threads this process has.
inline int thread_count() {
    const w32::Handle all =
        w32::own_file(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0), "CreateToolhelp32Snapshot");
    THREADENTRY32 entry{};
    entry.dwSize = sizeof entry;
    int count = 0;
    for (BOOL more = ::Thread32First(all.get(), &entry); more;
         more = ::Thread32Next(all.get(), &entry))
        if (entry.th32OwnerProcessID == ::GetCurrentProcessId()) ++count;
    return count;
}

}  // namespace io
