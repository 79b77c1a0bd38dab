// log_file.hpp - the log as a file that is renamed when it has grown enough.
//
//     syelog::LogFile file({.path = L"app.log", .rotate_bytes = 10'000'000, .keep = 5});
//     syelog::Writer writer({.output = file.output()});
//
// app.log is full: app.log.4 becomes app.log.5, ..., app.log becomes app.log.1, and a new app.log
// begins. No line is cut in two by that, and none is lost when it fails: the file then grows on.
#pragma once

#include "chapters/11-syelog/daemon/writer.hpp"
#include "common/win32/handle.hpp"

namespace syelog {

struct LogFileOptions {
    std::wstring path{};
    std::uint64_t rotate_bytes = 0;  ///< a file gets no larger, except by its first line; 0: never
    unsigned keep = 5;               ///< renamed files: path.1 is the youngest; 0: none
    /// One sentence when a rotation fails, once until one succeeds.
    std::function<void(const std::string& sentence)> say{};
};

/// One thread at a time (the writer's). Others may read, rename and delete the file meanwhile; who
/// locks it, or opens it without sharing, makes write() fail until that is over.
class LogFile {
public:
    /// Opens or creates the file; what is in it stays. Throws w32::Error.
    explicit LogFile(LogFileOptions options);

    /// Appends; may take fewer bytes than it is given without an error: up to where a file is full.
    w32::IoResult write(std::string_view text);
    /// write() as an Output. Borrows this object.
    Output output() {
        return [this](std::string_view text) { return write(text); };
    }

    /// Returns when all that was written is on the disk, as far as the system can tell.
    void flush() noexcept {
        if (file_) (void)::FlushFileBuffers(file_.get());
    }

    std::uint64_t rotations() const noexcept { return rotations_; }

private:
    std::string_view that_fits(std::string_view text) const;
    bool open() noexcept;
    void rotate();
    bool give_the_name_away();
    std::wstring older(unsigned number) const {
        return options_.path + L'.' + std::to_wstring(number);
    }

    const LogFileOptions options_;
    w32::Handle file_;
    std::uint64_t size_ = 0;
    std::uint64_t limit_;       // of size_; moved on when a rotation fails, to try again later
    bool in_mid_line_ = false;  // a refused write may have cut a line: its end comes first
    bool complained_ = false;   // about a rotation that failed
    std::uint64_t rotations_ = 0;
};

}  // namespace syelog
