// Is a write that makes the file longer overlapped?
//
// Two writes: one inside a file of 8 KB, one behind its end.
//
// Before you run it, write down what each answers.
// Then set the size first (SetEndOfFile), and measure large writes of both kinds on Windows.
// In the debugger: step over WriteFile; how long it takes says more than what it answers.
// Topics: T96
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/demo/demo.hpp"
#include "common/win32/platform.hpp"

static void write(const char* what, HANDLE file, DWORD offset) {
    lab::doing(what);
    w32::Overlapped request;
    request.set_offset(offset);
    const char bytes[] = {'x', 'y', 'z'};
    const auto started = w32::start_write(file, std::as_bytes(std::span(bytes)), request.raw());
    lab::saw(started.how == w32::Io::failed ? "error " + std::to_string(started.error)
                                            : "done at once, or pending: either is allowed");
    const w32::IoResult result = request.finish(file);
    LARGE_INTEGER size{};
    w32::check(::GetFileSizeEx(file, &size), "GetFileSizeEx");
    lab::saw(std::to_string(result.bytes) + " bytes written, the file has " +
             std::to_string(size.QuadPart));
}

int main() {
    return lab::demo("No write is sure to be synchronous, and none is sure not to be.", [] {
        const w32::Handle file = workbook::overlapped_file(std::string(8192, '.'));
        write("3 bytes at offset 0", file.get(), 0);
        write("3 bytes at offset 16384, behind the end", file.get(), 16384);
        if (w32::running_under_wine())
            lab::differs_in_wine("each write to a file pends, whether it makes it longer or not.");
        lab::why(
            "On NTFS a write that makes the file longer is done inside the call, because new\n"
            "space has to be found, and zeros written. It may still answer \"pending\". Who wants\n"
            "the call to return at once sets the size beforehand.");
    });
}
