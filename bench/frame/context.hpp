// context.hpp - on what a run was measured, and what makes its figures worthless.
#pragma once

#include <string>
#include <vector>

namespace bench {

struct Machine {
    std::string platform;  ///< "Windows 10.0.22631", "Wine 8.0"
    std::string compiler;
    unsigned processors = 1;
    std::string pinned;  ///< "processor 0", or "no"
    std::string power;   ///< "mains", "battery", "unknown"
    double load = 0;     ///< percent of all processors' time that others used while we looked
    std::string wineserver_on;  ///< on which processors it may run; empty on Windows
    bool optimized = true;
};

/// Looks around; takes 200 ms, in which it sleeps to see what others do.
Machine look_at_machine();

/// One sentence for each thing that makes figures worthless: what, and what to do.
std::vector<std::string> warnings_of(const Machine& machine);

/// The affinity mask in words.
std::string pinned_text(unsigned long long processors_allowed);

}  // namespace bench
