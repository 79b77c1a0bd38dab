// Two threads add 1 to one variable. How much is that?
//
// Let a second thread add between the read and the write of the first one's count + 1. Then let
// both use InterlockedIncrement.
//
// Before you run it, write down: what is in the variable after each of the two?
// Then let both threads loop 100 000 times with ++, and see what is lost in real life: often
// nothing, and that is the trap.
// In the debugger: Disassembly of `before + 1`: three instructions; of the call: one, with `lock`.
// Topics: T08 T66
#include "common/demo/demo.hpp"
#include "common/win32/thread.hpp"

int main() {
    return lab::demo("++ is three steps. InterlockedIncrement is one.", [] {
        lab::doing("read 5, let another thread add 1, then write 5 + 1");
        LONG volatile plain = 5;
        const LONG before = plain;  // ++plain, in its steps
        w32::Thread("adds", [&] { ::InterlockedIncrement(&plain); }).join();
        plain = before + 1;
        lab::saw("5 + 1 + 1 = " + std::to_string(plain));

        lab::doing("two threads add 1, each 100 000 times, by InterlockedIncrement");
        LONG volatile count = 0;
        const auto add = [&] {
            for (int i = 0; i < 100'000; ++i) ::InterlockedIncrement(&count);
        };
        {
            w32::Thread first("adds", add);
            w32::Thread second("adds too", add);
        }
        lab::saw("0 + 100 000 + 100 000 = " + std::to_string(count));
        lab::why(
            "Who has read and not yet written works on an old value; his write undoes what came\n"
            "between. The processor locks the variable's cache line for one interlocked\n"
            "instruction, so nothing comes between.");
    });
}
