// How does one wait for several reads?
//
// Three reads of one file, each with an event; the thread serves whichever has ended.
//
// Before you run it, write down: does the order in which they end show in the result?
// Then use automatic events: what does GetOverlappedResult with bWait TRUE have left to wait for?
// In the debugger: stop in the loop; `any` is the index of what has ended.
// Topics: T87 T88
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

int main() {
    return lab::demo("One request, one OVERLAPPED, one manual event.", [] {
        const w32::Handle file = workbook::overlapped_file("abcdefghijkl");
        io::Request reads[3];
        HANDLE events[3];
        lab::doing("start three reads of four bytes, at the offsets 0, 4 and 8");
        for (DWORD i = 0; i < 3; ++i) {
            reads[i].overlapped.set_offset(4 * i);
            events[i] = reads[i].overlapped.event();
            (void)reads[i].read(file.get(), 4);
        }
        lab::doing("wait for any of them, three times");
        std::string pieces[3];
        for (int served = 0; served < 3; ++served) {
            const w32::WaitedAny any = w32::wait_any(events, w32::forever);
            pieces[any.index] = reads[any.index].text(file.get());
            w32::check(::ResetEvent(events[any.index]), "ResetEvent");  // it is served
        }
        lab::saw("'" + pieces[0] + "' '" + pieces[1] + "' '" + pieces[2] + "'");
        lab::why(
            "Each event tells of its own request, so the place in the array says whose turn it\n"
            "is, in whatever order the disk has worked. One call waits for 64 of them at most,\n"
            "and somebody has to find out each time what to do: completion ports do without.");
    });
}
