// races.cpp - accesses that nothing orders, and updates that get lost.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/locks.hpp"

namespace {

using explore::Outcome;

CORPUS_BUG(CounterWithoutALock, Outcome::data_race) {
    int count = 0;
    const auto add = [&] { ++count; };
    together(add, add);
}
CORPUS_TWIN(CounterWithoutALock) {
    LONG volatile count = 0;
    const auto add = [&] { ::InterlockedIncrement(&count); };
    together(add, add);
}

}  // namespace
