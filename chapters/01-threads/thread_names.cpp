// Which of the twenty threads in the debugger is mine?
//
// Look at a thread that names itself and one that is named by another.
//
// Before you run it, write down: does a thread have a name before somebody gives it one?
// Then name both the same; nothing minds.
// In the debugger: stop in worker(); the Name column of the Threads window, Parallel Stacks and
// a crash dump show the names.
// Topics: M03 M24
#include "common/demo/demo.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/text.hpp"

static std::string name_of(HANDLE thread) {
    PWSTR text = nullptr;
    const HRESULT result = w32::get_thread_description(thread, &text);
    if (FAILED(result)) throw w32::Error("GetThreadDescription", static_cast<DWORD>(result));
    const std::string name = w32::to_utf8(text);
    ::LocalFree(text);
    return '"' + name + '"';
}

static void set_name(HANDLE thread, const wchar_t* name) {
    // SetThreadDescription, looked up at run time: mingw's headers do not declare it.
    const HRESULT result = w32::set_thread_description(thread, name);
    if (FAILED(result)) throw w32::Error("SetThreadDescription", static_cast<DWORD>(result));
}

static DWORD WINAPI worker(LPVOID may_end) {
    static_cast<w32::Event*>(may_end)->wait();
    return 0;
}

int main() {
    return lab::demo("SetThreadDescription gives a running thread a name, from any thread.", [] {
        w32::Event may_end{w32::Reset::manual};
        const w32::Handle thread =
            w32::own(::CreateThread(nullptr, 0, &worker, &may_end, 0, nullptr), "CreateThread");
        lab::doing("name this thread and the worker");
        lab::saw("the worker at first: " + name_of(thread.get()));
        set_name(::GetCurrentThread(), L"main");
        set_name(thread.get(), L"log writer");
        lab::saw("this thread: " + name_of(::GetCurrentThread()));
        lab::saw("the worker:  " + name_of(thread.get()));
        may_end.set();
        ::WaitForSingleObject(thread.get(), INFINITE);
        lab::why(
            "The name belongs to the thread object: debuggers, dumps and traces find it without\n"
            "your help. It identifies nothing - two threads may share one. The id does.");
    });
}
