// shadow.cpp - a hash table of cells, each with a write, a read, and a short list of others.
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

// What the later access comes after, and covers, will never be the only one of the two to race.
bool covers(Touch later, Touch earlier) {
    return writes(later) || later == earlier || (later == Touch::read && !writes(earlier));
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
            found.begin(key, generation_);
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
    const unsigned mask = mask_of(address, bytes);
    const auto me = static_cast<std::uint8_t>(thread.id);
    Cell& here = cell(address >> 3);
    const auto seen = [&](const Epoch& earlier) {
        return earlier.thread == me || earlier.clock <= thread.clock[earlier.thread];
    };
    const auto races = [&](const Epoch& earlier) {
        if ((earlier.bytes & mask) == 0) return false;
        if (earlier.touch == Touch::free && touch != Touch::allocate) return true;
        return !seen(earlier) && conflict(earlier.touch, touch);
    };
    const auto covered = [&](const Epoch& earlier) {
        return (earlier.bytes & ~mask) == 0 && seen(earlier) && covers(touch, earlier.touch);
    };
    for (Epoch& earlier : here.epochs) {
        if (races(earlier)) return &earlier;
        if (covered(earlier)) earlier.bytes = 0;
    }
    for (std::uint32_t* link = &here.more; *link != 0;) {
        Epoch& earlier = pool_[*link];
        if (races(earlier)) return &earlier;
        if (covered(earlier)) {
            const std::uint32_t gone = *link;
            *link = earlier.next;
            earlier.next = free_;
            free_ = gone;
        } else {
            link = &earlier.next;
        }
    }
    keep(here, {site, thread.clock[me], me, static_cast<std::uint8_t>(mask), touch, 0});
    return nullptr;
}

bool Shadow::only_used_by(const Thread& thread, std::uintptr_t address) {
    const Cell& here = cell(address >> 3);
    const auto own = [&](const Epoch& epoch) {
        return epoch.bytes == 0 || epoch.thread == static_cast<std::uint8_t>(thread.id);
    };
    if (!own(here.epochs[0]) || !own(here.epochs[1])) return false;
    for (std::uint32_t link = here.more; link != 0; link = pool_[link].next)
        if (!own(pool_[link])) return false;
    return true;
}

void Shadow::keep(Cell& here, const Epoch& made) {
    Epoch& place = here.epochs[writes(made.touch) ? 0 : 1];
    if (place.bytes == 0) {
        place = made;
        return;
    }
    std::uint32_t index = free_;
    if (index != 0) {
        free_ = pool_[index].next;
    } else {
        index = static_cast<std::uint32_t>(pool_.size());
        pool_.emplace_back();
    }
    pool_[index] = made;
    pool_[index].next = here.more;
    here.more = index;
}

}  // namespace explore
