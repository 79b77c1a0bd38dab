// A read has been asked for. What may ReadFile answer?
//
// Three reads of one pipe: nothing is there, bytes are there, the other end has gone.
//
// Before you run it, write down the answer of each: TRUE, or FALSE and which error?
// Then write "abcd" before the first read, and see that only the first answer changes.
// In the debugger: step over ReadFile and watch request.Internal: 0x103 is "pending".
// Topics: T81 T85 T86
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

static std::string described(const w32::IoStarted& started) {
    if (started.how == w32::Io::done) return "done at once";
    if (started.how == w32::Io::pending) return "FALSE and 997: pending";
    return "FALSE and " + std::to_string(started.error) + ": there is no request";
}

int main() {
    return lab::demo("FALSE from ReadFile is two answers, and TRUE is not the usual one.", [] {
        workbook::PipeEnds pipe;
        io::Request first;
        lab::doing("ReadFile, and nothing is there");
        lab::saw(described(first.read(pipe.ours(), 4)));
        pipe.write("abcd");
        lab::saw("after a write: '" + first.text(pipe.ours()) + "'");

        pipe.write("efgh");
        io::Request second;
        lab::doing("ReadFile, and four bytes are there");
        const w32::IoStarted started = second.read(pipe.ours(), 4);
        lab::saw(started.how == w32::Io::failed ? described(started)
                                                : "TRUE, or FALSE and 997: either is allowed");
        lab::saw("the result: '" + second.text(pipe.ours()) + "'");

        pipe.leave();
        io::Request third;
        lab::doing("ReadFile, and the other end has gone");
        lab::saw(described(third.read(pipe.ours(), 4)));
        lab::why(
            "The driver may have the answer at once, or not. A request that has begun ends in its\n"
            "OVERLAPPED in any case; one that was refused never does. So: keep GetLastError, and\n"
            "tell 997 from the rest.");
    });
}
