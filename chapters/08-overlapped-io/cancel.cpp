// CancelIoEx has returned. Is it over?
//
// One read is cancelled in time, another one too late.
//
// Before you run it, write down what CancelIoEx answers in each case, and what became of the read.
// Then leave out the wait for the second read, and run it often.
// In the debugger: stop after CancelIoEx and look whether Internal is still 0x103.
// Topics: M15 T84
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

static void cancel_and_collect(io::Request& read, HANDLE file) {
    const bool asked = w32::cancel(file, read.overlapped.raw());
    lab::saw(asked ? "CancelIoEx: TRUE" : "CancelIoEx: FALSE, 1168 (nothing left to cancel)");
    const w32::IoResult result = read.overlapped.finish(file);
    lab::saw("the read has ended: " + (result.ok()
                                           ? "'" + std::string(read.bytes, result.bytes) + "'"
                                           : "error " + std::to_string(result.error)));
}

int main() {
    return lab::demo(
        "A cancellation asks; how the request has ended is still to be looked at.", [] {
            const workbook::PipeEnds pipe;
            io::Request in_time, too_late;
            lab::doing("start a read, cancel it, collect its end");
            (void)in_time.read(pipe.ours(), 4);
            cancel_and_collect(in_time, pipe.ours());

            lab::doing("start a read, let its bytes come, cancel it, collect its end");
            (void)too_late.read(pipe.ours(), 4);
            pipe.write("abcd");
            w32::check(
                ::WaitForSingleObject(too_late.overlapped.event(), INFINITE) == WAIT_OBJECT_0,
                "WaitForSingleObject");
            cancel_and_collect(too_late, pipe.ours());
            lab::why(
                "Cancellation and completion race, and each request has one end. Until you have\n"
                "collected it, buffer and OVERLAPPED are the system's; when you have, look which\n"
                "one it was: 1168 is no failure, it says that the bytes are there.");
        });
}
