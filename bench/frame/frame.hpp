// frame.hpp - what all benchmark programs have in common: rows, flags, tables, JSON.
//
//     void add_rows() {
//         bench::add("threads", "a call", {}, [] { return bench::time_many(&nothing); });
//     }
//     int main(int argc, char** argv) { return bench::run(argc, argv, "bench_x", &add_rows); }
//
// Google Benchmark is inside: its flags work (filter, repetitions, JSON). Each row is one of its
// benchmarks that runs one iteration, which is one measurement of a fixed time; so its repetitions
// are our samples, and with random interleaving whatever disturbs the machine disturbs all rows.
// https://github.com/google/benchmark/blob/main/docs/user_guide.md
#pragma once

#include "bench/frame/round.hpp"
#include "bench/frame/table.hpp"

#include <functional>

namespace bench {

/// Names a row. `measure` runs once for each repetition, on the main thread. What it throws voids
/// the row.
void add(const std::string& group, const std::string& row, const Params& params,
         std::function<Sample()> measure);

/// True with --quick: shorter rounds; add_rows leaves rows out.
bool quick();

/// Strips our flag, asks for the rows, runs those that Google Benchmark's flags select and prints
/// the tables. Unless the flags say otherwise, 5 repetitions (2 with --quick) that take turns.
/// 0; 1 if a row is void; 2 with a sentence if the command line or a name is wrong.
int run(int argc, char** argv, const char* program, void (*add_rows)());

}  // namespace bench
