// What is a thread while it does not run?
//
// Look at two threads that share one processor and take turns: after each of the 2 000 turns the
// processor goes over to the other thread. Then look into one that waits.
//
// Before you run it, write down: what must be kept so that `turns` goes on where it stood?
// Then look at the instruction pointer (context.Rip, on ARM64 Pc): does it lie in the stack?
// In the debugger: Break All inside take_turns(); Parallel Stacks shows who waits where, and the
// Registers window the saved registers of the thread you select in the Threads window.
// Topics: T05 T06 M24
#include "common/demo/demo.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"

constexpr int kTurns = 1000;

struct Player {
    w32::Event my_turn{w32::Reset::automatic};
    Player* other = nullptr;
    int turns = 0;
    ULONG_PTR stack_low = 0;
    ULONG_PTR stack_high = 0;
};

static DWORD WINAPI take_turns(LPVOID argument) {
    Player& player = *static_cast<Player*>(argument);
    ::GetCurrentThreadStackLimits(&player.stack_low, &player.stack_high);
    int turns = 0;  // in a register or on this thread's stack, through every switch
    while (turns < kTurns) {
        player.my_turn.wait();
        player.turns = ++turns;
        player.other->my_turn.set();
    }
    player.my_turn.wait();  // the first player ends when the second is through, the second waits on
    return 0;
}

static w32::Handle start(Player& player, DWORD_PTR processor) {
    w32::Handle thread =
        w32::own(::CreateThread(nullptr, 0, &take_turns, &player, CREATE_SUSPENDED, nullptr),
                 "CreateThread");
    w32::check(::SetThreadAffinityMask(thread.get(), processor) != 0, "SetThreadAffinityMask");
    (void)::ResumeThread(thread.get());
    return thread;
}

static bool stands_in_its_stack(HANDLE thread, const Player& player) {
    w32::check(::SuspendThread(thread) != static_cast<DWORD>(-1), "SuspendThread");
    CONTEXT context{};
    context.ContextFlags = CONTEXT_CONTROL;
    const BOOL ok = ::GetThreadContext(thread, &context);  // waits until it has really stopped
    const DWORD error = ::GetLastError();
    (void)::ResumeThread(thread);
    if (!ok) throw w32::Error("GetThreadContext", error);
    const ULONG_PTR pointer = w32::stack_pointer(context);  // Rsp, Sp or Esp
    return player.stack_low <= pointer && pointer < player.stack_high;
}

int main() {
    return lab::demo("A thread that does not run is a set of saved registers and a stack.", [] {
        lab::doing("let two threads on one processor take turns, 1000 each");
        DWORD_PTR allowed = 0;
        DWORD_PTR system = 0;
        w32::check(::GetProcessAffinityMask(::GetCurrentProcess(), &allowed, &system),
                   "GetProcessAffinityMask");
        const DWORD_PTR one = allowed & (~allowed + 1);  // the lowest of the allowed processors
        Player first;
        Player second;
        first.other = &second;
        second.other = &first;
        const w32::Handle a = start(first, one);
        const w32::Handle b = start(second, one);
        first.my_turn.set();
        ::WaitForSingleObject(a.get(), INFINITE);
        lab::saw(std::to_string(first.turns + second.turns) +
                 " turns on one processor, and both went on counting where they stood");

        lab::doing("stop the one that still waits and read its CONTEXT");
        lab::saw(std::string("its saved stack pointer lies within its own stack: ") +
                 (stands_in_its_stack(b.get(), second) ? "yes" : "no"));
        second.my_turn.set();
        ::WaitForSingleObject(b.get(), INFINITE);
        lab::why(
            "The kernel saves a thread's registers when it takes the processor away and loads\n"
            "those of the next. CONTEXT is the copy that debuggers get to see. Memory is switched\n"
            "only if the next thread belongs to another process.");
    });
}
