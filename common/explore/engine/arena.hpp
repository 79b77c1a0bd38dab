// arena.hpp - the heap of an explored program: gone as a whole after each execution.
//
// Each thread allocates from a region of its own, so that an address depends on what that thread
// did before, never on who ran when: only then is a program the same program in two schedules that
// differ by independent steps. Nothing is used twice within one execution, and so a pointer to
// freed memory stays recognizable.
#pragma once

#include "common/explore/engine/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace explore {

/// Stands before each block.
struct Block {
    std::uint32_t bytes = 0;  // as asked for
    std::uint16_t thread = 0;
    std::uint16_t freed = 0;
    const void* site = nullptr;  // the code that allocated it
};

class Arena {
public:
    static constexpr std::size_t kBytesPerThread = std::size_t{16} << 20;

    ~Arena();
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// Takes back everything that was allocated.
    void reset();
    /// Filled with 0xCD, so that what a lab forgets to initialize is the same in each execution.
    /// nullptr when the thread's region is used up.
    void* allocate(int thread, std::size_t bytes, std::size_t alignment, const void* site);
    /// True if the address lies in any region.
    bool contains(const void* address) const {
        return base_ != nullptr && static_cast<const char*>(address) >= base_ &&
               static_cast<const char*>(address) < base_ + kBytesPerThread * kMaxThreads;
    }
    /// The block that begins at this address, as allocate() returned it.
    static Block* block(void* memory) { return static_cast<Block*>(memory) - 1; }

private:
    char* base_ = nullptr;  // reserved once
    bool dirty_ = false;
    std::size_t used_[kMaxThreads] = {};
    std::size_t committed_[kMaxThreads] = {};
};

}  // namespace explore
