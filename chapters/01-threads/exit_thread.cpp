// What is the difference between returning from a thread and calling ExitThread?
//
// Look at an object on the thread's stack, once with each end.
//
// Before you run it, write down: which of the two runs the destructor?
// Then replace ExitThread by `throw 1`: who catches it?
// In the debugger: a breakpoint in ~Witness() is hit once, not twice.
// Topics: T19
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

struct Witness {
    explicit Witness(bool& flag) : cleaned_up(flag) {}
    ~Witness() { cleaned_up = true; }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    bool& cleaned_up;
};

static DWORD WINAPI returns(LPVOID cleaned_up) {
    const Witness witness(*static_cast<bool*>(cleaned_up));
    return 1;
}

static DWORD WINAPI calls_exit_thread(LPVOID cleaned_up) {
    const Witness witness(*static_cast<bool*>(cleaned_up));
    ::ExitThread(2);  // never comes back: the closing brace, with the destructor, is not reached
}

static void run(const char* how, LPTHREAD_START_ROUTINE routine) {
    bool cleaned_up = false;
    const w32::Handle thread =
        w32::own(::CreateThread(nullptr, 0, routine, &cleaned_up, 0, nullptr), "CreateThread");
    ::WaitForSingleObject(thread.get(), INFINITE);
    DWORD code = 0;
    w32::check(::GetExitCodeThread(thread.get(), &code), "GetExitCodeThread");
    lab::saw(std::string(how) + "exit code " + std::to_string(code) +
             ", destructor ran: " + (cleaned_up ? "yes" : "no"));
}

int main() {
    return lab::demo("Return from a thread. ExitThread leaves the stack's objects behind.", [] {
        lab::doing("end one thread by return, one by ExitThread");
        run("return:     ", &returns);
        run("ExitThread: ", &calls_exit_thread);
        lab::why(
            "ExitThread ends the thread in the kernel; C++ is not asked. Locks that a guard holds\n"
            "stay held, memory stays allocated. A return ends the thread too, through the same\n"
            "call, after the destructors.");
    });
}
