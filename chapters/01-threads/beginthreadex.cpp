// CreateThread or _beginthreadex?
//
// Look at the two ways a routine ends, and at errno, which the C runtime keeps once per thread.
//
// Before you run it, write down: whose errno does main see after both threads have set theirs?
// Then try _beginthread, without ex: it closes the handle by itself. Who may still wait for it?
// In the debugger: stop in worker(); Call Stack shows the runtime's own frame (thread_start)
// between it and Windows.
// Topics: M01
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <process.h>

#include <cerrno>

struct Job {
    int set_errno = 0;
    bool leave_early = false;
    int seen_errno = 0;
};

// unsigned __stdcall, not DWORD WINAPI: the C runtime's header knows no <windows.h>.
static unsigned __stdcall worker(void* argument) {
    Job& job = *static_cast<Job*>(argument);
    errno = job.set_errno;
    job.seen_errno = errno;
    if (job.leave_early) ::_endthreadex(88);  // destructors of this stack do not run
    return 77;
}

static w32::Handle start(Job& job) {
    const std::uintptr_t raw = ::_beginthreadex(nullptr, 0, &worker, &job, 0, nullptr);
    // 0 on failure, the reason in errno. (_beginthread answers -1: not the same check.)
    w32::check(raw != 0, "_beginthreadex");
    return w32::Handle(reinterpret_cast<HANDLE>(raw));  // ours to close
}

static void show(const char* how, const w32::Handle& thread, const Job& job) {
    ::WaitForSingleObject(thread.get(), INFINITE);
    DWORD code = 0;
    w32::check(::GetExitCodeThread(thread.get(), &code), "GetExitCodeThread");
    lab::saw(std::string(how) + "exit code " + std::to_string(code) + ", its errno was " +
             std::to_string(job.seen_errno));
}

int main() {
    return lab::demo("_beginthreadex is CreateThread for programs that use the C library.", [] {
        lab::doing("two threads set errno to 2 and 13; one returns 77, one calls _endthreadex(88)");
        errno = 0;
        Job returns{2, false};
        Job leaves{13, true};
        const w32::Handle first = start(returns);
        const w32::Handle second = start(leaves);
        show("returned: ", first, returns);
        show("left:     ", second, leaves);
        lab::saw("main's errno is still " + std::to_string(errno));
        lab::why(
            "The C runtime keeps errno, strtok's place and more for each thread. _beginthreadex\n"
            "sets that up and can say that it failed; a thread from CreateThread gets it at its\n"
            "first use, where a lack of memory may end the process. std::thread and w32::Thread\n"
            "call _beginthreadex underneath.");
    });
}
