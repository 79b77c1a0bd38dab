// undo.hpp - puts the lab's global variables back to what they were before an execution.
//
// What lies on a thread's stack or in the arena is gone after an execution anyway; everything else
// that the lab writes is noted with its old value, and written back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

class Undo {
public:
    /// Call before `bytes` (at most 8 are kept per entry, so longer ranges become several) change.
    /// `known_to_exist`: it is memory of the program, not what a wild pointer may point to.
    void save(const void* address, std::size_t bytes, bool known_to_exist) {
        const void*& recent = recent_[(reinterpret_cast<std::uintptr_t>(address) >> 2) % kRecent];
        if (recent == address && bytes <= 8) return;  // its old value is in the list already
        recent = address;
        add(address, bytes, known_to_exist);
    }
    /// Writes everything back, the latest first, and forgets it.
    void restore();

private:
    static constexpr std::size_t kRecent = 32;
    void add(const void* address, std::size_t bytes, bool known_to_exist);
    struct Entry {
        void* address = nullptr;
        std::uint64_t old = 0;
        std::uint8_t bytes = 0;
    };
    std::vector<Entry> entries_;
    const void* recent_[kRecent] = {};
};

}  // namespace explore
