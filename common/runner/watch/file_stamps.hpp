// file_stamps.hpp - which files of a lab have changed, and have they stopped changing?
//
// An editor saves in steps: it writes a new file and renames it over the old one, or empties the
// file and fills it again, and leaves backups and swap files beside it. So what counts is the state
// of the folder - names, times, sizes of its sources - once it has been the same for a moment.
#pragma once

#include "common/runner/files.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace runner {

struct Stamp {
    std::uint64_t written;  ///< FILETIME
    std::uint64_t bytes;
    friend bool operator==(const Stamp&, const Stamp&) = default;
};
using Stamps = std::map<std::string, Stamp>;  ///< by file name

/// Could the lab be built from it? Not so: lab.txt, "x.hpp~", ".#x.hpp", ".x.hpp.swp", "4913".
bool is_source_name(std::string_view name);

/// The sources of `folder` as they are now; empty if it cannot be read.
Stamps stamps_of(const fs::path& folder);

/// Waits for the end of a save. Times are milliseconds of one clock.
class Settling {
public:
    static constexpr std::uint64_t kQuiet = 120;

    /// `needed` is the file without which there is nothing to build: between two steps of a save it
    /// may be missing.
    Settling(Stamps now, std::string needed)
        : settled_(std::move(now)), seen_(settled_), needed_(std::move(needed)) {}

    /// The folder is like this at `now`. True once for each save: it differs from the last settled
    /// state and has been quiet for kQuiet.
    bool look(const Stamps& stamps, std::uint64_t now);

    /// The file that is needed is not there.
    bool is_missing() const { return seen_.find(needed_) == seen_.end(); }

    /// When to look again, if nobody says so before; empty if nothing is going on.
    std::optional<std::uint64_t> due() const;

private:
    Stamps settled_;
    Stamps seen_;
    std::uint64_t since_ = 0;  // seen_ has been like this since then
    std::string needed_;
};

}  // namespace runner
