// How does one read a whole file when nobody may block?
//
// The routine of each read starts the next one, until the file ends. The thread only waits.
//
// Before you run it, write down: which call is on the stack when the second ReadFileEx is made?
// Then make the blocks two bytes long: does the stack grow with their number?
// In the debugger: stop in `ended`; below it is SleepEx, however many blocks there have been.
// Topics: T90 T92 T93
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

struct Chain {
    HANDLE file;
    OVERLAPPED request{};
    char block[4] = {};
    bool over = false;

    void next() {
        request.hEvent = this;
        if (!::ReadFileEx(file, block, sizeof block, &request, &ended)) done(::GetLastError());
    }
    void done(DWORD error) {
        lab::saw(error == ERROR_HANDLE_EOF ? "38: the end" : "error " + std::to_string(error));
        over = true;
    }
    static void CALLBACK ended(DWORD error, DWORD count, OVERLAPPED* told) {
        Chain& chain = *static_cast<Chain*>(told->hEvent);
        if (error != ERROR_SUCCESS) return chain.done(error);
        lab::saw("'" + std::string(chain.block, count) + "'");
        chain.request.Offset += count;
        chain.next();
    }
};

int main() {
    return lab::demo("A chain of reads: each one is started by the end of the one before.", [] {
        const w32::Handle file = workbook::overlapped_file("abcdefghij");
        Chain chain{file.get()};
        lab::doing("start the first read of 4 bytes, and wait alertably until the chain is over");
        chain.next();
        while (!chain.over) (void)::SleepEx(INFINITE, TRUE);
        lab::why(
            "One OVERLAPPED is enough: one read is under way, and its routine may use it again.\n"
            "The last block has fewer bytes; the end may be refused at once or be told to the\n"
            "routine, and 38 is no failure in either case.");
    });
}
