// writer.hpp - the one thread that writes the log, and the queue in front of it.
//
//     syelog::Writer writer({.output = file_output(file.get())});
//     writer.push(lines, 3);            // by any worker; blocks only while the queue is full
//     writer.finish();                  // everything pushed is written
//
// No lock is held while the disk is busy: workers fill one buffer while the writer empties the
// other. Two kinds of trouble, and two answers:
//     the output is slow       a full queue makes workers wait, waiting workers stop reading, full
//                              pipes make clients wait: nobody is outrun, nothing is lost
//     the output refuses       (disk full, log locked) waiting would freeze every client for as
//                              long as that lasts: lines are kept up to a bound, later ones are
//                              counted and dropped; the output is tried again and again, and the
//                              log tells of the gap at its place
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

struct WriterOptions {
    Output output{};
    std::size_t queue_bytes = 1024 * 1024;      ///< may wait before push() does
    std::size_t held_bytes = 16 * 1024 * 1024;  ///< are kept while the output refuses
    std::chrono::milliseconds retry{250};       ///< between two attempts while it refuses
    /// Called by the writer's thread once for each buffer of whole lines, in the log's order.
    std::function<void(std::string& lines)> edit{};
    /// One sentence when the output begins to refuse, one when it has recovered.
    std::function<void(const std::string& sentence)> say{};
    /// The line that tells of a gap, from a sentence.
    std::function<std::string(const std::string& sentence)> gap_line{};
};

/// What could not be written.
struct Loss {
    std::uint64_t lines = 0;
    DWORD first_error = ERROR_SUCCESS;
};

/// What was written, and how: few large writes are cheap ones.
struct Written {
    std::uint64_t lines = 0;
    std::uint64_t bytes = 0;
    std::uint64_t calls = 0;  ///< of the output
};

class Writer {
public:
    explicit Writer(WriterOptions options);
    ~Writer() { finish(); }

    /// Queues whole lines, each ended by '\n'; `count` says how many. Lines of one caller stay
    /// together and in order.
    void push(std::string_view lines, std::uint64_t count = 1);

    /// Writes what is queued and ends the thread; idempotent. An output that still refuses is
    /// tried once more, what it does not take is lost. Nothing may be pushed afterwards.
    void finish();

    /// Lines that are gone for good.
    Loss loss() const;
    Written written() const;

private:
    void run();
    bool take_lines(std::string& out);
    void write_out(std::string_view text, bool mends);
    bool wait_to_retry();
    void begin_refusal(DWORD error);
    void end_refusal();
    void give_up(std::uint64_t lines);
    void say(const std::string& sentence) const;

    const WriterOptions options_;
    mutable w32::SrwLock lock_;
    w32::ConditionVariable not_empty_;
    w32::ConditionVariable not_full_;
    WB_GUARDED_BY(lock_) std::string filling_;
    WB_GUARDED_BY(lock_) bool finishing_ = false;
    WB_GUARDED_BY(lock_) bool refusing_ = false;
    WB_GUARDED_BY(lock_) DWORD refusal_ = ERROR_SUCCESS;  // why
    WB_GUARDED_BY(lock_) std::size_t stuck_bytes_ = 0;    // in the other buffer, while it refuses
    WB_GUARDED_BY(lock_) std::uint64_t dropped_ = 0;      // since it began to refuse
    WB_GUARDED_BY(lock_) Loss loss_;
    WB_GUARDED_BY(lock_) Written written_;
    ULONGLONG refused_at_ = 0;  // this and the next are the writer's own
    bool in_mid_line_ = false;  // after what was written last
    w32::Thread thread_;
};

}  // namespace syelog
