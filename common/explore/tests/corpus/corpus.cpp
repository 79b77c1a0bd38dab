// corpus.cpp - the list of pairs.
#include "common/explore/tests/corpus/pair.hpp"

// Called while static objects are initialized, in one thread only.
std::vector<Pair>& corpus() {
    static std::vector<Pair> all;
    return all;
}
