// spool.hpp - what is to be forwarded, in a folder: it survives the collector's absence and ours.
//
//     syelog::Spool spool({.folder = L"D:\\spool"});
//     while (!lines.empty()) lines.remove_prefix(spool.append(lines).taken);
//     spool.seal();
//     const std::optional<Parcel> parcel = spool.read(0);      // ... sent, confirmed:
//     spool.remove(parcel->first);
//
// The folder holds segments. Each is named by the number of its first record and contains frames
// (frame.hpp), so the newest one tells which number comes next, after a restart too. There is
// always a newest one; it is empty after an orderly stop.
//
//     0000000000000000001.spool          1 to 4711, sealed: not written any more
//     0000000000000004712.spool          4712 and what comes: open
//     0000000000000000001.spool.bad      was not readable as frames: kept for a human, not sent
//     spool.lock                         exists while a daemon has the folder
//
// Written is not flushed: what was appended survives the end of this process, and of the system
// only if that had time to write it.
#pragma once

#include "chapters/11-syelog/forward/frame.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/overlapped.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace syelog {

/// Writes `bytes` at `offset` of a file and answers how many; for tests that need a full disk.
using SpoolWrite =
    std::function<w32::IoResult(HANDLE file, std::uint64_t offset, std::string_view bytes)>;
w32::IoResult write_at(HANDLE file, std::uint64_t offset, std::string_view bytes);

struct SpoolOptions {
    std::wstring folder;                      ///< made if it is not there; its parent must be
    std::uint64_t bytes = 64 * 1024 * 1024;   ///< bound for all segments together
    std::size_t segment_bytes = 1024 * 1024;  ///< one is sealed before it grows larger
    SpoolWrite write = write_at;
};

/// A segment, or what was in it when it was read.
struct Parcel {
    std::uint64_t first = 0;    ///< number of its first record
    std::uint64_t records = 0;  ///< whole ones
    std::string bytes;          ///< may grow to segment_bytes without being moved
    bool sealed = false;
};

/// Belongs to one thread. No member but the constructor throws for what the disk does.
class Spool {
public:
    /// Throws std::runtime_error with a sentence if the folder cannot be had.
    explicit Spool(SpoolOptions options);

    struct Appended {
        std::size_t taken = 0;        ///< bytes of `lines` that are dealt with
        std::uint64_t records = 0;    ///< lines in them
        bool full = false;            ///< the bound is reached; stays so until a segment is removed
        DWORD error = ERROR_SUCCESS;  ///< the disk refused; the same lines may be tried again
    };
    /// Numbers and writes some of `lines`: messages made by append_rfc5424, each ended by '\n'. All
    /// that was taken is in one segment, open(), and as frames in appended().
    Appended append(std::string_view lines);
    const std::string& appended() const noexcept { return frames_; }

    /// Number of the segment that is being written; every other one is sealed.
    std::uint64_t open() const noexcept { return tail_ ? segments_.back().first : next_; }
    /// Begins a new segment, unless this one is empty.
    void seal();

    /// The oldest segment with records whose number is `from` or above. One that cannot be read, or
    /// is not ours, is put aside.
    std::optional<Parcel> read(std::uint64_t from);
    /// Deletes a sealed segment.
    void remove(std::uint64_t first);

    std::uint64_t bytes() const noexcept { return bytes_; }
    bool full() const noexcept { return full_; }
    unsigned cut() const noexcept { return cut_; }                  ///< records lost at a crash
    unsigned quarantined() const noexcept { return quarantined_; }  ///< segments put aside
    /// What happened since the last call, for a human.
    std::vector<std::string> take_sentences() { return std::exchange(sentences_, {}); }

private:
    struct Segment {
        std::uint64_t first = 0;
        std::uint64_t bytes = 0;
        bool removed = false;  // confirmed, but its file cannot be deleted yet
    };
    using Place = std::deque<Segment>::iterator;

    void take_the_folder();
    void find_segments();
    void continue_after(const Segment& newest);
    std::wstring path(std::uint64_t first) const;
    DWORD open_tail();
    std::uint64_t take_lines(std::string_view lines, Appended& result);
    std::string read_file(const Segment& segment, std::string& bytes);
    void quarantine(Place segment, const std::string& why);
    Place forget(Place segment);

    const SpoolOptions options_;
    w32::Handle lock_;
    w32::Handle tail_;  // the file of segments_.back(); empty while none could be made
    std::deque<Segment> segments_;
    std::uint64_t next_ = 1;  // number of the next record
    std::uint64_t bytes_ = 0;
    std::string frames_;
    bool full_ = false;
    unsigned cut_ = 0;
    unsigned quarantined_ = 0;
    std::vector<std::string> sentences_;
};

}  // namespace syelog
