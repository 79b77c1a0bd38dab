// Which handles take requests that go on, and what does the flag change?
//
// One file, opened with FILE_FLAG_OVERLAPPED and without, and the client's end of a pipe; each is
// read without an OVERLAPPED.
//
// Before you run it, write down: is the flag a property of the file, or of the handle?
// Then read the second handle with an OVERLAPPED: does that make it overlapped?
// In the debugger: stop after each ReadFile and watch $err,hr (the last error).
// Topics: T79
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/overlapped.hpp"

static void read_plainly(const char* what, HANDLE handle) {
    char bytes[4];
    DWORD count = 0;
    const BOOL ok = ::ReadFile(handle, bytes, sizeof bytes, &count, nullptr);
    const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
    lab::doing(std::string("ReadFile without OVERLAPPED: ") + what);
    lab::saw(ok ? "TRUE, '" + std::string(bytes, count) + "'"
                : "FALSE, error " + std::to_string(error) + ": " + w32::describe(error));
}

int main() {
    return lab::demo("The flag belongs to the handle: with it, a read needs an OVERLAPPED.", [] {
        const w32::Handle file = workbook::overlapped_file("abcd");
        wchar_t name[MAX_PATH + 1];
        w32::check(::GetFinalPathNameByHandleW(file.get(), name, MAX_PATH, 0) != 0,
                   "GetFinalPathNameByHandleW");
        const w32::Handle plain =
            w32::own_file(::CreateFileW(name, GENERIC_READ,
                                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                        nullptr, OPEN_EXISTING, 0, nullptr),
                          "CreateFileW");
        const workbook::PipeEnds pipe;
        w32::Overlapped write;
        const char bytes[] = {'e', 'f', 'g', 'h'};
        (void)w32::start_write(pipe.ours(), std::as_bytes(std::span(bytes)), write.raw());
        read_plainly("a file, with the flag", file.get());
        read_plainly("the same file, without the flag", plain.get());
        read_plainly("a pipe, the client's end, without the flag", pipe.theirs());
        (void)write.finish(pipe.ours());
        lab::why(
            "CreateFile makes a handle that is either overlapped or not, for good; two handles of\n"
            "one file may differ. A handle without the flag makes each call wait. One with it\n"
            "never waits by itself, so it must be told where to put the end.");
    });
}
