// round.hpp - one measurement: a server and its clients, as processes, from the start signal to the
// last line in the log.
#pragma once

#include "bench/frame/cpu.hpp"

#include <string>
#include <vector>

namespace bench {

/// Who takes the records, and how they are sent.
struct Way {
    std::string name;
    std::wstring program;  ///< beside this one
    std::wstring sending;  ///< --way of syelog_writers
    std::vector<std::wstring> options{};
    unsigned times = 1;    ///< so many times the records: cheap ways need more to be measurable
    unsigned warm = 20;    ///< records of each client before the measurement
    unsigned workers = 0;  ///< of the daemon; 0: as it likes
};

struct Round {
    std::string void_because;  ///< empty: all records have arrived
    double records = 0;
    // Processor time per record, in microseconds:
    double server = 0;
    double client = 0;
    double wineserver = 0;
    double all() const { return server + client + wineserver; }
    double requests = 0;  ///< wineserver's writes per record: its answers and wake-ups
    double wall = 0;      ///< time per record, in microseconds
};

/// Starts and ends the processes outside of what is measured. `records` of each client. Whatever
/// goes wrong voids the round.
Round run_round(const Way& way, unsigned clients, unsigned records, const ServerClock& wineserver);

}  // namespace bench
