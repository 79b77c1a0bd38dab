// pair.hpp - a small concurrency bug, and the same program repaired.
//
//     CORPUS_BUG(TwoLocksInOppositeOrder, explore::Outcome::deadlock) { ... }
//     CORPUS_TWIN(TwoLocksInOppositeOrder) { ... }
//
// The explorer must find the bug, say the right thing of it within a second, and find nothing in
// the twin: in every schedule, or where that is too many, with up to two preemptions. What
// does not hold as expected is the finding Outcome::assertion.
#pragma once

#include "common/explore/explore.hpp"
#include "common/explore/tests/together.hpp"

#include <ostream>
#include <source_location>
#include <vector>

struct Pair {
    const char* name;
    explore::Outcome finding;
    void (*bug)();
    void (*twin)();
    explore::Options options;  // for both
};

// What GoogleTest says of a parameter.
inline void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.name; }

/// All pairs that are linked into the program, in no particular order.
std::vector<Pair>& corpus();

struct RegisteredPair {
    explicit RegisteredPair(const Pair& pair) { corpus().push_back(pair); }
};

/// The execution ends with the finding Outcome::assertion unless this holds.
void expect(bool holds, const char* otherwise = "not as expected",
            std::source_location where = std::source_location::current());

/// After the finding may come options, such as .memory = explore::Memory::tso.
#define CORPUS_BUG(name, outcome, ...)                                               \
    static void name##_bug();                                                        \
    static void name##_twin();                                                       \
    static const RegisteredPair name##_pair(                                         \
        {#name, outcome, &name##_bug, &name##_twin, explore::Options{__VA_ARGS__}}); \
    static void name##_bug()
#define CORPUS_TWIN(name) static void name##_twin()
