// What is InterlockedIncrement in the words of the standard library?
//
// Do the same five steps with both, from the same value, and compare the answers.
//
// Before you run it, write down: for which line do the answers differ?
// Then use ++ and -- of std::atomic in place of fetch_add and fetch_sub.
// In the debugger: Disassembly of both columns: the same instructions.
// Topics: M12 T66 T67
#include "common/demo/demo.hpp"

#include <atomic>

static void show(const char* what, LONG windows, LONG standard) {
    lab::saw(what + std::to_string(windows) + " and " + std::to_string(standard) +
             (windows == standard ? "" : "  <- not the same"));
}

int main() {
    return lab::demo("std::atomic has the same steps, and partly other answers.", [] {
        LONG volatile theirs = 41;
        std::atomic<LONG> ours = 41;
        lab::doing("the same steps from 41: the answer of Windows, and that of std::atomic");
        show("InterlockedIncrement        fetch_add:  ", ::InterlockedIncrement(&theirs),
             ours.fetch_add(1));
        show("InterlockedDecrement        fetch_sub:  ", ::InterlockedDecrement(&theirs),
             ours.fetch_sub(1));
        show("InterlockedExchangeAdd      fetch_add:  ", ::InterlockedExchangeAdd(&theirs, 5),
             ours.fetch_add(5));
        show("InterlockedExchange         exchange:   ", ::InterlockedExchange(&theirs, 7),
             ours.exchange(7));
        LONG expected = 8;
        (void)ours.compare_exchange_strong(expected, 9);  // puts what it has found there
        show("InterlockedCompareExchange  compare_exchange: ",
             ::InterlockedCompareExchange(&theirs, 9, 8), expected);
        show("and in the variables:                   ", theirs, ours);
        lab::why(
            "Increment and Decrement answer the new value, all others, and all of std::atomic but\n"
            "its ++ and --, the old one. An Interlocked function is a full barrier; std::atomic\n"
            "is one too, if no memory_order says less.");
    });
}
