// What does a deadlock look like from outside?
//
// A child process makes one, looks at it, and is ended: two threads, each with one section.
//
// Before you run it, write down: does anything report it? Can one of the two be freed?
// Then let both threads take `left` first.
// In the debugger: start it with the argument "stuck", break when nothing happens any more, and
// look at both threads in the Parallel Stacks window.
// Topics: T41
#include "common/demo/demo.hpp"
#include "common/win32/child.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

#include <atomic>

static LONG lock_count(w32::CriticalSection& section) {
    return std::atomic_ref<LONG>(section.get()->LockCount).load();
}

static DWORD owner_of(w32::CriticalSection& section) {
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(section.get()->OwningThread));
}

// Never returns: the two threads cannot be joined any more.
[[noreturn]] static void get_stuck() {
    w32::CriticalSection left;
    w32::CriticalSection right;
    w32::Event has_left{w32::Reset::manual};
    w32::Event has_right{w32::Reset::manual};
    w32::Event go{w32::Reset::manual};
    const auto take_both = [&](w32::CriticalSection& first, w32::Event& has_first,
                               w32::CriticalSection& second) {
        first.lock();
        has_first.set();
        go.wait();
        second.lock();
    };
    w32::Thread a("A", [&] { take_both(left, has_left, right); });
    w32::Thread b("B", [&] { take_both(right, has_right, left); });
    has_left.wait();
    has_right.wait();
    const LONG left_alone = lock_count(left);
    const LONG right_alone = lock_count(right);
    go.set();
    while (lock_count(left) == left_alone || lock_count(right) == right_alone) ::SwitchToThread();
    lab::saw(owner_of(left) == a.id() ? "A has left, waits for right" : "unexpected");
    lab::saw(owner_of(right) == b.id() ? "B has right, waits for left" : "unexpected");
    std::fflush(stdout);
    ::ExitProcess(3);  // the only way out for both
}

int main(int count, char** words) {
    if (count > 1 && std::string(words[1]) == "stuck") get_stuck();
    return lab::demo("Two threads that want each other's lock wait for ever, in silence.", [] {
        lab::doing("a child process: A takes left, B takes right, then each wants the other one");
        const std::wstring arguments[] = {L"stuck"};
        std::fflush(stdout);
        const auto end = w32::run_child(
            w32::command_line(w32::this_program(), arguments), std::chrono::seconds{20},
            [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); });
        lab::saw(end.ended && end.exit_code == 3 ? "no call has failed; the process had to be ended"
                                                 : "the child did not come so far");
        lab::why(
            "EnterCriticalSection has no time-out and looks for no circle: each owner is alive,\n"
            "and any moment might leave. Agree on an order, or take all or nothing.");
    });
}
