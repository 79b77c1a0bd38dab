// What may a thread be told that waits at a completion port?
//
// One pipe belongs to the port. Read from it when there is something, when the other end has gone,
// and when nothing happens at all.
//
// Before you run it, write down: in which of the three cases is the answer FALSE, and in which one
// must the server end?
// Then write in place of get(): `if (!ok || overlapped == nullptr) exit`, as the original did.
// In the debugger: step into CompletionPort::get(); watch ok, error and overlapped.
// Topics: T98 T99 T101 S05 S09
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"

#include <cstddef>

using How = w32::Dequeued::How;

constexpr ULONG_PTR kKey = 42;  // what we call this pipe; as wide as a pointer

static void take(w32::CompletionPort& port) {
    const w32::Dequeued next = port.get(std::chrono::milliseconds{0});
    switch (next.how) {
        case How::completed:
            lab::saw("a packet: key " + std::to_string(next.key) + ", " +
                     std::to_string(next.bytes) + " bytes");
            break;
        case How::failed:
            lab::saw("a packet of a request that failed: key " + std::to_string(next.key) +
                     ", error " + std::to_string(next.error));
            break;
        case How::timed_out: lab::saw("no packet: the limit has passed"); break;
        case How::closed: lab::saw("no packet: the port was closed"); break;
    }
}

int main() {
    return lab::demo("Three answers share one FALSE; the OVERLAPPED tells them apart.", [] {
        w32::CompletionPort port;
        workbook::PipeEnds pipe;
        port.associate(pipe.ours(), kKey);
        std::byte buffer[16];
        w32::Overlapped request;

        lab::doing("start a read, and let the other end write 5 bytes");
        (void)w32::start_read(pipe.ours(), buffer, request.raw());
        pipe.write("hello");
        (void)request.finish(pipe.ours());
        take(port);
        lab::doing("start a read, and close the other end");
        (void)w32::start_read(pipe.ours(), buffer, request.raw());
        pipe.leave();
        (void)request.finish(pipe.ours());
        take(port);
        lab::doing("ask once more, with a limit of 0");
        take(port);
        lab::why(
            "A packet says that a request has ended, well or badly; the key says whose. FALSE\n"
            "with an OVERLAPPED is the end of one client. FALSE without one is no packet: nothing\n"
            "has happened in time, or the port is gone. Only the last one is the end of the\n"
            "server.");
    });
}
