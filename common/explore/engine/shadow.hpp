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
    std::uint8_t bytes = 0;  // a bit for each of the cell's eight; 0: there is none
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

    /// As touch() for plain accesses, and quick for those that come after all others to just these
    /// bytes. False: not entered.
    template <bool kWrite>
    bool enter_ordered(const Thread& thread, std::uintptr_t address, unsigned bytes,
                       const void* site) {
        Cell& found = cells_[index_of(address >> 3)];
        if (found.generation != generation_) {
            if (used_ * 2 >= cells_.size()) return false;
            found.begin(address >> 3, generation_);
            ++used_;
        } else if (found.key != address >> 3 || found.more != 0) {
            return false;
        }
        const unsigned mask = mask_of(address, bytes);
        const auto in_the_way = [&](const Epoch& earlier) {
            return earlier.bytes != 0 && (earlier.bytes != mask || earlier.touch > Touch::write ||
                                          earlier.clock > thread.clock[earlier.thread]);
        };
        if (in_the_way(found.epochs[0]) || in_the_way(found.epochs[1])) return false;
        Epoch& made = found.epochs[kWrite ? 0 : 1];
        made.site = site;
        made.clock = thread.clock[thread.id];
        made.thread = static_cast<std::uint8_t>(thread.id);
        made.bytes = static_cast<std::uint8_t>(mask);
        made.touch = kWrite ? Touch::write : Touch::read;
        if (kWrite) found.epochs[1].bytes = 0;  // no later write races with that read alone
        return true;
    }

    /// False: another thread has used the eight bytes around `address`.
    bool only_used_by(const Thread& thread, std::uintptr_t address);

private:
    struct Cell {
        std::uintptr_t key = 0;  // address / 8
        std::uint32_t generation = 0;
        std::uint32_t more = 0;  // epochs in the pool
        Epoch epochs[2];         // of a write, and of a read

        void begin(std::uintptr_t its_key, std::uint32_t its_generation) {
            key = its_key;
            generation = its_generation;
            more = 0;
            epochs[0].bytes = epochs[1].bytes = 0;
        }
    };
    static unsigned mask_of(std::uintptr_t address, unsigned bytes) {
        return ((1u << bytes) - 1) << (address & 7);
    }
    std::size_t index_of(std::uintptr_t key) const {
        return (key * 0x9E3779B97F4A7C15u >> 32) & (cells_.size() - 1);
    }
    Cell& cell(std::uintptr_t key);
    void keep(Cell& here, const Epoch& made);
    void grow();

    std::vector<Cell> cells_;  // open addressing, a power of two
    std::vector<Epoch> pool_;  // [0] stays unused
    std::size_t used_ = 0;
    std::uint32_t generation_ = 1;
    std::uint32_t free_ = 0;
};

}  // namespace explore
