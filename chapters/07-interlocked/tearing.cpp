// Can one read half of a value?
//
// A structure of two words always holds a pair n, n. Read its first word, let another thread write
// a new pair, then read the second word: a copy of a structure does nothing else.
//
// Before you run it, write down: what pair do you get?
// Then make it a LONG64 with both halves, and try to get a mixed pair.
// In the debugger: Disassembly of `copy = shared` in a program of yours: how many moves are it?
// Topics: T08 M12
#include "common/demo/demo.hpp"
#include "common/win32/thread.hpp"

struct Pair {
    LONG volatile first = 1;
    LONG volatile second = 1;
};

static std::string text(LONG first, LONG second) {
    return std::to_string(first) + ", " + std::to_string(second);
}

int main() {
    return lab::demo("What is wider than one access may be torn.", [] {
        lab::doing("read a pair in two accesses, with a write of 2, 2 in between");
        Pair shared;
        const LONG first = shared.first;
        w32::Thread("writes 2, 2", [&] {
            shared.first = 2;
            shared.second = 2;
        }).join();
        const LONG second = shared.second;
        lab::saw(text(first, second) + " - nobody has ever written that pair");

        lab::doing(
            "100 000 reads of an aligned LONG64, while a thread writes 1, 1 and 2, 2 by turns");
        constexpr LONG64 kOnes = 0x1'0000'0001;
        LONG64 volatile both = kOnes;
        LONG volatile done = 0;
        w32::Thread writer("writes by turns", [&] {
            while (::InterlockedCompareExchange(&done, 0, 0) == 0)
                both = both == kOnes ? 2 * kOnes : kOnes;
        });
        int torn = 0;
        for (int i = 0; i < 100'000; ++i) {
            const LONG64 seen = both;
            if (seen != kOnes && seen != 2 * kOnes) ++torn;
        }
        ::InterlockedExchange(&done, 1);
        writer.join();
        lab::saw("mixed pairs: " + std::to_string(torn));
        lab::why(
            "The processor reads and writes an aligned word of up to 8 bytes as a whole. Wider\n"
            "values, and those that cross a cache line, come in several accesses, and others\n"
            "come between: they need a lock, or 16 bytes at once (InterlockedCompareExchange128).");
    });
}
