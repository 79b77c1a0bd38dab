// generate.hpp - a random sequence of API calls, the same for the same seed everywhere.
#pragma once

#include "common/explore/tests/conformance/sequence.hpp"

namespace conformance {

/// 2 or 3 actors, a few objects, 8 to 20 calls and more where a wait needs preparation. Many calls
/// are mistakes on purpose.
Sequence generate(std::uint64_t seed);

/// What generate() chooses among, by the seed.
Sequence generate_user(std::uint64_t seed);
Sequence generate_io(std::uint64_t seed);

}  // namespace conformance
