// corpus.cpp - the list of pairs, and the check that their bodies make.
#include "common/explore/tests/corpus/pair.hpp"

#include "common/explore/testing/checks.hpp"

// Called while static objects are initialized, in one thread only.
std::vector<Pair>& corpus() {
    static std::vector<Pair> all;
    return all;
}

void expect(bool holds, const char* otherwise, std::source_location where) {
    if (!holds) explore::check_failed(otherwise, where.file_name(), static_cast<int>(where.line()));
}
