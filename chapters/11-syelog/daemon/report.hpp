// report.hpp - a daemon's figures as sentences: what happened in the last second, what in all.
#pragma once

#include "chapters/11-syelog/daemon/daemon.hpp"

#include <string>

namespace syelog {

/// All that is counted, at one moment.
struct Figures {
    Statistics daemon{};
    Written log{};
    Loss loss{};
    unsigned cut_off = 0;  ///< readers of the live tail that did not keep up
};

/// "1204 records/s, 120 KiB/s, 8 clients, 61 records per read, 540 lines per write": the difference
/// of two moments that are `seconds` apart; what is not as it should be follows, if anything is.
std::string per_second(const Figures& before, const Figures& now, double seconds);

/// The whole run in one sentence.
std::string in_all(const Figures& figures);

}  // namespace syelog
