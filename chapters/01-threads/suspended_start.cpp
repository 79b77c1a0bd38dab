// How does a thread get its priority and processor before its first instruction?
//
// Look at a thread that is created stopped, prepared, and then let go; and at what SuspendThread
// and ResumeThread return.
//
// Before you run it, write down: two times SuspendThread, how many times ResumeThread?
// Then leave out CREATE_SUSPENDED; which line may now tell something else, and why only may?
// In the debugger: stop at the first ResumeThread; Threads > Suspended Count shows the number.
// Topics: T12 T76 T77
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

struct FirstLook {
    int priority = 0;
    HANDLE handle = nullptr;  // stored by the creator, before the thread runs
    bool handle_was_stored = false;
};

static DWORD WINAPI worker(LPVOID argument) {
    FirstLook& look = *static_cast<FirstLook*>(argument);
    look.priority = ::GetThreadPriority(::GetCurrentThread());
    look.handle_was_stored = look.handle != nullptr;
    return 0;
}

static std::string previous(DWORD count) { return std::to_string(static_cast<int>(count)) + ' '; }

int main() {
    return lab::demo("CREATE_SUSPENDED: everything is set before the thread's first look.", [] {
        lab::doing(
            "create a thread suspended, store its handle, lower its priority;\n"
            "suspend it twice more, then resume until the answer is 1");
        FirstLook look;
        const w32::Handle thread = w32::own(
            ::CreateThread(nullptr, 0, &worker, &look, CREATE_SUSPENDED, nullptr), "CreateThread");
        look.handle = thread.get();
        w32::check(::SetThreadPriority(thread.get(), THREAD_PRIORITY_BELOW_NORMAL),
                   "SetThreadPriority");

        std::string suspends;
        for (int i = 0; i < 2; ++i) suspends += previous(::SuspendThread(thread.get()));
        lab::saw("SuspendThread returned: " + suspends);
        std::string resumes;
        DWORD count = 0;
        do {  // the previous count: 1 means that it runs now
            count = ::ResumeThread(thread.get());
            w32::check(count != static_cast<DWORD>(-1), "ResumeThread");
            resumes += previous(count);
        } while (count > 1);
        lab::saw("ResumeThread returned:  " + resumes);
        ::WaitForSingleObject(thread.get(), INFINITE);
        lab::saw("the thread's first look: priority " + std::to_string(look.priority) +
                 ", handle stored: " + (look.handle_was_stored ? "yes" : "no"));
        lab::why(
            "A thread has a suspend count and runs while it is 0. Both calls return the count as\n"
            "it was before. CREATE_SUSPENDED starts it at 1. SuspendThread on a running thread is\n"
            "for debuggers: it may stop the thread while it holds the heap's lock.");
    });
}
