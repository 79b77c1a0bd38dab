// census.hpp - counts a log of numbered records: was any lost, doubled, overtaken?
//
// Looks at the texts that syelog_load writes: "client 3 record 17", numbered from 1.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace syelog {

class Census {
public:
    /// Counts each line of `log`; lines of another form are only counted as such.
    void count(std::string_view log);

    std::uint64_t records = 0;       ///< numbered lines
    std::uint64_t other_lines = 0;   ///< the daemon's own, or damaged ones
    std::uint64_t duplicated = 0;    ///< lines whose number was there before
    std::uint64_t out_of_order = 0;  ///< lines that come after a higher number of the same client

    /// How many of 1..`last` of that client are missing.
    std::uint64_t lost(unsigned client, unsigned last) const;

private:
    struct Client {
        std::vector<bool> seen;
        unsigned highest = 0;
    };
    void count_line(std::string_view line);

    std::map<unsigned, Client> clients_;
};

}  // namespace syelog
