// shadow.cpp - a hash table of cells, each with a short list of epochs.
#include "common/explore/engine/shadow.hpp"

namespace explore {
namespace {

constexpr std::size_t kFirstCells = 1024;

bool writes(Touch touch) { return touch != Touch::read && touch != Touch::atomic_read; }
bool atomic(Touch touch) { return touch == Touch::atomic_read || touch == Touch::atomic_write; }

bool conflict(Touch earlier, Touch later) {
    if (earlier == Touch::allocate) return false;
    return (writes(earlier) || writes(later)) && !(atomic(earlier) && atomic(later));
}

}  // namespace

Shadow::Shadow() : cells_(kFirstCells), pool_(1) {}

void Shadow::reset() {
    ++generation_;
    used_ = 0;
    pool_.resize(1);
    free_ = 0;
}

Shadow::Cell& Shadow::cell(std::uintptr_t key) {
    for (;;) {
        const std::size_t mask = cells_.size() - 1;
        std::size_t index = index_of(key);
        for (;; index = (index + 1) & mask) {
            Cell& found = cells_[index];
            if (found.generation == generation_) {
                if (found.key == key) return found;
                continue;
            }
            if (used_ * 2 >= cells_.size()) break;
            ++used_;
            found = {key, generation_, 0};
            return found;
        }
        grow();
    }
}

void Shadow::grow() {
    std::vector<Cell> old(cells_.size() * 2);
    old.swap(cells_);
    const std::size_t mask = cells_.size() - 1;
    for (const Cell& moved : old) {
        if (moved.generation != generation_) continue;
        std::size_t index = index_of(moved.key);
        while (cells_[index].generation == generation_) index = (index + 1) & mask;
        cells_[index] = moved;
    }
}

const Epoch* Shadow::touch(const Thread& thread, std::uintptr_t address, unsigned bytes,
                           Touch touch, const void* site) {
    const auto mask = static_cast<std::uint8_t>(((1u << bytes) - 1) << (address & 7));
    Cell& here = cell(address >> 3);
    const auto me = static_cast<std::uint8_t>(thread.id);
    Epoch* mine = nullptr;
    std::uint32_t* link = &here.first;
    while (*link != 0) {
        Epoch& earlier = pool_[*link];
        const bool seen = earlier.thread == me || earlier.clock <= thread.clock[earlier.thread];
        if ((earlier.bytes & mask) != 0) {
            if (earlier.touch == Touch::free && touch != Touch::allocate) return &earlier;
            if (!seen && conflict(earlier.touch, touch)) return &earlier;
            // What this write covers, and comes after, will never be the only one to race.
            if (seen && writes(touch) && (earlier.bytes & ~mask) == 0) {
                const std::uint32_t gone = *link;
                *link = earlier.next;
                pool_[gone].next = free_;
                free_ = gone;
                continue;
            }
        }
        if (earlier.thread == me && earlier.touch == touch) mine = &earlier;
        link = &earlier.next;
    }
    if (mine != nullptr && mine->clock == thread.clock[me] && (mine->bytes | mask) == mine->bytes) {
        mine->site = site;
        return nullptr;
    }
    if (mine != nullptr && mine->bytes == mask) {
        mine->clock = thread.clock[me];
        mine->site = site;
        return nullptr;
    }
    std::uint32_t index = free_;
    if (index != 0) {
        free_ = pool_[index].next;
    } else {
        index = static_cast<std::uint32_t>(pool_.size());
        pool_.emplace_back();
        // Emplacing may have moved the pool, and `link` into it; the cell has not moved.
    }
    pool_[index] = {site, thread.clock[me], me, mask, touch, here.first};
    here.first = index;
    return nullptr;
}

}  // namespace explore
