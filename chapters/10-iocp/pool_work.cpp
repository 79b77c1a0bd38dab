// Who makes the threads, if I make none?
//
// Give the pool four orders, an object to wait for and a timer, all in one cleanup group, and close
// the group.
//
// Before you run it, write down: how many callbacks run, and on how many threads of ours?
// Then close the group with TRUE for fCancelPendingCallbacks: which callbacks may be missing?
// In the debugger: stop in a callback; Threads shows the workers that nobody here has created.
// Topics: M13
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"

struct Counts {
    LONG volatile orders = 0, signals = 0, ticks = 0;
    w32::Event signaled{w32::Reset::manual}, ticked{w32::Reset::manual};
};

static Counts& counts_of(PVOID context) { return *static_cast<Counts*>(context); }
static void CALLBACK order(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    ::InterlockedIncrement(&counts_of(context).orders);
}
static void CALLBACK signal(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WAIT, TP_WAIT_RESULT) {
    ::InterlockedIncrement(&counts_of(context).signals);
    counts_of(context).signaled.set();
}
static void CALLBACK tick(PTP_CALLBACK_INSTANCE, PVOID context, PTP_TIMER) {
    ::InterlockedIncrement(&counts_of(context).ticks);
    counts_of(context).ticked.set();
}

int main() {
    return lab::demo("The pool has threads; a cleanup group knows what was given to it.", [] {
        Counts counts;
        TP_CALLBACK_ENVIRON environment;
        ::InitializeThreadpoolEnvironment(&environment);
        const PTP_CLEANUP_GROUP group = ::CreateThreadpoolCleanupGroup();
        w32::check(group != nullptr, "CreateThreadpoolCleanupGroup");
        ::SetThreadpoolCallbackCleanupGroup(&environment, group, nullptr);
        const PTP_WORK work = ::CreateThreadpoolWork(&order, &counts, &environment);
        const PTP_WAIT wait = ::CreateThreadpoolWait(&signal, &counts, &environment);
        const PTP_TIMER timer = ::CreateThreadpoolTimer(&tick, &counts, &environment);
        w32::check(work != nullptr && wait != nullptr && timer != nullptr, "CreateThreadpool...");

        lab::doing("submit the work four times, signal the object, let the timer fire once");
        w32::Event event{w32::Reset::manual, true};
        ::SetThreadpoolWait(wait, event.get(), nullptr);
        FILETIME now{};
        ::SetThreadpoolTimer(timer, &now, 0, 0);
        for (int i = 0; i < 4; ++i) ::SubmitThreadpoolWork(work);
        counts.signaled.wait();
        counts.ticked.wait();
        lab::doing("close the group: it waits for what runs, and closes all three");
        ::CloseThreadpoolCleanupGroupMembers(group, FALSE, nullptr);
        ::CloseThreadpoolCleanupGroup(group);
        lab::saw("orders " + std::to_string(counts.orders) + ", signals " +
                 std::to_string(counts.signals) + ", ticks " + std::to_string(counts.ticks));
        lab::why(
            "A submit is a packet in the pool's port. The event stays signaled, and was told\n"
            "once: a wait object is set for one signal. Whoever waits in a callback keeps a\n"
            "thread of the pool; let the pool wait instead.");
    });
}
