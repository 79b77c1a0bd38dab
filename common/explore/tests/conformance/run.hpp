// run.hpp - performs a sequence in the model, and with the kernel.
#pragma once

#include "common/explore/finding.hpp"
#include "common/explore/tests/conformance/sequence.hpp"

namespace conformance {

struct Modelled {
    explore::Outcome outcome = explore::Outcome::passed;
    std::string sentence;
};
/// One schedule, chosen by `seed`. An outcome other than passed: the sequence is none that a
/// kernel may be asked to perform.
Modelled run_model(const Sequence& sequence, Transcript& transcript, std::uint64_t seed);

/// A request that is to complete is given up after `patience_ms`: long enough for the actor that
/// completes it to get its turn on a busy machine, short if a difference is known and only to be
/// shortened. False: after eight seconds a step still waits, and nothing can be run any more.
bool run_kernel(const Sequence& sequence, Transcript& transcript, DWORD patience_ms);

}  // namespace conformance
