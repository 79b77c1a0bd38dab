// compare.hpp - is a row faster or slower than in an earlier run?
//
// A row is called faster or slower only if all of this holds:
//   * the Mann-Whitney U test, corrected by Holm for the number of rows, answers less than 0.05;
//   * no sitting's median of one run lies among those of the other: samples of one sitting share
//     what the system gave their process, so they are not independent of each other;
//   * the medians are more than 10 % apart. Two runs of the same programs differ by a few percent
//     on any machine, for reasons that are in no source;
//   * all of that is still so when the earlier samples are moved as the row's neighbours have
//     moved. If a fifth of the other rows of its group went the same way (not those of the same
//     name, which run the same code), that is the machine's doing, or that of something which the
//     group shares; what the group did as a whole is said once, in doubts().
// Everything else is "no difference shown", which is not the same as "no difference". Where others
// used the machine during a run nothing is compared: they slow a whole run down evenly enough that
// no test of ranks notices.
#pragma once

#include "common/runner/bench/run.hpp"

#include <map>
#include <string>

namespace runner {

inline constexpr double kSurprise = 0.05;     ///< the p-value from which on it may be chance
inline constexpr double kLeastChange = 0.10;  ///< of the older median
inline constexpr double kStill = 10;          ///< percent that others may use, usually

struct Comparison {
    enum class Verdict { faster, slower, no_difference, not_comparable };
    double old_median = 0;
    double ratio = 0;  ///< new median / old median
    double p = 1;      ///< adjusted
    Verdict verdict = Verdict::not_comparable;
};

/// In English, as the figures' file has it.
std::string_view name_of(Comparison::Verdict verdict) noexcept;

/// By the row's name. Rows that one of the runs has not, or that are void in one, are
/// not_comparable or not there; all are not_comparable if one of the runs was disturbed.
std::map<std::string, Comparison> compare(const BenchRun& now, const BenchRun& before);

/// Why these two runs say little about each other: another platform, pinning, a busy machine, too
/// few samples, a group that has moved as a whole.
std::vector<std::string> doubts(const BenchRun& now, const BenchRun& before);

}  // namespace runner
