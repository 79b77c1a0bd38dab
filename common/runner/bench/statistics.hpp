// statistics.hpp - what a handful of samples says, and whether two handfuls differ.
//
//     const double p = mann_whitney(before, after);      // the chance to see this by chance alone
//
// No mean and no standard deviation: a benchmark's samples have a long tail on one side. Everything
// here looks at ranks and quantiles.
// https://en.wikipedia.org/wiki/Mann-Whitney_U_test, and Google Benchmark's tools/compare.py, which
// compares in the same way.
#pragma once

#include <vector>

namespace runner {

/// The middle one, or the mean of the two in the middle. 0 of none.
double median(std::vector<double> values);

/// How far apart the smallest and the largest are, in percent of the median. 0 of fewer than two,
/// or if the median is 0.
double spread_percent(const std::vector<double>& values);

/// The two-sided p-value of the Mann-Whitney U test: how often two handfuls from one source would
/// be ordered as one-sidedly as these. Exact without ties and with at most 20 values on each side,
/// else by the normal approximation with its correction for ties. 1 if one of them is empty.
double mann_whitney(const std::vector<double>& one, const std::vector<double>& other);

/// Holm's correction: many comparisons, of which some look different by chance alone. Answers the
/// adjusted p-values, in the order of `p`.
std::vector<double> holm(const std::vector<double>& p);

}  // namespace runner
