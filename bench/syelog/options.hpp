// options.hpp - the command line of bench_syelog.
#pragma once

#include "bench/syelog/round.hpp"

#include <string>
#include <vector>

namespace bench {

struct Options {
    std::vector<std::string> rows = {"article", "plain", "batched", "floor", "ring"};
    std::vector<unsigned> clients = {1, 4, 16, 64};
    std::vector<unsigned> workers{};  // empty: as the daemon likes
    unsigned rounds = 5;
    unsigned records = 16'000;  // of all clients together, in a row that is not cheap
    unsigned core = 0;
    std::string json{};
};

/// Throws std::invalid_argument with one sentence. `--quick` is a set of defaults, wherever it
/// stands.
Options parse(int argc, char** argv);

/// What the rows of the options are.
std::vector<Way> ways_of(const Options& options);

}  // namespace bench
