// task.hpp - what is to be done, whoever is told in whatever way: blocks are read, and written.
//
//     copying    read --> write --> read the next block --> ... --> stop
//     reading    read --> read the next block --> ... --> stop
//
// A slot is one block under way: its OVERLAPPED, its memory, and what it does now. `depth` slots
// are under way at once. A strategy starts what step says, waits in its own way until that has
// ended, and asks for the next step:
//
//     Step step = task.next(slot);
//     ... start(task, slot, step), and when it has ended:
//     step = task.ended(slot, bytes, error);
#pragma once

#include "common/win32/overlapped.hpp"

#include <algorithm>
#include <atomic>
#include <vector>

namespace copy {

enum class Step {
    read,   ///< start to read slot.data from the source
    write,  ///< start to write slot.data to the target
    stop    ///< nothing more for this slot
};

struct Block {
    std::uint64_t offset;
    DWORD size;
};

/// Derives from OVERLAPPED: the pointer that comes with the end of a request is the slot.
/// Offset and step are the task's; hEvent is the strategy's.
struct Slot : OVERLAPPED {
    Slot() noexcept : OVERLAPPED{} {}
    Step step = Step::stop;
    std::span<std::byte> data;  ///< the block, or where it will be
};

/// The blocks in their order, and the memory for them. next() and ended() may be called by several
/// threads, for different slots. Destroy it only when no request is pending.
class Task {
public:
    /// `target` nullptr: blocks are only read, each to a place of its own in memory(). Otherwise
    /// each slot has one piece of it. No block is larger than `largest`.
    Task(HANDLE source, HANDLE target, std::vector<Block> blocks, DWORD largest, std::size_t depth)
        : source_(source),
          target_(target),
          blocks_(std::move(blocks)),
          largest_(largest),
          slots_(depth),
          memory_(largest * (target != nullptr ? depth : blocks_.size())) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    HANDLE source() const noexcept { return source_; }
    HANDLE target() const noexcept { return target_; }
    /// The file that the slot's request is for.
    HANDLE file_of(const Slot& slot) const noexcept {
        return slot.step == Step::write ? target_ : source_;
    }
    std::span<Slot> slots() noexcept { return slots_; }
    std::span<const std::byte> memory() const noexcept { return memory_; }

    /// Gives the slot the next block to read. stop: there is none, or something has failed.
    Step next(Slot& slot) noexcept {
        const std::size_t block = has_failed() ? blocks_.size() : next_++;
        if (block >= blocks_.size()) return slot.step = Step::stop;
        // Whoever reads only does not overwrite: afterwards all blocks are there, in their order.
        const std::size_t place =
            target_ != nullptr ? static_cast<std::size_t>(&slot - slots_.data()) : block;
        slot.data = {memory_.data() + place * largest_, blocks_[block].size};
        slot.Offset = static_cast<DWORD>(blocks_[block].offset);
        slot.OffsetHigh = static_cast<DWORD>(blocks_[block].offset >> 32);
        return fresh_request(slot, Step::read);
    }

    /// The request of the slot has ended, or was refused: what is next?
    Step ended(Slot& slot, DWORD bytes, DWORD error) noexcept {
        // A file that has become shorter meanwhile, or a disk that took a part: not a success.
        if (error == ERROR_SUCCESS && bytes != slot.data.size())
            error = slot.step == Step::read ? ERROR_HANDLE_EOF : ERROR_WRITE_FAULT;
        if (error != ERROR_SUCCESS) return fail(slot, error);
        const bool has_to_be_written = slot.step == Step::read && target_ != nullptr;
        if (!has_to_be_written || has_failed()) return next(slot);
        return fresh_request(slot, Step::write);
    }

    /// Throws the first error, when all slots have stopped.
    void check(std::source_location where = std::source_location::current()) const {
        const Failure failure = failure_;
        if (failure.error != ERROR_SUCCESS)
            throw w32::Error(failure.step == Step::read ? "ReadFile" : "WriteFile", failure.error,
                             where);
    }

private:
    struct Failure {
        DWORD error;
        Step step;
    };

    bool has_failed() const noexcept { return failure_.load().error != ERROR_SUCCESS; }
    static Step fresh_request(Slot& slot, Step step) noexcept {
        slot.Internal = slot.InternalHigh = 0;
        return slot.step = step;
    }
    Step fail(Slot& slot, DWORD error) noexcept {
        Failure none{};  // what comes after the first one is its consequence more often than not
        failure_.compare_exchange_strong(none, Failure{error, slot.step});
        return slot.step = Step::stop;
    }

    const HANDLE source_, target_;
    const std::vector<Block> blocks_;
    const DWORD largest_;
    std::vector<Slot> slots_;
    std::vector<std::byte> memory_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<Failure> failure_{};
};

/// Starts what the slot does next. Unless it has failed, the slot is not ours until it has ended.
inline w32::IoStarted start(const Task& task, Slot& slot, Step step) {
    return step == Step::read ? w32::start_read(task.source(), slot.data, slot)
                              : w32::start_write(task.target(), slot.data, slot);
}

}  // namespace copy
