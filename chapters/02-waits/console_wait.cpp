// When is there something to read from a console?
//
// Look at the input buffer after a record was put into it: the focus, a key that goes down, one
// that goes up. Nobody has to type anything.
//
// Before you run it, write down: for which of the three does a wait end, and does a line come of
// it? Then put Enter in as well, down and up, and read the line with ReadFile. In the debugger:
// stop before ReadConsoleInputW and move the mouse over the console.
// Topics: T26
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

using namespace std::chrono_literals;

static INPUT_RECORD key(bool down) {
    INPUT_RECORD record{};
    record.EventType = KEY_EVENT;
    record.Event.KeyEvent.bKeyDown = down;
    record.Event.KeyEvent.wRepeatCount = 1;
    record.Event.KeyEvent.wVirtualKeyCode = 'A';
    record.Event.KeyEvent.uChar.UnicodeChar = L'a';
    return record;
}

static void put(HANDLE input, const INPUT_RECORD& record) {
    DWORD written = 0;
    w32::check(::WriteConsoleInputW(input, &record, 1, &written), "WriteConsoleInputW");
}

static void take(HANDLE input) {
    INPUT_RECORD record;
    DWORD read = 0;
    w32::check(::ReadConsoleInputW(input, &record, 1, &read), "ReadConsoleInputW");
}

static void look(HANDLE input) {
    DWORD unread = 0;
    w32::check(::GetNumberOfConsoleInputEvents(input, &unread), "GetNumberOfConsoleInputEvents");
    lab::saw(std::string(w32::signaled_now(input) ? "signaled" : "not signaled") +
             ", unread records: " + std::to_string(unread));
}

static void show(HANDLE input) {
    // The Enter that has started this program is still going up. Half a second without anything,
    // and what comes is our own - if nobody types.
    while (w32::wait(input, 500ms) == w32::Waited::signaled) ::FlushConsoleInputBuffer(input);
    INPUT_RECORD focus{};
    focus.EventType = FOCUS_EVENT;
    lab::doing("the console gets the focus");
    put(input, focus);
    look(input);
    lab::doing("look again: a wait reads nothing");
    look(input);
    lab::doing("read the record");
    take(input);
    look(input);
    lab::doing("a key goes down and up");
    put(input, key(true));
    put(input, key(false));
    look(input);
    lab::doing("read one record of the two, then the other");
    take(input);
    look(input);
    take(input);
    look(input);
}

int main() {
    return lab::demo("A console is signaled while a record is unread, of whatever kind.", [] {
        const HANDLE raw =
            ::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                          FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
        if (raw == INVALID_HANDLE_VALUE) {
            lab::saw("nothing: this process has no console; start it from a terminal");
            return;
        }
        show(w32::Handle(raw).get());
        lab::why(
            "Signaled means that there is a record, not that there is a line: ReadFile would wait\n"
            "for Enter. Who waits for a console and other objects reads the records itself, until\n"
            "none is left. CONIN$ is the console even if standard input is a file.");
    });
}
