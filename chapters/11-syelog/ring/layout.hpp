// layout.hpp - what the processes of a ring see: cells of bytes, and a state word for each cell.
//
// A record takes as many cells in a row as it needs; the state of its first cell speaks for all.
// A position counts cells from the beginning of time: cell = position % kCells, and
// lap = position / kCells. The lap is part of the state: one of the last lap is never taken for one
// of this.
//
//     state    lap   written by   means
//     free     n     reader       nobody has it; the first state of all, with lap 0
//     claimed  n     a writer     it is being filled; who died now is known by `writer`
//     written  n     its writer   the reader may take it
//     padding  n     a writer     no record: the reader passes over it
//
// Each change is one store or one compare-and-exchange of one word: there is no moment between two
// of them in which a process could die and leave something that nobody understands.
// Topics: T60
#pragma once

#include "chapters/11-syelog/protocol/record.hpp"

#include <atomic>

namespace syelog::ring {

inline constexpr std::size_t kCellBytes = 64;
inline constexpr std::size_t kCells = 16 * 1024;
inline constexpr unsigned kMaxCells =
    static_cast<unsigned>((kMaxRecordBytes + kCellBytes - 1) / kCellBytes);

enum class Is : unsigned { free, claimed, written, padding };

/// A state word taken apart.
struct State {
    Is is = Is::free;
    unsigned lap = 0;     ///< 30 bits
    unsigned cells = 0;   ///< how many in a row; 8 bits
    unsigned writer = 0;  ///< its number, in the name of its mutex; 24 bits
};

inline constexpr unsigned kLapMask = (1u << 30) - 1;
inline constexpr unsigned kWriterMask = (1u << 24) - 1;

constexpr std::uint64_t pack(const State& state) noexcept {
    return static_cast<std::uint64_t>(state.is) | std::uint64_t{state.lap & kLapMask} << 2 |
           std::uint64_t{state.cells & 0xff} << 32 | std::uint64_t{state.writer} << 40;
}

constexpr State unpack(std::uint64_t word) noexcept {
    return {static_cast<Is>(word & 3), static_cast<unsigned>(word >> 2) & kLapMask,
            static_cast<unsigned>(word >> 32) & 0xff, static_cast<unsigned>(word >> 40)};
}

constexpr std::size_t cell_of(std::uint64_t position) noexcept { return position % kCells; }
constexpr unsigned lap_of(std::uint64_t position) noexcept {
    return static_cast<unsigned>(position / kCells) & kLapMask;
}

/// What the reader does, for those who may have to wake it.
enum class Reader : std::uint32_t {
    awake,
    dozing,  ///< for a millisecond, so that many records come together; wake it if there is no room
    asleep   ///< wake it for a record
};

/// The mapping. All zero is an empty ring. Plain words, used through shared(): no constructor runs
/// in memory that another process has made. A cache line for each that others write at that time.
struct Memory {
    alignas(64) std::uint64_t claimed;  ///< the position that is claimed next, or one before it
    alignas(64) std::uint64_t read;     ///< the position that is read next; the reader's
    alignas(64) std::uint32_t reader;   ///< Reader
    std::uint32_t waiting;              ///< writers that wait for room, or have waited
    std::uint32_t last_writer;          ///< numbers of writers given so far
    alignas(64) std::uint64_t states[kCells];
    std::byte cells[kCells][kCellBytes];
};

/// A word of the mapping as an atomic, all accesses in one order.
template <class T>
std::atomic_ref<T> shared(T& word) noexcept {
    static_assert(std::atomic_ref<T>::is_always_lock_free, "a lock would not be shared");
    return std::atomic_ref<T>(word);
}

}  // namespace syelog::ring
