// rounds.hpp - finds what goes round in circles in a trace, so that it is shown once.
#pragma once

#include "common/explore/explore.hpp"

#include <cstddef>

namespace explore {

/// Lines of a trace that repeat themselves, but for the values that they tell of.
struct Rounds {
    std::size_t begin = 0;
    std::size_t end = 0;     // behind the last one; == begin: nothing is repeated
    std::size_t period = 0;  // lines of one round
};

/// The longest such part, if it is long enough to be left out.
Rounds rounds_in(const std::vector<TraceStep>& trace);

}  // namespace explore
