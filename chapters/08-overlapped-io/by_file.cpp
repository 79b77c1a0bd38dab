// Can one wait for the file itself?
//
// One read without an event, then two of them at the same time.
//
// Before you run it, write down: the file handle is signaled. Which of the two reads has ended?
// Then give each read an event (chapters/08-overlapped-io/by_event.cpp).
// In the debugger: after the wait, compare Internal of both OVERLAPPEDs.
// Topics: T83
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

static void read(const workbook::PipeEnds& pipe, OVERLAPPED& request, char* bytes) {
    if (!::ReadFile(pipe.ours(), bytes, 4, nullptr, &request))
        w32::check(::GetLastError() == ERROR_IO_PENDING, "ReadFile");
}

static std::string ended(OVERLAPPED& request) {
    return HasOverlappedIoCompleted(&request) ? "has ended" : "is pending";
}

int main() {
    return lab::demo("The file handle says that a request has ended, and not which one.", [] {
        const workbook::PipeEnds pipe;
        OVERLAPPED one{}, first{}, second{};
        char bytes[3][4];
        lab::doing("one read without hEvent, a write, a wait for the file handle");
        read(pipe, one, bytes[0]);
        pipe.write("abcd");
        w32::check(::WaitForSingleObject(pipe.ours(), INFINITE) == WAIT_OBJECT_0, "Wait");
        lab::saw("signaled; the read " + ended(one));

        lab::doing("two reads, one write, a wait for the file handle");
        read(pipe, first, bytes[1]);
        read(pipe, second, bytes[2]);
        pipe.write("efgh");
        w32::check(::WaitForSingleObject(pipe.ours(), INFINITE) == WAIT_OBJECT_0, "Wait");
        lab::saw("signaled; the first " + ended(first) + ", the second " + ended(second));
        ::CancelIoEx(pipe.ours(), &second);
        while (!HasOverlappedIoCompleted(&second)) ::SwitchToThread();  // nothing to wait for
        lab::why(
            "Each request that has no event signals the handle when it ends, and each new one\n"
            "resets it. With more than one request under way the signal belongs to nobody.");
    });
}
