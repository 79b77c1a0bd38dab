// followed_file.hpp - reads a file that grows, is cut off, and is renamed away while it is read.
//
//     FollowedFile file(L"C:\\logs\\syelog.log");
//     while (file.read(bytes) != FollowedFile::Next::nothing) ...   // and wait for a change
//
//     absent -> reading -> leaving -> reading (the file after it)
//
// A rotation renames log to log.1, log.1 to log.2 ..., then makes a new log. What is open stays
// what it was, under whatever name: so it is read to its end first, and then the file that came
// after it, which need not be the one that is called log by now.
// https://learn.microsoft.com/windows/win32/api/fileapi/ns-fileapi-by_handle_file_information
#pragma once

#include "common/win32/handle.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace syelog {

/// One thread. Shares everything: whoever writes, renames or deletes the file is not hindered.
class FollowedFile {
public:
    enum class Next {
        bytes,      ///< some were appended
        nothing,    ///< no more for now: wait for a change, then ask again
        replaced,   ///< the file was read to its end; what comes next is from another one
        truncated,  ///< the file has become shorter; what comes next is from its beginning
        absent      ///< there is no such file (yet)
    };

    /// `before_looking` is for tests: called when the end was reached and the name is not looked at
    /// yet.
    explicit FollowedFile(std::wstring path, std::function<void()> before_looking = {})
        : path_(std::move(path)), before_looking_(std::move(before_looking)) {}

    /// Appends what comes next to `out`, one piece of at most 64 KiB. Never waits. Throws
    /// w32::Error when the file cannot be opened or read for another reason than that it is not
    /// there.
    Next read(std::string& out);

private:
    /// What a file is, whatever it is called: numbers of its volume and on it.
    struct Identity {
        DWORD volume;
        std::uint64_t file;
        bool operator==(const Identity&) const = default;
    };
    enum class State { absent, reading, leaving };

    DWORD read_piece(std::string& out);
    Next at_end(std::string& out);
    bool open_next();
    unsigned our_number() const;
    bool is_next(const Identity& opened, unsigned number, unsigned ours) const;
    std::wstring numbered(unsigned number) const;
    static w32::Handle open(const std::wstring& path);
    static Identity identity(HANDLE file);
    static std::optional<Identity> identity_of(const std::wstring& path);

    const std::wstring path_;
    const std::function<void()> before_looking_;
    State state_ = State::absent;
    w32::Handle file_;
    Identity id_{};
    std::uint64_t offset_ = 0;
};

/// Signaled when something in the folder of a file has changed. Not a promise: Windows tells of a
/// growing file only when its size reaches the folder (a flush, a close), and Wine at its leisure;
/// so whoever waits here looks again from time to time.
/// https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstchangenotificationw
class FolderChange {
public:
    /// Of the folder that `file` is or will be in. Without one nothing is ever signaled.
    explicit FolderChange(const std::wstring& file);
    ~FolderChange();
    FolderChange(const FolderChange&) = delete;
    FolderChange& operator=(const FolderChange&) = delete;

    /// nullptr if there is nothing to wait for.
    HANDLE get() const noexcept { return change_; }
    /// After a signal, and before the file is looked at: what happens from now on signals again.
    void rearm() noexcept;

private:
    HANDLE change_ = nullptr;  // not a w32::Handle: FindCloseChangeNotification closes it
};

}  // namespace syelog
