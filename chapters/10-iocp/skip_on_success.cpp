// A read that is done at once: who is told of it?
//
// Read from a pipe that has bytes already, and from one that has none; then both once more, with
// FILE_SKIP_COMPLETION_PORT_ON_SUCCESS.
//
// Before you run it, write down the four answers: a packet, or none?
// Then let the server do its work after TRUE and for each packet, without the mode: count.
// In the debugger: step over read(); `started.how` is what ReadFile says, the packet comes apart.
// Topics: M17 T85
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"

static void read(workbook::PipeEnds& pipe, w32::CompletionPort& port, bool bytes_first) {
    std::byte bytes[16];
    w32::Overlapped request;
    if (bytes_first) pipe.write("abc");
    const w32::IoStarted started = w32::start_read(pipe.ours(), bytes, request.raw());
    if (!bytes_first) pipe.write("abc");
    (void)request.finish(pipe.ours());
    const bool packet = port.get(std::chrono::milliseconds{0}).how == w32::Dequeued::How::completed;
    lab::saw(std::string(started.how == w32::Io::done ? "done at once" : "pending, then done") +
             (packet ? ": a packet" : ": no packet"));
}

int main() {
    return lab::demo("A port tells of what is done at once as well, unless it is told not to.", [] {
        workbook::PipeEnds pipe;
        w32::CompletionPort port;
        port.associate(pipe.ours(), 1);
        lab::doing("read bytes that are there, and bytes that come later");
        read(pipe, port, true);
        read(pipe, port, false);
        lab::doing("set FILE_SKIP_COMPLETION_PORT_ON_SUCCESS, and do both again");
        w32::check(
            ::SetFileCompletionNotificationModes(pipe.ours(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
            "SetFileCompletionNotificationModes");
        read(pipe, port, true);
        read(pipe, port, false);
        lab::why(
            "Without the mode each request that has begun ends in a packet: one place in the code\n"
            "does everything, and TRUE is no news. With it, what is done at once costs no way\n"
            "through the port, and the caller has to do the work on the spot - for nobody else\n"
            "will. The mode stays as long as the file is open.");
    });
}
