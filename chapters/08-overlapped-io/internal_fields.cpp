// What is inside an OVERLAPPED?
//
// A read of a pipe, before and after it has ended, and a copy made in between.
//
// Before you run it, write down: the read has ended. What does the copy say?
// Then move the OVERLAPPED into a std::vector and let the vector grow: do not run that for long.
// In the debugger: put the OVERLAPPED into the memory window while the read is pending; a data
// breakpoint on Internal does not fire, since the kernel writes it.
// Topics: T82 T84
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

static std::string fields(const OVERLAPPED& request) {
    char text[64];
    std::snprintf(text, sizeof text, "Internal 0x%lx, InternalHigh %lu",
                  static_cast<unsigned long>(request.Internal),
                  static_cast<unsigned long>(request.InternalHigh));
    return text;
}

int main() {
    return lab::demo("The OVERLAPPED is the request: the system writes to its address.", [] {
        const workbook::PipeEnds pipe;
        io::Request read;
        OVERLAPPED& request = read.overlapped.raw();
        lab::doing("start a read");
        (void)read.read(pipe.ours(), 4);
        const OVERLAPPED copy = request;
        lab::saw("the original: " + fields(request));
        lab::doing("write three bytes at the other end, wait for the read");
        pipe.write("abc");
        (void)read.text(pipe.ours());
        lab::saw("the original: " + fields(request) + "\nthe copy:     " + fields(copy));
        lab::why(
            "Internal is the status (0x103: pending, 0: success), InternalHigh the count. Both\n"
            "are written to the address that ReadFile was given. A copy is never told the end,\n"
            "and an original that has gone is written to all the same (lab L29).");
    });
}
