// shadow.hpp - finds data races: two accesses to one byte, one of them a write, with nothing
// between them that orders them.
//
// For each eight bytes of the lab's memory a cell remembers the last accesses as epochs (thread and
// its clock then), FastTrack's way. It does not matter in which order a schedule performs the two:
// a race is found in each schedule where both happen, so plain accesses need no scheduling points.
// C. Flanagan, S. Freund: FastTrack, PLDI 2009.
#pragma once

#include "common/explore/engine/thread.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

enum class Touch : std::uint8_t { read, write, atomic_read, atomic_write, allocate, free };

/// One access that the shadow remembers.
struct Epoch {
    const void* site = nullptr;
    std::uint32_t clock = 0;
    std::uint8_t thread = 0;
    std::uint8_t bytes = 0;  // a bit for each of the cell's eight
    Touch touch = Touch::read;
    std::uint32_t next = 0;  // in the pool; 0: none
};

class Shadow {
public:
    Shadow();

    /// Forgets everything.
    void reset();

    /// Enters an access of up to eight bytes within one cell. Returns the earlier access that it
    /// races with - or, to freed memory, the one that freed it - and nullptr if there is none.
    const Epoch* touch(const Thread& thread, std::uintptr_t address, unsigned bytes, Touch touch,
                       const void* site);

    /// True if nothing is to be done: this thread has made the same access since it last
    /// synchronized, and nobody has made one after it.
    bool known(const Thread& thread, std::uintptr_t address, unsigned bytes, Touch touch) const {
        const std::uintptr_t key = address >> 3;
        const Cell& found = cells_[index_of(key)];
        if (found.key != key || found.generation != generation_) return false;
        const Epoch& last = pool_[found.first];
        return last.thread == thread.id && last.touch == touch &&
               last.bytes == static_cast<std::uint8_t>(((1u << bytes) - 1) << (address & 7)) &&
               last.clock == thread.clock[thread.id];
    }

private:
    struct Cell {
        std::uintptr_t key = 0;  // address / 8
        std::uint32_t generation = 0;
        std::uint32_t first = 0;
    };
    std::size_t index_of(std::uintptr_t key) const {
        return (key * 0x9E3779B97F4A7C15u >> 32) & (cells_.size() - 1);
    }
    Cell& cell(std::uintptr_t key);
    void grow();

    std::vector<Cell> cells_;  // open addressing, a power of two
    std::vector<Epoch> pool_;  // [0] stays unused
    std::size_t used_ = 0;
    std::uint32_t generation_ = 1;
    std::uint32_t free_ = 0;
};

}  // namespace explore
