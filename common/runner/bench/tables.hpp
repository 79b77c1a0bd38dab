// tables.hpp - a run of the benchmarks for a terminal, and as HTML tables for a page.
#pragma once

#include "common/runner/bench/compare.hpp"
#include "common/runner/session.hpp"

#include <map>
#include <string>

namespace runner {

using Comparisons = std::map<std::string, Comparison>;

/// "31.5 ns", "1.24 us", "60 s": three digits, in the unit that needs none of its own.
std::string time_text(double value, std::string_view unit);

/// Per group: each row's median and spread, and beside an earlier run the ratio and the verdict.
void show_run(const Session& session, const BenchRun& run, const Comparisons& comparisons);

/// The same with all counters.
std::string run_as_html(const Session& session, const BenchRun& run,
                        const Comparisons& comparisons);

/// The run's JSON with what the comparison says beside each row.
Json run_as_json(const BenchRun& run, const Comparisons& comparisons, const BenchContext* before);

}  // namespace runner
