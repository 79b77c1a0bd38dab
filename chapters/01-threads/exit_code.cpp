// Has that thread ended? Does its exit code tell?
//
// Look at GetExitCodeThread three times: while the thread runs, after it returned 7, and after
// another one returned 259.
//
// Before you run it, write down: which of the three answers can you tell apart?
// Then let the second worker return 260.
// In the debugger: stop at the last saw(); the Output window names each thread that has exited,
// with its code.
// Topics: T18
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

struct Work {
    w32::Event may_end{w32::Reset::manual};
    DWORD result = 0;
};

static DWORD WINAPI worker(LPVOID argument) {
    Work& work = *static_cast<Work*>(argument);
    work.may_end.wait();
    return work.result;
}

static void show(const char* when, HANDLE thread) {
    DWORD code = 0;
    w32::check(::GetExitCodeThread(thread, &code), "GetExitCodeThread");
    const bool ended = ::WaitForSingleObject(thread, 0) == WAIT_OBJECT_0;
    lab::saw(std::string(when) + "code " + std::to_string(code) + ", the wait says " +
             (ended ? "ended" : "running"));
}

static void run(DWORD result) {
    lab::doing("a thread that will return " + std::to_string(result));
    Work work;
    work.result = result;
    const w32::Handle thread =
        w32::own(::CreateThread(nullptr, 0, &worker, &work, 0, nullptr), "CreateThread");
    show("while it runs: ", thread.get());
    work.may_end.set();
    ::WaitForSingleObject(thread.get(), INFINITE);
    show("afterwards:    ", thread.get());
}

int main() {
    return lab::demo("Exit code 259 says nothing; a wait does.", [] {
        run(7);
        run(259);
        lab::why(
            "GetExitCodeThread succeeds while the thread runs and answers STILL_ACTIVE, which is\n"
            "259 - a number that a thread may return as well. The thread object itself knows:\n"
            "it is signaled once the thread has ended. Wait first, then read the code.");
    });
}
