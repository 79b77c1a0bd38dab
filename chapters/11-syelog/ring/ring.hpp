// ring.hpp - log records through shared memory: many writers, one reader, no call per record.
//
//     syelog::RingReader reader(L"Local\\syelog.ring");      // one thread of the daemon
//     while (reader.next(record)) ...                        // until nothing is there
//     reader.wait(w32::forever);
//
//     syelog::RingWriter writer(L"Local\\syelog.ring");      // a thread of any process
//     writer.write({.text = "hello"});
//
// What the pipe does not ask for: writers trust each other, for each can write over all records;
// and a writer that is stopped in the middle of a record, by a debugger, say, holds up the others.
// One that *dies* there does not: it owns a mutex while it lives, which the system lets go.
// https://learn.microsoft.com/windows/win32/memory/creating-named-shared-memory
#pragma once

#include "chapters/11-syelog/ring/layout.hpp"
#include "common/win32/event.hpp"
#include "common/win32/file_mapping.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"

#include <memory>

namespace syelog {

namespace ring {
/// What both ends have open; made by whoever comes first.
struct Shared {
    explicit Shared(const std::wstring& name);
    Memory& memory() const { return mapping.as<Memory>(); }

    w32::FileMapping mapping;
    w32::Event data;          // automatic: the reader has something to do
    w32::Semaphore room;      // a unit for each writer that has waited for room
    w32::Mutex reader_lives;  // owned by the reader
};
}  // namespace ring

/// Belongs to the thread that makes it: a mutex that this thread owns tells that it lives.
class RingWriter {
public:
    /// Makes the ring if nobody has done so. `name` begins with Local\ or Global\.
    explicit RingWriter(const std::wstring& name);
    /// What was claimed and not committed is passed over.
    ~RingWriter();
    RingWriter(const RingWriter&) = delete;
    RingWriter& operator=(const RingWriter&) = delete;

    enum class Wrote {
        yes,       ///< it is in the ring, and outlives this process
        no_reader  ///< the ring is full, and nobody reads it
    };
    /// Blocks while the ring is full. Text that is too long is cut.
    Wrote write(const Record& record);

    /// write() in two halves: room for a packed record of 1 to kMaxRecordBytes bytes, then
    /// its release. Empty: no reader. Nothing that is written behind it is read before commit().
    std::span<std::byte> claim(std::size_t bytes);
    void commit();

private:
    enum class Tried { claimed, lost, full };
    Tried try_claim(std::uint64_t position, unsigned cells, ring::Is as);
    bool is_full(std::uint64_t position, unsigned cells) const;
    bool wait_for_room(std::uint64_t position, unsigned cells);
    void wake_reader();
    bool change_mine(ring::Is is);

    const std::wstring name_;
    ring::Shared shared_;
    ring::Memory& memory_;
    unsigned number_ = 0;
    std::unique_ptr<w32::Mutex> lives_;
    std::uint64_t* mine_ = nullptr;  // the state of what is claimed,
    std::uint64_t mine_word_ = 0;    // and its value
};

/// Belongs to the thread that makes it.
class RingReader {
public:
    /// Goes on where the last reader of the ring has ended. Throws w32::Error 183 if that still
    /// reads.
    explicit RingReader(const std::wstring& name);
    ~RingReader();
    RingReader(const RingReader&) = delete;
    RingReader& operator=(const RingReader&) = delete;

    /// The next record; its text lives until the next call. False: nothing is there. Never waits.
    bool next(Record& out);

    enum class Woken { more, timed_out, stopped };
    /// After next() has answered false: returns when there may be more, or `stop` is signaled. Lets
    /// a millisecond pass first, so that a writer need not wake it for each record.
    Woken wait(w32::Timeout limit, HANDLE stop = nullptr);

    std::uint64_t abandoned() const noexcept { return abandoned_; }  ///< writers died in them
    std::uint64_t malformed() const noexcept { return malformed_; }  ///< not records

private:
    ring::State head() const;
    bool copy_out(std::size_t cell, std::size_t bytes, Record& out);
    void release(unsigned cells);
    void repair();
    void wake_writers();
    Woken sleep(w32::Timeout limit, HANDLE stop);

    const std::wstring name_;
    ring::Shared shared_;
    ring::Memory& memory_;
    std::uint64_t position_ = 0;
    unsigned dead_writer_ = 0;  // what it has claimed is passed over
    std::size_t released_ = 0;  // cells, since writers were woken
    std::uint64_t abandoned_ = 0;
    std::uint64_t malformed_ = 0;
    std::unique_ptr<Decoder> decoder_;
};

}  // namespace syelog
