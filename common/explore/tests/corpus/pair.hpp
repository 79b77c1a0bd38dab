// pair.hpp - a small concurrency bug, and the same program repaired.
//
//     CORPUS_BUG(TwoLocksInOppositeOrder, explore::Outcome::deadlock) { ... }
//     CORPUS_TWIN(TwoLocksInOppositeOrder) { ... }
//
// The explorer must find the bug, say the right thing of it within a second, and find nothing in
// the twin: in every schedule, or where that is too many, with up to two preemptions.
#pragma once

#include "common/explore/explore.hpp"

#include <vector>

struct Pair {
    const char* name;
    explore::Outcome finding;
    void (*bug)();
    void (*twin)();
    explore::Options options;  // for both
};

/// All pairs that are linked into the program, in no particular order.
std::vector<Pair>& corpus();

struct RegisteredPair {
    explicit RegisteredPair(const Pair& pair) { corpus().push_back(pair); }
};

/// After the finding may come options, such as .memory = explore::Memory::tso.
#define CORPUS_BUG(name, outcome, ...)                                               \
    static void name##_bug();                                                        \
    static void name##_twin();                                                       \
    static const RegisteredPair name##_pair(                                         \
        {#name, outcome, &name##_bug, &name##_twin, explore::Options{__VA_ARGS__}}); \
    static void name##_bug()
#define CORPUS_TWIN(name) static void name##_twin()
