// What does "signaled" mean for each kind of object?
//
// Look at nine kinds with a wait of 0: as made, after something was done to it, and once more.
//
// Before you run it, write down: for which of them does the third look differ from the second?
// Then make the event manual.
// In the debugger: stop in look() and step over the wait; watch `state`.
// Topics: T23 T24 T25 T26 T27 T28 T29 M09
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <algorithm>

using w32::Event;
using w32::Reset;

static std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

static std::string look(HANDLE object) {
    const DWORD state = ::WaitForSingleObject(object, 0);
    return state == WAIT_OBJECT_0 ? "signaled" : state == WAIT_TIMEOUT ? "-" : "failed";
}

// One row of the table.
template <class Action>
static void show(const char* kind, HANDLE object, const char* action, Action act) {
    const std::string before = look(object);
    act();
    const std::string after = look(object);
    lab::saw(padded(kind, 18) + padded(before, 10) + padded(action, 18) + padded(after, 10) +
             look(object));
}

static void show_what_ends() {
    Event may_end{Reset::manual};
    w32::Thread thread("ends when it may", [&] { may_end.wait(); });
    show("thread", thread.get(), "it ends", [&] {
        may_end.set();
        (void)w32::wait(thread.get(), w32::forever);
    });
    w32::Job job;
    w32::Process child(w32::quote(w32::this_program()), {.job = &job, .suspended = true});
    show("process", child.get(), "it ends", [&] {
        child.terminate(11);
        child.wait();
    });
}

static void show_folder_change() {
    wchar_t base[MAX_PATH];
    w32::check(::GetTempPathW(MAX_PATH, base) != 0, "GetTempPathW");
    const std::wstring folder =
        base + (L"workbook-zoo-" + std::to_wstring(::GetCurrentProcessId()));
    w32::check(::CreateDirectoryW(folder.c_str(), nullptr), "CreateDirectoryW");
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_DIR_NAME);
    w32::check(change != INVALID_HANDLE_VALUE, "FindFirstChangeNotificationW");
    show("folder change", change, "a folder in it", [&] {
        w32::check(::CreateDirectoryW((folder + L"\\new").c_str(), nullptr), "CreateDirectoryW");
        (void)w32::wait(change, w32::forever);
    });
    ::FindCloseChangeNotification(change);
    ::RemoveDirectoryW((folder + L"\\new").c_str());
    ::RemoveDirectoryW(folder.c_str());
}

static void show_console() {
    const HANDLE raw =
        ::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                      nullptr, OPEN_EXISTING, 0, nullptr);
    const w32::Handle console(raw == INVALID_HANDLE_VALUE ? nullptr : raw);
    if (!console)
        return lab::saw("console           (this process has none; see demo console_wait)");
    ::FlushConsoleInputBuffer(console.get());
    show("console", console.get(), "it gets the focus", [&] {
        INPUT_RECORD record{};
        record.EventType = FOCUS_EVENT;
        DWORD written = 0;
        w32::check(::WriteConsoleInputW(console.get(), &record, 1, &written), "WriteConsoleInputW");
    });
    ::FlushConsoleInputBuffer(console.get());
}

int main() {
    return lab::demo("Each kind of object has its own meaning of \"signaled\".", [] {
        lab::doing("look at each, do something, look twice");
        lab::saw("kind              as made   then              1st look  2nd look");
        show_what_ends();
        Event automatic{Reset::automatic};
        show("automatic event", automatic.get(), "SetEvent", [&] { automatic.set(); });
        Event manual{Reset::manual};
        show("manual event", manual.get(), "SetEvent", [&] { manual.set(); });
        w32::Semaphore units(0, 1);
        show("semaphore", units.get(), "ReleaseSemaphore", [&] { (void)units.release(); });
        w32::WaitableTimer timer{Reset::manual};
        show("manual timer", timer.get(), "its time comes", [&] {
            timer.start(std::chrono::milliseconds{1});
            (void)w32::wait(timer.get(), w32::forever);
        });
        show_folder_change();
        show_console();
        w32::Mutex mutex;
        show("mutex", mutex.get(), "(we own it now)", [] {});
        lab::why(
            "A wait asks one question, and each kind answers it in its own way. Some signals are\n"
            "used up by the wait that sees them (automatic event, semaphore); an end is for good.\n"
            "A mutex is signaled while nobody owns it - and for its owner, who may take it again.");
    });
}
