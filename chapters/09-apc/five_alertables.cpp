// In which waits does an APC run?
//
// An APC is queued before each of the alertable waits, and before a plain one.
//
// Before you run it, write down: which of them says 192 only by GetLastError?
// Then make bAlertable of the first wait FALSE, and see that nothing wakes the thread.
// In the debugger: stop in the APC; the wait function is below it on the call stack.
// Topics: T90
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"
#include "common/win32/completion_port.hpp"

#include <functional>

static void show(const char* wait, const std::function<DWORD()>& answer) {
    apc::Letters letters;
    w32::check(letters.queue('a'), "QueueUserAPC");
    const std::string said = std::string(wait) + ": " + std::to_string(answer());
    lab::saw(said + (letters.ran.empty() ? ", the APC has not run" : ", the APC has run"));
    if (letters.ran.empty()) (void)::SleepEx(0, TRUE);  // it runs before its memory goes
}

int main() {
    return lab::demo("Five waits may be alertable, and by now a sixth one.", [] {
        const w32::Event never{w32::Reset::manual}, other{w32::Reset::manual};
        const HANDLE one = never.get(), to = other.get();
        const w32::CompletionPort port;
        lab::doing("wait with bAlertable TRUE (WAIT_IO_COMPLETION is 192)");
        show("SleepEx", [] { return ::SleepEx(INFINITE, TRUE); });
        show("WaitForSingleObjectEx", [&] { return ::WaitForSingleObjectEx(one, INFINITE, TRUE); });
        show("WaitForMultipleObjectsEx",
             [&] { return ::WaitForMultipleObjectsEx(1, &one, FALSE, INFINITE, TRUE); });
        show("MsgWaitForMultipleObjectsEx", [&] {
            return ::MsgWaitForMultipleObjectsEx(1, &one, INFINITE, QS_ALLINPUT, MWMO_ALERTABLE);
        });
        show("SignalObjectAndWait", [&] { return ::SignalObjectAndWait(to, one, INFINITE, TRUE); });
        show("GetQueuedCompletionStatusEx", [&] {
            OVERLAPPED_ENTRY entry;
            ULONG count = 0;
            (void)::GetQueuedCompletionStatusEx(port.raw(), &entry, 1, &count, INFINITE, TRUE);
            return ::GetLastError();  // it has answered FALSE
        });
        lab::doing("wait plainly, for a millisecond (WAIT_TIMEOUT is 258)");
        show("WaitForSingleObject", [&] { return ::WaitForSingleObject(one, 1); });
        lab::why(
            "An APC waits until its thread says that it may be interrupted, and never comes in\n"
            "the middle of your code: so it needs no lock against its own thread.");
    });
}
