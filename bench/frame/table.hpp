// table.hpp - the rows of a run, and how they are shown.
//
//     locks                                   ns/op  spread %  ops/s ...
//       SRWLOCK, exclusive  high  threads 4     95.1       4.1
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bench {

using Params = std::vector<std::pair<std::string, std::string>>;
using Counters = std::vector<std::pair<std::string, double>>;

/// One measurement of a row.
struct Sample {
    double ns = 0;  ///< per operation
    Counters counters{};
    std::string void_because{};  ///< not empty: the figures are worth nothing

    static Sample nothing(std::string because) { return {0, {}, std::move(because)}; }
};

/// A row and what was measured so far.
struct Row {
    std::string group;
    std::string name;
    Params params{};
    std::vector<Sample> samples{};

    /// "group/name/param:value/...". What Google Benchmark and `wb bench` know it by.
    std::string full_name() const;
    /// Why it is void; empty if it is not.
    std::string void_because() const;
    double median_ns() const;
    double spread() const;
    /// The median over the samples that have it.
    double counter(const std::string& counter) const;
};

/// Larger than this, and a row says little: percent of the median.
inline constexpr double kWideSpread = 25;

/// Why a row may not have this name; empty if it may. A slash would end the name early, a colon in
/// a parameter's name too.
std::string bad_name(const Row& row);

/// A table for each group, in the order of the rows; rows without samples are left out. Then a
/// warning for each row whose spread is wide.
std::string tables(const std::vector<Row>& rows);

/// "1.5 k", "23.4", "0.031": at most four digits.
std::string number_text(double value);

}  // namespace bench
