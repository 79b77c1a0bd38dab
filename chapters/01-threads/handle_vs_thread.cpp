// Is a thread's handle the thread?
//
// Look at one worker that waits for permission to end, while its handles come and go.
//
// Before you run it, write down: what happens to the worker when its last handle is closed?
// Then close `second` as well before the worker ends: what can main no longer find out?
// In the debugger: stop after the last CloseHandle; the Threads window still lists the worker.
// Topics: T15 T16 T17
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/handle_count.hpp"

struct Work {
    w32::Event running{w32::Reset::manual};
    w32::Event may_end{w32::Reset::manual};
    w32::Event said_goodbye{w32::Reset::manual};
};

static DWORD WINAPI worker(LPVOID argument) {
    Work& work = *static_cast<Work*>(argument);
    work.running.set();
    work.may_end.wait();
    work.said_goodbye.set();
    return 42;
}

static w32::Handle start(Work& work) {
    w32::Handle thread =
        w32::own(::CreateThread(nullptr, 0, &worker, &work, 0, nullptr), "CreateThread");
    work.running.wait();
    return thread;
}

int main() {
    return lab::demo("A handle is a ticket to the thread object. Closing it ends nothing.", [] {
        lab::doing("start a worker, duplicate its handle, close the first of the two");
        Work work;
        w32::Handle handle = start(work);
        // Windows may hold handles of its own for a thread, so only the difference is ours.
        const DWORD at_first = w32::handle_count(handle.get());
        HANDLE raw = nullptr;
        const HANDLE process = ::GetCurrentProcess();
        w32::check(::DuplicateHandle(process, handle.get(), process, &raw, 0, FALSE,
                                     DUPLICATE_SAME_ACCESS),
                   "DuplicateHandle");
        const w32::Handle second(raw);
        lab::saw("DuplicateHandle: handles to the object +" +
                 std::to_string(w32::handle_count(handle.get()) - at_first));
        w32::check(::CloseHandle(handle.release()), "CloseHandle");
        lab::saw("CloseHandle:     back to +" +
                 std::to_string(w32::handle_count(second.get()) - at_first));

        lab::doing("let the worker end, then ask the object through the handle that is left");
        work.may_end.set();
        ::WaitForSingleObject(second.get(), INFINITE);
        DWORD code = 0;
        w32::check(::GetExitCodeThread(second.get(), &code), "GetExitCodeThread");
        lab::saw("the thread is gone, its object answers: exit code " + std::to_string(code));

        lab::doing("start another worker and close its only handle while it waits");
        Work forgotten;
        w32::check(::CloseHandle(start(forgotten).release()), "CloseHandle");
        forgotten.may_end.set();
        forgotten.said_goodbye.wait();
        lab::saw("it ran on and said goodbye; nobody can wait for its end any more");
        lab::why(
            "The object lives while a handle or the running thread needs it. A handle is for\n"
            "asking and waiting; keep one as long as you want to know, then close it.");
    });
}
