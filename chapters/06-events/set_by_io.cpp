// Who sets the event of an overlapped request?
//
// Read from a pipe in which nothing is, and look at the event of the request.
//
// Before you run it, write down the three states. The event begins signaled!
// Then make the event automatic and wait twice.
// In the debugger: no thread of this program ever calls SetEvent.
// Topics: T27 T61
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"

using w32::Event;
using w32::Reset;

static void show(const char* when, const Event& event) {
    lab::saw(std::string(when) + (w32::signaled_now(event.get()) ? "signaled" : "not signaled"));
}

int main() {
    return lab::demo("The system sets the event of a request, and resets it when it begins.", [] {
        workbook::PipeEnds pipe;
        Event done{Reset::manual, true};
        OVERLAPPED request{};
        request.hEvent = done.get();
        char byte = 0;
        show("before:                  ", done);
        lab::doing("ReadFile: nothing is there yet");
        const BOOL at_once = ::ReadFile(pipe.ours(), &byte, 1, nullptr, &request);
        w32::check(!at_once && ::GetLastError() == ERROR_IO_PENDING, "ReadFile");
        show("the request is pending:  ", done);
        lab::doing("somebody writes into the pipe");
        pipe.write("x");
        done.wait();
        show("the request is complete: ", done);
        DWORD bytes = 0;
        w32::check(::GetOverlappedResult(pipe.ours(), &request, &bytes, FALSE),
                   "GetOverlappedResult");
        lab::why(
            "hEvent belongs to the request from its begin to its end. A manual event still tells\n"
            "of the end after a wait; that is why chapter 8 asks for one.");
    });
}
