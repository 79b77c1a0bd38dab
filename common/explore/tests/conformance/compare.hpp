// compare.hpp - one sequence in the model and with the kernel, and what differs.
#pragma once

#include "common/explore/tests/conformance/sequence.hpp"

#include <map>
#include <optional>

namespace conformance {

/// Where Wine is known to differ from Windows; it is not held against the model.
struct Quirk {
    const char* name;   // of the probe that found it
    const char* reads;  // what Windows does, what Wine does
    bool (*explains)(const Step& step, const Seen& model, const Seen& kernel);
};

struct Counts {
    std::uint64_t sequences = 0;
    std::uint64_t calls = 0;
    std::uint64_t waits_that_block = 0;
    std::uint64_t undefined = 0;  // calls left out: Windows promises nothing about them
    std::uint64_t polls = 0;      // waits without an end that became polls
    std::map<std::string, std::uint64_t> quirks;
};
Counts& counts();

/// True: the kernel has not come back from a step, and nothing can be compared any more.
bool kernel_is_stuck();

/// Nothing, or a text that shows the shortest sequence found that differs.
std::optional<std::string> difference(Sequence sequence);

/// Both transcripts, side by side.
std::string show(Sequence sequence);

}  // namespace conformance
