// How many packets does one call take?
//
// Post five packets and take them with GetQueuedCompletionStatusEx, at most three at once.
//
// Before you run it, write down: how many calls does it take, and does the last one wait?
// Then ask for one at most, as GetQueuedCompletionStatus does.
// In the debugger: watch `entries,3` after each call.
// Topics: M16
#include "common/demo/demo.hpp"
#include "common/win32/completion_port.hpp"

#include <array>

int main() {
    return lab::demo("One call takes as many packets as are there, up to a limit.", [] {
        w32::CompletionPort port;
        lab::doing("post packets with the keys 1 to 5");
        for (ULONG_PTR key = 1; key <= 5; ++key) port.post(0, key);
        lab::doing("take at most three, until there are none");
        for (;;) {
            std::array<OVERLAPPED_ENTRY, 3> entries{};
            ULONG taken = 0;
            if (!::GetQueuedCompletionStatusEx(port.raw(), entries.data(),
                                               static_cast<ULONG>(entries.size()), &taken, 0,
                                               FALSE)) {
                lab::saw("none: error " + std::to_string(::GetLastError()));
                break;
            }
            std::string keys;
            for (ULONG i = 0; i < taken; ++i)
                keys += " " + std::to_string(entries[i].lpCompletionKey);
            lab::saw(std::to_string(taken) + " packets:" + keys);
        }
        lab::why(
            "Packets come out in the order in which they were queued. It does not wait until the\n"
            "array is full. Where there are many, one way into the kernel serves several; but\n"
            "what one thread has taken, no other one can take. The error of a request that failed\n"
            "is in its OVERLAPPED: GetOverlappedResult. The sixth call that may wait alertably.");
    });
}
