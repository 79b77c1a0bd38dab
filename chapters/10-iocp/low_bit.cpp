// Must every request of a file queue a packet?
//
// Write twice to a pipe that belongs to a port: once with the event as it is, once with its lowest
// bit set.
//
// Before you run it, write down: is the event signaled in both cases?
// Then leave out the `| 1` and count the packets.
// In the debugger: watch request.hEvent; handles are multiples of four.
// Topics: T103
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"

#include <cstdint>

static void write(HANDLE pipe, w32::CompletionPort& port, w32::Event& done, ULONG_PTR bit) {
    OVERLAPPED request{};
    // A pointer-sized number: a DWORD would cut the handle off.
    request.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<ULONG_PTR>(done.get()) | bit);
    const std::byte byte{1};
    (void)w32::start_write(pipe, {&byte, 1}, request);
    done.wait();
    const bool packet = port.get(std::chrono::milliseconds{0}).how == w32::Dequeued::How::completed;
    lab::saw(std::string("the event is signaled, ") + (packet ? "and a packet came" : "no packet"));
}

int main() {
    return lab::demo("The lowest bit of hEvent keeps a packet away from the port.", [] {
        workbook::PipeEnds pipe;
        w32::CompletionPort port;
        port.associate(pipe.ours(), 1);
        w32::Event done{w32::Reset::manual};
        lab::doing("write one byte, with the event in hEvent");
        write(pipe.ours(), port, done, 0);
        done.reset();
        lab::doing("write one byte, with the event and the lowest bit in hEvent");
        write(pipe.ours(), port, done, 1);
        lab::why(
            "A client that waits for its own answer does not want its workers to hear of it. The\n"
            "system ignores the two lowest bits of a handle, and takes the lowest one here as: no\n"
            "packet. The event is needed: without one there is nothing to set the bit in.");
    });
}
