// record_queue.hpp - packed records that wait, one behind the other in a ring of bytes.
//
//     if (queue.fits(record.header.bytes)) queue.push(record);
//     const auto taken = queue.take(batch, kAll);       // whole records, the oldest ones
//
// Each record says how long it is, so the ring needs no list of borders: dropping the oldest one is
// moving a number. A record may lie across the ring's end, in two pieces.
#pragma once

#include "chapters/11-syelog/client/packed.hpp"

#include <algorithm>
#include <memory>

namespace syelog {

/// Not thread-safe: its user has a lock.
class RecordQueue {
public:
    static constexpr std::uint64_t kAll = ~std::uint64_t{0};

    /// `capacity` in bytes. The memory is asked for now and touched when it is used.
    explicit RecordQueue(std::size_t capacity)
        : capacity_(capacity), memory_(std::make_unique_for_overwrite<std::byte[]>(capacity)) {}

    bool fits(std::size_t bytes) const noexcept { return capacity_ - bytes_ >= bytes; }
    bool empty() const noexcept { return records_ == 0; }
    std::size_t bytes() const noexcept { return bytes_; }
    /// Position of the oldest record: how many have left so far, taken or dropped.
    std::uint64_t begin() const noexcept { return left_; }
    /// Position that the next record gets: how many were pushed so far.
    std::uint64_t end() const noexcept { return left_ + records_; }

    /// It fits.
    void push(const Packed& record) noexcept {
        put(&record.header, sizeof record.header);
        put(record.text.data(), record.text.size());
        put(kTail.data(), kTail.size());
        bytes_ += record.header.bytes;
        ++records_;
    }

    /// There is one.
    void drop_oldest() noexcept { remove(oldest_bytes(), 1); }

    struct Taken {
        std::size_t bytes = 0;
        std::uint64_t records = 0;
    };
    /// Moves the oldest records to `out`: as many whole ones as fit, at most `most`.
    Taken take(std::span<std::byte> out, std::uint64_t most) noexcept {
        Taken taken;
        while (taken.records < std::min(most, records_)) {
            const std::size_t next = oldest_bytes(taken.bytes);
            if (taken.bytes + next > out.size()) break;
            taken.bytes += next;
            ++taken.records;
        }
        get(0, out.data(), taken.bytes);
        remove(taken.bytes, taken.records);
        return taken;
    }

private:
    void put(const void* from, std::size_t bytes) noexcept {
        const auto* const source = static_cast<const std::byte*>(from);
        const std::size_t first = std::min(bytes, capacity_ - end_);
        std::copy_n(source, first, memory_.get() + end_);
        std::copy_n(source + first, bytes - first, memory_.get());
        end_ = wrapped(end_ + bytes);
    }
    void get(std::size_t offset, std::byte* to, std::size_t bytes) const noexcept {
        const std::size_t at = wrapped(begin_ + offset);
        const std::size_t first = std::min(bytes, capacity_ - at);
        std::copy_n(memory_.get() + at, first, to);
        std::copy_n(memory_.get(), bytes - first, to + first);
    }
    // The length stands first in a record: little endian, as on the pipe.
    std::size_t oldest_bytes(std::size_t offset = 0) const noexcept {
        const auto low = std::to_integer<std::size_t>(memory_[wrapped(begin_ + offset)]);
        const auto high = std::to_integer<std::size_t>(memory_[wrapped(begin_ + offset + 1)]);
        return low | high << 8;
    }
    void remove(std::size_t bytes, std::uint64_t records) noexcept {
        begin_ = wrapped(begin_ + bytes);
        bytes_ -= bytes;
        records_ -= records;
        left_ += records;
        if (records_ == 0) begin_ = end_ = 0;  // memory that was touched before is used again
    }
    std::size_t wrapped(std::size_t at) const noexcept {
        return at < capacity_ ? at : at - capacity_;
    }

    std::size_t capacity_;
    std::unique_ptr<std::byte[]> memory_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t records_ = 0;
    std::uint64_t left_ = 0;
};

}  // namespace syelog
