// io_things.hpp - what the calls on files and pipes work on.
#pragma once

#include "common/explore/tests/conformance/sequence.hpp"

#include <string>

namespace conformance {

// Handles of one file on the disk, the server's end of a pipe, and the client's.
inline constexpr int kServer = 2;
inline constexpr int kClient = 3;
inline constexpr int kFiles = 4;
inline constexpr DWORD kMostBytes = 16;

/// A handle, and the one request that may be pending there.
///
/// The device may complete a request at any time once it can. A request that somebody else's step
/// may have made ready is stirred: whether it can still be cancelled is open.
struct FileThings {
    HANDLE handle = nullptr;
    bool open = false;
    bool overlapped = false;
    bool associated = false;
    bool skips = false;  // packets of what succeeds at once
    bool used = false;   // the last request says whether the handle is signaled
    bool told = true;    // whether the event is signaled is documented
    bool pending = false;
    bool stirred = false;
    int issuer = 0;
    HANDLE event = nullptr;
    OVERLAPPED request = {};
    char buffer[kMostBytes] = {};
};

struct IoThings {
    FileThings file[kFiles];
    HANDLE port = nullptr;
    char next = 'a';  // is written next
    bool disk = false;
    // What DisconnectNamedPipe does to a pipe that no client has opened is not documented.
    bool listening = false;
    bool disconnected = false;
};

/// Of this process alone.
inline const std::wstring kPipeName =
    L"\\\\.\\pipe\\workbook" + std::to_wstring(::GetCurrentProcessId());

inline std::wstring temporary_name() {
    wchar_t folder[MAX_PATH + 1] = {};
    ::GetTempPathW(MAX_PATH, folder);
    return folder + (L"workbook" + std::to_wstring(::GetCurrentProcessId())) + L".tmp";
}
inline const std::wstring kFileName = temporary_name();

inline bool is_pipe(int file) { return file == kServer || file == kClient; }

}  // namespace conformance
