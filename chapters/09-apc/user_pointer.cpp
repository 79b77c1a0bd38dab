// A routine is told an OVERLAPPED. Which of my requests is that, and what was it for?
//
// Two reads with one routine; hEvent of each points to what the routine has to know.
//
// Before you run it, write down what ReadFileEx will do with an hEvent that is no handle.
// Then use ReadFile instead: what does it answer?
// In the debugger: stop in the routine and look at *request->hEvent as a Purpose.
// Topics: T92 T93
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

struct Purpose {
    const char* name;
    char bytes[4];
    bool served = false;
};

static void CALLBACK ended(DWORD error, DWORD count, OVERLAPPED* request) {
    Purpose& purpose = *static_cast<Purpose*>(request->hEvent);
    lab::saw(std::string(purpose.name) + ": error " + std::to_string(error) + ", '" +
             std::string(purpose.bytes, count) + "'");
    purpose.served = true;
}

int main() {
    return lab::demo("With the Ex functions hEvent is yours.", [] {
        // Pipes, so that we decide which one is first.
        const workbook::PipeEnds left, right;
        Purpose first{"the left pipe", {}}, second{"the right pipe", {}};
        OVERLAPPED requests[2]{};
        requests[0].hEvent = &first;
        requests[1].hEvent = &second;
        lab::doing("start a read of each of two pipes, and write to both");
        w32::check(::ReadFileEx(left.ours(), first.bytes, 4, &requests[0], &ended), "ReadFileEx");
        w32::check(::ReadFileEx(right.ours(), second.bytes, 4, &requests[1], &ended), "ReadFileEx");
        left.write("abcd");
        right.write("efgh");
        lab::doing("wait alertably until both are served (they may come in either order)");
        while (!first.served || !second.served) (void)::SleepEx(INFINITE, TRUE);
        lab::why(
            "The routine takes the place of the event, so the system has no use for that field:\n"
            "it is the way from a request to all that belongs to it.");
    });
}
