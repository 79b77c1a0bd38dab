// content.hpp - what is in the file, and one number for what was read.
//
//     copy::fill(bytes, offset, seed);                 // what stands at `offset` of the file
//     copy::fnv1a(bytes) == copy::kFnvOfNothing        // only if there is nothing
//
// Each eight bytes of the file depend on their place and on the seed. So what must be at a place is
// known without reading it, and a block that lands in another place is noticed.
// http://www.isthe.com/chongo/tech/comp/fnv/
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace copy {

inline constexpr std::uint64_t kFnvOfNothing = 0xcbf29ce484222325u;

/// FNV-1a, 64 bits. Goes on from `hash`: the parts of a file one after the other give the same
/// number as the whole.
inline std::uint64_t fnv1a(std::span<const std::byte> bytes,
                           std::uint64_t hash = kFnvOfNothing) noexcept {
    for (const std::byte byte : bytes) {
        hash ^= std::to_integer<std::uint64_t>(byte);
        hash *= 0x100000001b3u;
    }
    return hash;
}

/// The number `index` of the pseudo-random sequence that `seed` names (SplitMix64).
inline std::uint64_t number(std::uint64_t seed, std::uint64_t index) noexcept {
    std::uint64_t mixed = seed + (index + 1) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

/// What stands in the file from `offset` on, which is a multiple of 8.
inline void fill(std::span<std::byte> bytes, std::uint64_t offset, std::uint64_t seed) noexcept {
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
        const std::uint64_t word = number(seed, (offset + at) / sizeof(std::uint64_t));
        std::memcpy(bytes.data() + at, &word, std::min(sizeof word, bytes.size() - at));
    }
}

}  // namespace copy
