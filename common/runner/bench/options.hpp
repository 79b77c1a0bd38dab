// options.hpp - what may follow `wb bench`.
#pragma once

#include "common/runner/bench/programs.hpp"

#include <string>
#include <vector>

namespace runner {

struct BenchOptions {
    std::string word{};  ///< a program or chNN; "" for all
    bool quick = false;
    std::string against{};  ///< a file of an earlier run, or "previous"; "" for none
    std::string filter{};
    int sittings = 3;     ///< how often each program is started
    int repetitions = 3;  ///< in each sitting
    bool pin = false;     ///< to processor 0; under Wine the launcher does it, if not told not to
    bool open = true;     ///< the page, in the browser

    BenchSettings settings() const { return {quick, repetitions, filter}; }
};

/// `words` begin with "bench". Throws Problem (usage).
BenchOptions bench_options(const std::vector<std::string>& words);

}  // namespace runner
