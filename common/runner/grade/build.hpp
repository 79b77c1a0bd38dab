// build.hpp - builds what was handed in, on Windows; on Linux the launcher does the same
// (common/runner/grade/grade.sh).
#pragma once

#include "common/runner/grade/work.hpp"

#include <functional>
#include <vector>

namespace runner {

/// One round after another: lays each text into its slot, builds the targets together, and takes
/// what came out to the unit's folder: program.exe, or build.txt if there is none. A text over
/// which the compiler does not come to an end ends its round after some minutes. `told` is called
/// after each round with the number of units done.
void build_units(const Workshop& shop, const std::vector<std::vector<Unit>>& rounds,
                 const fs::path& build_folder, const std::function<void(std::size_t)>& told);

}  // namespace runner
