// Who decides that the other one may run: the program, or the system?
//
// Look at two fibers (cooperative: each runs until it hands over) and at two threads on one
// processor (pre-emptive: the system takes the processor away).
//
// Before you run it, write down: could the spinning thread below ever end if it were a fiber?
// Then remove the SwitchToFiber inside the loop of count_to_three() and predict the line.
// In the debugger: stop in count_to_three(); the Threads window shows one thread for both fibers.
// Topics: T01
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <atomic>

struct Fiber {
    const char* name = "";
    void* self = nullptr;
    void* next = nullptr;
    std::string* line = nullptr;
};

static void CALLBACK count_to_three(void* argument) {
    Fiber& fiber = *static_cast<Fiber*>(argument);
    for (int i = 1; i <= 3; ++i) {
        *fiber.line += fiber.name + std::to_string(i) + ' ';
        ::SwitchToFiber(fiber.next);  // nobody else would ever run without this line
    }
    for (;;) ::SwitchToFiber(fiber.next);  // never return: that would end the whole thread
}

static std::string run_two_fibers() {
    std::string line;
    Fiber a{"a", nullptr, nullptr, &line};
    Fiber b{"b", nullptr, nullptr, &line};
    void* const thread = ::ConvertThreadToFiber(nullptr);
    w32::check(thread != nullptr, "ConvertThreadToFiber");
    a.self = ::CreateFiber(0, &count_to_three, &a);
    w32::check(a.self != nullptr, "CreateFiber");
    b.self = ::CreateFiber(0, &count_to_three, &b);
    w32::check(b.self != nullptr, "CreateFiber");
    a.next = b.self;  // a hands over to b, b to main
    b.next = thread;
    for (int round = 0; round < 3; ++round) ::SwitchToFiber(a.self);
    ::DeleteFiber(a.self);
    ::DeleteFiber(b.self);
    w32::check(::ConvertFiberToThread(), "ConvertFiberToThread");
    return line;
}

// Never gives way. On one processor it ends only because the system lets the other thread run.
static DWORD WINAPI spin(LPVOID argument) {
    const auto& flag = *static_cast<std::atomic<bool>*>(argument);
    while (!flag.load()) {
    }
    return 0;
}

static DWORD WINAPI raise_flag(LPVOID argument) {
    static_cast<std::atomic<bool>*>(argument)->store(true);
    return 0;
}

static w32::Handle start_on(DWORD_PTR processor, LPTHREAD_START_ROUTINE routine, void* argument) {
    w32::Handle thread = w32::own(
        ::CreateThread(nullptr, 0, routine, argument, CREATE_SUSPENDED, nullptr), "CreateThread");
    w32::check(::SetThreadAffinityMask(thread.get(), processor) != 0, "SetThreadAffinityMask");
    (void)::ResumeThread(thread.get());
    return thread;
}

int main() {
    return lab::demo("Fibers run when they are told to, threads when the system says so.", [] {
        lab::doing("two fibers on one thread, each counts to three");
        lab::saw("order: " + run_two_fibers() + "- written in the program, the same on every run");

        lab::doing("two threads on one processor: the first spins until the second sets a flag");
        DWORD_PTR allowed = 0;
        DWORD_PTR system = 0;
        w32::check(::GetProcessAffinityMask(::GetCurrentProcess(), &allowed, &system),
                   "GetProcessAffinityMask");
        const DWORD_PTR one = allowed & (~allowed + 1);
        std::atomic<bool> flag{false};
        const w32::Handle spinner = start_on(one, &spin, &flag);
        const w32::Handle raiser = start_on(one, &raise_flag, &flag);
        const HANDLE both[] = {spinner.get(), raiser.get()};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
        lab::saw("both have ended: the spinner was interrupted, it never gave way");
        lab::why(
            "Co-operative multitasking works as long as everybody co-operates. Pre-emption needs\n"
            "no co-operation - and may strike between any two instructions of yours.");
    });
}
