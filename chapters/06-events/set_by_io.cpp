// Who sets the event of an overlapped request?
//
// Read from a pipe in which nothing is, and look at the event of the request.
//
// Before you run it, write down the three states. The event begins signaled!
// Then make the event automatic and wait twice.
// In the debugger: no thread of this program ever calls SetEvent.
// Topics: T27 T61
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

using w32::Event;
using w32::Reset;

static void show(const char* when, const Event& event) {
    lab::saw(std::string(when) + (w32::signaled_now(event.get()) ? "signaled" : "not signaled"));
}

int main() {
    return lab::demo("The system sets the event of a request, and resets it when it begins.", [] {
        const std::wstring name =
            L"\\\\.\\pipe\\workbook-06-" + std::to_wstring(::GetCurrentProcessId());
        const w32::Handle server = w32::own_file(
            ::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED,
                               PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 0, 512, 0, nullptr),
            "CreateNamedPipeW");
        const w32::Handle client = w32::own_file(
            ::CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr),
            "CreateFileW");
        Event done{Reset::manual, true};
        OVERLAPPED request{};
        request.hEvent = done.get();
        char byte = 0;
        show("before:                  ", done);
        lab::doing("ReadFile: nothing is there yet");
        const BOOL at_once = ::ReadFile(server.get(), &byte, 1, nullptr, &request);
        w32::check(!at_once && ::GetLastError() == ERROR_IO_PENDING, "ReadFile");
        show("the request is pending:  ", done);
        lab::doing("somebody writes into the pipe");
        DWORD bytes = 0;
        w32::check(::WriteFile(client.get(), "x", 1, &bytes, nullptr), "WriteFile");
        done.wait();
        show("the request is complete: ", done);
        w32::check(::GetOverlappedResult(server.get(), &request, &bytes, FALSE),
                   "GetOverlappedResult");
        lab::why(
            "hEvent belongs to the request from its begin to its end. A manual event still tells\n"
            "of the end after a wait; that is why chapter 8 asks for one.");
    });
}
