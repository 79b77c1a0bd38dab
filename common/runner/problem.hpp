// problem.hpp - what goes wrong in a way the user can do something about: one sentence, one exit
// code.
//
//     throw Problem(kUsage, "there is no lab 'L99'; `wb list` shows them");
#pragma once

#include <stdexcept>
#include <string>

namespace runner {

/// The exit codes of wb. All fit into the 8 bits that survive Wine.
enum ExitCode {
    kOk = 0,
    kNotPassed = 1,   ///< a verdict or a test says no
    kUsage = 2,       ///< nothing was done: the command line makes no sense
    kEnvironment = 3  ///< a file, a tool or the system is in the way
};

/// what() is one UTF-8 sentence without a final full stop; main prints it after "wb: ".
class Problem : public std::runtime_error {
public:
    Problem(ExitCode code, const std::string& sentence)
        : std::runtime_error(sentence), code_(code) {}
    ExitCode code() const noexcept { return code_; }

private:
    ExitCode code_;
};

}  // namespace runner
