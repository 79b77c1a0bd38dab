// programs.hpp - the benchmark programs that are there, and how one of them is run.
#pragma once

#include "common/runner/bench/run.hpp"
#include "common/runner/files.hpp"

#include <string>
#include <vector>

namespace runner {

/// bench/name.cpp or bench/folder/name.cpp
struct BenchProgram {
    std::string name;                   ///< "locks"
    std::vector<std::string> chapters;  ///< "03", from its line "// Chapters: 03 04"

    std::string program() const { return "bench_" + name; }
};

/// In the order of their first chapter, found by looking into bench/: whatever has such a line in
/// its first comment.
std::vector<BenchProgram> bench_programs(const fs::path& root);

/// Those that "chNN" or a name stands for; all of them for "". Throws Problem (usage).
std::vector<BenchProgram> bench_programs(const fs::path& root, const std::string& word);

struct BenchSettings {
    bool quick = false;
    int repetitions = 3;
    std::string filter{};  ///< a regular expression over the rows' names; "" for all
};

/// Runs it once and takes what it measured into `run`. Its output goes to a log beside the JSON, in
/// `folder` (below `root`, which is the current folder). Blocks until it has ended, ten minutes at
/// most. Answers "" or, in one sentence, why there are no figures.
std::string run_bench(const BenchProgram& program, const BenchSettings& settings,
                      const fs::path& bin, const fs::path& folder, BenchRun& run);

}  // namespace runner
