// Which of these counters are neighbours?
//
// Look at the offsets of two counters in a structure, and at the cache lines that they lie in.
//
// Before you run it, write down: how many bytes apart are the two, without alignas and with it?
// Then run bench_counter: rows "neighbours" and "padded" are these two structures.
// In the debugger: watch &plain.second - &plain.first, and the same for `apart`.
// Topics: M21
#include "common/demo/demo.hpp"

#include <cstddef>

constexpr std::size_t kLine = 64;  // x86, x64 and most ARM64; ask GetLogicalProcessorInformation

struct alignas(8) Neighbours {
    LONG volatile first = 0;
    LONG volatile second = 0;
};

struct Apart {
    alignas(kLine) LONG volatile first = 0;
    alignas(kLine) LONG volatile second = 0;
};

static void show(const char* what, std::size_t first, std::size_t second, std::size_t size) {
    lab::saw(what + std::to_string(second - first) + " bytes apart, lines " +
             std::to_string(first / kLine) + " and " + std::to_string(second / kLine) + ", " +
             std::to_string(size) + " bytes in all");
}

int main() {
    return lab::demo("Two counters of two threads may be one thing for the hardware.", [] {
        lab::doing("look where the two counters of each structure lie");
        show("side by side:  ", offsetof(Neighbours, first), offsetof(Neighbours, second),
             sizeof(Neighbours));
        show("with alignas:  ", offsetof(Apart, first), offsetof(Apart, second), sizeof(Apart));
        lab::why(
            "A core that writes takes the whole cache line, 64 bytes, away from all others. Two\n"
            "threads that write neighbours take it from each other again and again, although\n"
            "they share no variable. Apart costs memory; it pays only where writes are frequent.");
    });
}
