// devices.hpp - what a judge of overlapped I/O lets a lab read from: a pipe and a file.
//
//     workbook::PipeEnds pipe;
//     lab.start(pipe.ours());  // our end is overlapped, theirs does what it is told
//     pipe.write("abcd");
//
// Works in explored programs and on real threads.
#pragma once

#include "common/win32/handle.hpp"

#include <string>
#include <string_view>

namespace workbook {

/// A name that no other program of the workbook uses at the same time. The explorer's pipes and
/// files are its own, and their names must be the same in each run.
inline std::wstring name_here(const wchar_t* name) {
#if defined(WORKBOOK_EXPLORED)
    return name;
#else
    return name + std::to_wstring(::GetCurrentProcessId());
#endif
}

/// A connected pipe. The server's end is opened for overlapped I/O, the client's is not.
class PipeEnds {
public:
    /// PIPE_TYPE_BYTE, or PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE.
    explicit PipeEnds(DWORD mode = PIPE_TYPE_BYTE) {
        const std::wstring name = name_here(LR"(\\.\pipe\judge)");
        ours_ = w32::own_file(
            ::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, mode,
                               PIPE_UNLIMITED_INSTANCES, 4096, 4096, 0, nullptr),
            "CreateNamedPipeW");
        theirs_ = w32::own_file(::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0,
                                              nullptr, OPEN_EXISTING, 0, nullptr),
                                "CreateFileW");
    }

    HANDLE ours() const noexcept { return ours_.get(); }
    HANDLE theirs() const noexcept { return theirs_.get(); }
    /// From their end; does not block as long as a few bytes are on their way.
    void write(std::string_view bytes) const {
        DWORD written = 0;
        w32::check(::WriteFile(theirs_.get(), bytes.data(), static_cast<DWORD>(bytes.size()),
                               &written, nullptr),
                   "WriteFile");
    }
    /// From their end: blocks until there is something.
    std::string read(DWORD most) const {
        std::string bytes(most, '\0');
        DWORD count = 0;
        w32::check(::ReadFile(theirs_.get(), bytes.data(), most, &count, nullptr), "ReadFile");
        bytes.resize(count);
        return bytes;
    }
    /// Closes their end.
    void leave() noexcept { theirs_.reset(); }

private:
    w32::Handle ours_;
    w32::Handle theirs_;
};

/// A file with these bytes, opened for overlapped I/O; it is gone when the handle is closed.
inline w32::Handle overlapped_file(std::string_view bytes) {
    std::wstring name = name_here(L"judge");
#if !defined(WORKBOOK_EXPLORED)
    wchar_t folder[MAX_PATH + 1];
    w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
    name = folder + name;
#endif
    w32::Handle file = w32::own_file(
        ::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE,
                      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                      CREATE_ALWAYS, FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, nullptr),
        "CreateFileW");
    OVERLAPPED request{};
    DWORD written = 0;
    const auto size = static_cast<DWORD>(bytes.size());
    if (!::WriteFile(file.get(), bytes.data(), size, nullptr, &request))
        w32::check(::GetLastError() == ERROR_IO_PENDING, "WriteFile");
    w32::check(::GetOverlappedResult(file.get(), &request, &written, TRUE), "GetOverlappedResult");
    return file;
}

}  // namespace workbook
