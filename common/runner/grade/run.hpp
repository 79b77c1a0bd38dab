// run.hpp - runs programs that were handed in, each shut up in a job with limits. On Windows; under
// Wine only with --trust, for there neither jobs nor integrity levels hold anything back, and the
// launcher has a better prison (cmake/tools/wine-sandbox).
#pragma once

#include "common/runner/grade/work.hpp"

#include <functional>
#include <vector>

namespace runner {

/// What a program may take.
struct RunLimits {
    int seconds = 60;
    std::size_t kept_output = 64 << 10;                ///< bytes that are written down
    std::size_t output = std::size_t{100} << 20;       ///< bytes after which it is stopped
    std::uintmax_t files = std::uintmax_t{256} << 20;  ///< bytes in its folder, likewise
    std::uint32_t processes = 32;                      ///< at a time
    std::size_t memory = std::size_t{2} << 30;         ///< bytes, of all its processes together
};

/// Runs program.exe of each unit that has one, `jobs` at a time, and leaves output.txt, result.txt
/// and end.txt in the unit's folder; the program is deleted then. `bin` has the libraries. `told`
/// is called after each one, by one thread at a time.
void run_units(const Workshop& shop, const std::vector<Unit>& units, const fs::path& bin,
               const RunLimits& limits, int jobs, const std::function<void(std::size_t)>& told);

/// Runs one program in `folder`: its scratch folder is in it, and is removed.
RunEnd run_confined(const fs::path& folder, const fs::path& bin, const RunLimits& limits);

/// The environment of such a program: "A=1\0B=2\0\0". Ours, with what is left out that would steer
/// a test, and with the scratch folder for all that is temporary.
std::wstring environment_for(const fs::path& scratch, const fs::path& bin, int seconds,
                             const wchar_t* ours);

}  // namespace runner
