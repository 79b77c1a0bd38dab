// writer.hpp - the one thread that writes the log, and the queue in front of it.
//
//     syelog::Writer writer(file_output(file.get()));
//     writer.push(lines, 260);          // by any worker; blocks only while the queue is full
//     writer.finish();                  // everything pushed is written
//
// No lock is held while the disk is busy: workers fill one buffer while the writer empties the
// other. A full queue makes workers wait, waiting workers stop reading, full pipes make clients
// wait: nobody is outrun, and memory stays bounded.
// Topics: S11 T95
#pragma once

#include "common/win32/condition_variable.hpp"
#include "common/win32/overlapped.hpp"
#include "common/win32/thread.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace syelog {

/// Writes some of `text` and answers how much; an error may come with a part written.
using Output = std::function<w32::IoResult(std::string_view text)>;

/// WriteFile on a file, a pipe or a console opened without FILE_FLAG_OVERLAPPED. Borrows `file`.
Output file_output(HANDLE file);

/// What could not be written.
struct Loss {
    std::uint64_t lines = 0;
    DWORD first_error = ERROR_SUCCESS;
};

class Writer {
public:
    /// `limit`: bytes that may wait before push() does.
    explicit Writer(Output output, std::size_t limit = 1024 * 1024);
    ~Writer() { finish(); }

    /// Queues whole lines, each ended by '\n'. Lines of one caller stay together and in order.
    void push(std::string_view lines);

    /// Writes what is queued and ends the thread; idempotent. Nothing may be pushed afterwards.
    void finish();

    /// Lines that the output refused so far. They are gone, later ones are still tried.
    Loss loss() const;

private:
    void run();
    void write_out(std::string_view text);

    const Output output_;
    const std::size_t limit_;
    mutable w32::SrwLock lock_;
    w32::ConditionVariable not_empty_;
    w32::ConditionVariable not_full_;
    WB_GUARDED_BY(lock_) std::string filling_;
    WB_GUARDED_BY(lock_) bool finishing_ = false;
    WB_GUARDED_BY(lock_) Loss loss_;
    bool in_mid_line_ = false;  // the writer's own: a refused write may have cut a line
    w32::Thread thread_;
};

}  // namespace syelog
