// arena.cpp - reserves address space once, commits it in steps.
#include "common/explore/engine/arena.hpp"

#include "common/win32/error.hpp"

#include <algorithm>
#include <cstring>

namespace explore {
namespace {

constexpr std::size_t kStep = std::size_t{64} << 10;
constexpr std::size_t kKept = std::size_t{1} << 20;  // committed memory that reset() leaves

std::size_t round_up(std::size_t value, std::size_t step) {
    return (value + step - 1) / step * step;
}

}  // namespace

Arena::~Arena() {
    if (base_ != nullptr) ::VirtualFree(base_, 0, MEM_RELEASE);
}

void Arena::reset() {
    if (!dirty_) return;
    dirty_ = false;
    for (std::size_t thread = 0; thread < kMaxThreads; ++thread) {
        used_[thread] = 0;
        if (committed_[thread] <= kKept) continue;
        ::VirtualFree(base_ + kBytesPerThread * thread + kKept, committed_[thread] - kKept,
                      MEM_DECOMMIT);
        committed_[thread] = kKept;
    }
}

void* Arena::allocate(int thread, std::size_t bytes, std::size_t alignment, const void* site) {
    if (base_ == nullptr) {
        base_ = static_cast<char*>(
            ::VirtualAlloc(nullptr, kBytesPerThread * kMaxThreads, MEM_RESERVE, PAGE_NOACCESS));
        w32::check(base_ != nullptr, "VirtualAlloc");
    }
    alignment = std::max(alignment, sizeof(Block));
    const std::size_t begin = round_up(used_[thread] + sizeof(Block), alignment);
    if (bytes > kBytesPerThread || begin + bytes > kBytesPerThread) return nullptr;
    char* region = base_ + kBytesPerThread * static_cast<std::size_t>(thread);
    const std::size_t end = round_up(begin + std::max<std::size_t>(bytes, 1), sizeof(Block));
    if (end > committed_[thread]) {
        const std::size_t want = std::min(round_up(end, kStep), kBytesPerThread);
        if (::VirtualAlloc(region + committed_[thread], want - committed_[thread], MEM_COMMIT,
                           PAGE_READWRITE) == nullptr)
            return nullptr;
        committed_[thread] = want;
    }
    used_[thread] = end;
    dirty_ = true;
    Block* header = block(region + begin);
    *header = {static_cast<std::uint32_t>(bytes), static_cast<std::uint16_t>(thread), 0, site};
    std::memset(region + begin, 0xCD, bytes);
    return region + begin;
}

}  // namespace explore
