// apc_cases.cpp - asynchronous procedure calls, alertable waits, and waitable timers.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/honesty/handles.hpp"
#include "common/explore/tests/together.hpp"

namespace {

struct Ran {
    char order[8] = {};
    int count = 0;
};
Ran* ran = nullptr;

void CALLBACK note(ULONG_PTR what) { ran->order[ran->count++] = static_cast<char>(what); }
void CALLBACK nothing(ULONG_PTR) {}

EXPLORE_CASE(TwoSendApcsToOne, .outcomes = {"ab", "ba"}) {
    Ran here;
    ran = &here;
    w32::Thread receiver([&] {
        while (here.count < 2) ::SleepEx(INFINITE, TRUE);
    });
    w32::Thread sender([&] { ::QueueUserAPC(note, receiver.get(), 'a'); });
    ::QueueUserAPC(note, receiver.get(), 'b');
    sender.join();
    receiver.join();
    explore::outcome(here.order);
}

EXPLORE_CASE(ApcOrObject, .outcomes = {"apc", "object"}) {
    Handles h;
    const HANDLE event = h.event(false);
    w32::Thread waiter([&] {
        const DWORD first = ::WaitForSingleObjectEx(event, INFINITE, TRUE);
        explore::outcome(first == WAIT_OBJECT_0 ? "object" : "apc");
    });
    w32::Thread setter([&] { ::SetEvent(event); });
    ::QueueUserAPC(nothing, waiter.get(), 0);
    setter.join();
    waiter.join();
}

EXPLORE_CASE(ApcOrEitherObject) {
    Handles h;
    const HANDLE both[] = {h.event(false), h.event(false)};
    w32::Thread waiter([&] {
        explore::outcome(
            std::to_string(::WaitForMultipleObjectsEx(2, both, FALSE, INFINITE, TRUE)));
    });
    w32::Thread setter([&] { ::SetEvent(both[0]); });
    ::QueueUserAPC(nothing, waiter.get(), 0);
    ::SetEvent(both[1]);
    setter.join();
    waiter.join();
}

EXPLORE_CASE(ApcOrTimeOut, .outcomes = {"apc", "time-out"}) {
    w32::Thread waiter([&] { explore::outcome(::SleepEx(10, TRUE) == 0 ? "time-out" : "apc"); });
    ::QueueUserAPC(nothing, waiter.get(), 0);
    waiter.join();
}

EXPLORE_CASE(ApcToAThreadThatNeverWaits, .outcomes = {"t", "at"}) {
    Ran here;
    ran = &here;
    w32::Thread thread([] { note('t'); });
    ::QueueUserAPC(note, thread.get(), 'a');
    thread.join();
    explore::outcome(here.order);
}

EXPLORE_CASE(ApcsThatQueueAnother, .outcomes = {"12", "21"}) {
    Ran here;
    ran = &here;
    w32::Thread receiver([&] {
        while (here.count < 2) ::SleepEx(INFINITE, TRUE);
    });
    ::QueueUserAPC([](ULONG_PTR) { ::QueueUserAPC(note, ::GetCurrentThread(), '2'); },
                   receiver.get(), 0);
    ::QueueUserAPC(note, receiver.get(), '1');
    receiver.join();
    explore::outcome(here.order);
}

EXPLORE_CASE(SignalAndWaitAlertably) {
    Handles h;
    const HANDLE asked = h.event(false), answered = h.event(false);
    w32::Thread client([&] {
        const DWORD ended = ::SignalObjectAndWait(asked, answered, INFINITE, TRUE);
        explore::outcome(ended == WAIT_IO_COMPLETION ? "apc" : "answer");
    });
    w32::Thread server([&] {
        wait(asked);
        ::SetEvent(answered);
    });
    ::QueueUserAPC(nothing, client.get(), 0);
    client.join();
    server.join();
}

// ---- waitable timers

HANDLE timer_in(Handles& h, bool manual) {
    return h.add(::CreateWaitableTimerW(nullptr, manual, nullptr));
}

void set(HANDLE timer, LONGLONG ms, LONG period = 0, PTIMERAPCROUTINE routine = nullptr) {
    LARGE_INTEGER due{};
    due.QuadPart = -ms * 10'000;
    EXPECT_TRUE(::SetWaitableTimer(timer, &due, period, routine, nullptr, FALSE));
}

EXPLORE_CASE(TimerSetAndCancelled, .outcomes = {"cancelled", "fired"}) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    set(timer, 10);
    w32::Thread other([&] { ::CancelWaitableTimer(timer); });
    const DWORD answer = ::WaitForSingleObject(timer, 1000);
    explore::outcome(answer == WAIT_OBJECT_0 ? "fired" : "cancelled");
    other.join();
}

EXPLORE_CASE(TwoTimers, .outcomes = {"0", "1"}) {
    Handles h;
    const HANDLE both[] = {timer_in(h, false), timer_in(h, false)};
    set(both[0], 10);
    set(both[1], 10);
    explore::outcome(std::to_string(::WaitForMultipleObjects(2, both, FALSE, INFINITE)));
}

EXPLORE_CASE(ManualTimerTwoWaiters) {
    Handles h;
    const HANDLE timer = timer_in(h, true);
    const auto poll = [&] { (void)::WaitForSingleObject(timer, 0); };
    together(
        poll, [&] { wait(timer); }, [&] { set(timer, 10); });
}

EXPLORE_CASE(PeriodicTimer) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    set(timer, 10, 10);
    together([&] { wait(timer); }, [&] { wait(timer); });
}

EXPLORE_CASE(TimerWithAnApc, .finding = explore::Outcome::never_signaled) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    w32::Thread other([&] {
        set(timer, 5, 0, [](void*, DWORD, DWORD) {});
        const DWORD answer = ::WaitForSingleObjectEx(timer, INFINITE, TRUE);
        explore::outcome(std::to_string(answer));
    });
    ::CancelWaitableTimer(timer);
    other.join();
}

EXPLORE_CASE(PeriodicTimerWithAnApc) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    w32::Thread other([&] {
        set(timer, 5, 5, [](void*, DWORD, DWORD) {});
        for (int i = 0; i < 2; ++i) ::SleepEx(INFINITE, TRUE);
        ::CancelWaitableTimer(timer);
    });
    w32::Thread poll([&] { (void)::WaitForSingleObject(timer, 0); });
    poll.join();
    other.join();
}

EXPLORE_CASE(TimerSetAgain, .finding = explore::Outcome::never_signaled) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    set(timer, 10);
    together([&] { set(timer, 20); },
             [&] { explore::outcome(std::to_string(::WaitForSingleObject(timer, 0))); });
    wait(timer);
}

EXPLORE_CASE(TimerAndEventTogether) {
    Handles h;
    const HANDLE both[] = {timer_in(h, false), h.event(false)};
    set(both[0], 10);
    w32::Thread other([&] { ::SetEvent(both[1]); });
    w32::Thread poll([&] { (void)::WaitForSingleObject(both[0], 0); });
    const DWORD got = ::WaitForMultipleObjects(2, both, TRUE, 100);
    explore::outcome(got == WAIT_OBJECT_0 ? "both" : "time-out");
    other.join();
    poll.join();
}

EXPLORE_CASE(TimerSetByTwoWithApcs) {
    Handles h;
    const HANDLE timer = timer_in(h, false);
    const auto set_it = [&] { set(timer, 10, 0, [](void*, DWORD, DWORD) {}); };
    together(set_it, [&] {
        set_it();
        ::CancelWaitableTimer(timer);
    });
}

}  // namespace
