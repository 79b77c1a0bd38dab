// runs.hpp - long runs of the daemon, each of which answers in figures what it has seen.
//
// The chapter's tests do each of them once, small; the program syelog_endurance does them as long
// as one likes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace syelog::endurance {

/// Called now and then with how far a run has come.
using Progress = std::function<void(const std::string& sentence)>;

struct FuzzOptions {
    std::uint64_t frames = 1'000'000;
    std::uint32_t seed = 1;
    unsigned clients = 4;  ///< at a time; each connects anew after whatever ends a connection
    Progress progress{};
};

/// What random clients have sent, counted on their side, and what a daemon made of it.
struct FuzzResult {
    struct Count {
        std::uint64_t records = 0;     ///< whole ones before the first that is none
        std::uint64_t malformed = 0;   ///< connections with a length that no record has
        std::uint64_t unfinished = 0;  ///< connections left in the middle of a record
        std::uint64_t clients = 0;
    };
    Count sent;
    Count seen;
    std::uint64_t lines = 0;  ///< in the log: one per record, and one per oddity
    bool as_expected() const noexcept;
};

/// A daemon in this process; every length, cut, byte and way to leave that a client can think of.
FuzzResult fuzz(const FuzzOptions& options);

struct LoadOptions {
    unsigned clients = 64;
    unsigned records = 2000;  ///< of each
};

struct LoadResult {
    std::uint64_t acknowledged = 0;  ///< records whose write had succeeded
    std::uint64_t lost = 0;          ///< of these: not in the log
    std::uint64_t duplicated = 0;
    std::uint64_t out_of_order = 0;
    std::uint64_t damaged = 0;  ///< lines that are neither a record nor the daemon's own
};

/// syelogd as a process; clients of the library write all their records, it is stopped in order.
LoadResult stop_after_load(const LoadOptions& options);

/// syelogd as a process; raw clients write record by record, and it is killed in the middle.
struct KillResult {
    LoadResult load;
    std::uint64_t bound =
        0;  ///< records that may be lost at most: what the pipes and the writer hold
};
KillResult kill_under_load(const LoadOptions& options);

struct SoakOptions {
    double minutes = 10;
    Progress progress{};
};

/// Handles and memory of a process whose daemon has served clients that come and go all the time,
/// when nobody is connected: after the first tenth of the time, and at the end.
struct SoakResult {
    std::uint64_t rounds = 0;
    std::uint64_t records = 0;
    std::uint64_t lost = 0;
    std::uint32_t handles_before = 0, handles_after = 0;
    std::uint64_t kib_before = 0, kib_after = 0;
};
SoakResult soak(const SoakOptions& options);

}  // namespace syelog::endurance
