// Does what was started first end first?
//
// Two reads, started one after the other; the bytes for the second come first.
//
// Before you run it, write down the order in which the two end.
// Then exchange the two writes.
// In the debugger: stop after the wait; the wait board shows nothing, since nobody waits any more.
// Topics: T80
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

int main() {
    return lab::demo(
        "Requests are started in your order and end in the order of their devices.", [] {
            // Pipes, because here we are the device: a disk decides as it likes.
            const workbook::PipeEnds slow, quick;
            io::Request first, second;
            const HANDLE events[] = {first.overlapped.event(), second.overlapped.event()};
            lab::doing("start read 0 of one pipe, then read 1 of another one");
            (void)first.read(slow.ours(), 4);
            (void)second.read(quick.ours(), 4);
            lab::doing("write to the second pipe, and wait for any of the two reads");
            quick.write("efgh");
            lab::saw("read " + std::to_string(w32::wait_any(events, w32::forever).index) +
                     " has ended: '" + second.text(quick.ours()) + "'");
            lab::doing("write to the first pipe");
            slow.write("abcd");
            lab::saw("read 0 has ended: '" + first.text(slow.ours()) + "'");
            lab::why(
                "A request says nothing of those that were started before it. What has to come\n"
                "out in order is kept until its turn has come (lab L30).");
        });
}
