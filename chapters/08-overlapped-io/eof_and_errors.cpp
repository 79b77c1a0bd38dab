// How do reading a file and reading a pipe end?
//
// The last bytes of a file, what lies behind them, a message that is too long, an end that has
// gone.
//
// Before you run it, write down: which of these bring bytes although they are "errors"?
// Then read eight bytes of the message at once.
// In the debugger: watch request.Internal and request.InternalHigh: the status, and the count.
// Topics: T86
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"

static void show(const char* what, io::Request& read, HANDLE file, std::size_t most) {
    lab::doing(what);
    const w32::IoStarted started = read.read(file, most);
    if (started.how == w32::Io::failed) {
        lab::saw("error " + std::to_string(started.error));
        return;
    }
    const w32::IoResult result = read.overlapped.finish(file);
    lab::saw("'" + std::string(read.bytes, result.bytes) + "', " +
             (result.ok() ? "no error" : "error " + std::to_string(result.error)));
}

int main() {
    return lab::demo("38, 109 and 234 are how reading goes on, not how it fails.", [] {
        const w32::Handle file = workbook::overlapped_file("abcdef");
        io::Request last, beyond, first, second, gone;
        last.overlapped.set_offset(4);
        show("a file of 6 bytes: 4 bytes from offset 4", last, file.get(), 4);
        beyond.overlapped.set_offset(6);
        show("the same file: 4 bytes from offset 6 (the error may come at once or later)", beyond,
             file.get(), 4);
        workbook::PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
        pipe.write("abcdef");
        show("a message of 6 bytes: 4 bytes", first, pipe.ours(), 4);
        show("the next read", second, pipe.ours(), 4);
        pipe.leave();
        show("the other end has gone", gone, pipe.ours(), 4);
        lab::why(
            "38 is the end of a file, 109 that of a pipe. 234 says that the buffer is full and\n"
            "the message goes on: FALSE, with bytes. What is left is a failure.");
    });
}
