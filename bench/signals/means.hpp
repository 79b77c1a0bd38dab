// means.hpp - the means by which one thread wakes another one, all with the same three members.
//
//     void belongs_to_me();   called by the thread that will sleep on it, before anybody wakes it
//     void wake();            by the other one, once for each sleep()
//     void sleep();           returns after the wake(), also if that came first
//
// Straight to Windows: the wrappers of common/win32 also tell the wait board who waits.
#pragma once

#include "bench/locks/lock_kinds.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/waitable_timer.hpp"

#include <string>

namespace bench {

struct EventMeans {
    EventMeans() = default;
    explicit EventMeans(const std::wstring& name)
        : event(w32::own(::CreateEventW(nullptr, FALSE, FALSE, name.c_str()), "CreateEventW")) {}
    void belongs_to_me() {}
    void wake() { w32::check(::SetEvent(event.get()), "SetEvent"); }
    void sleep() { wait_for_it(event.get()); }
    w32::Handle event = w32::own(::CreateEventW(nullptr, FALSE, FALSE, nullptr), "CreateEventW");
};

struct ManualEventMeans {
    void belongs_to_me() {}
    void wake() { w32::check(::SetEvent(event.get()), "SetEvent"); }
    void sleep() {
        wait_for_it(event.get());
        w32::check(::ResetEvent(event.get()), "ResetEvent");
    }
    w32::Handle event = w32::own(::CreateEventW(nullptr, TRUE, FALSE, nullptr), "CreateEventW");
};

/// Wakes and sleeps in one call.
struct SignalAndWaitMeans : EventMeans {};

struct SemaphoreMeans {
    void belongs_to_me() {}
    void wake() { w32::check(::ReleaseSemaphore(units.get(), 1, nullptr), "ReleaseSemaphore"); }
    void sleep() { wait_for_it(units.get()); }
    w32::Handle units = w32::own(::CreateSemaphoreW(nullptr, 0, 1, nullptr), "CreateSemaphoreW");
};

/// A state under a lock, and "look again".
struct ConditionMeans {
    void belongs_to_me() {}
    void wake() WB_UNCHECKED_LOCKING {
        ::AcquireSRWLockExclusive(&lock);
        turn = true;
        ::ReleaseSRWLockExclusive(&lock);
        ::WakeConditionVariable(&changed);
    }
    void sleep() WB_UNCHECKED_LOCKING {
        ::AcquireSRWLockExclusive(&lock);
        while (!turn)
            w32::check(::SleepConditionVariableSRW(&changed, &lock, INFINITE, 0),
                       "SleepConditionVariableSRW");
        turn = false;
        ::ReleaseSRWLockExclusive(&lock);
    }
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool turn = false;
};

/// A state that is its own lock.
struct AddressMeans {
    void belongs_to_me() {}
    void wake() {
        ::InterlockedExchange(&turn, 1);
        ::WakeByAddressSingle(const_cast<LONG*>(&turn));
    }
    void sleep() {
        LONG nobodys = 0;
        while (::InterlockedExchange(&turn, 0) == 0)
            (void)::WaitOnAddress(&turn, &nobodys, sizeof turn, INFINITE);
    }
    alignas(64) LONG volatile turn = 0;
};

/// A packet in a queue.
struct PacketMeans {
    void belongs_to_me() {}
    void wake() { port.post(0, 0); }
    void sleep() { (void)port.get(w32::forever); }
    w32::CompletionPort port{1};
};

/// A call that the other thread makes in its own alertable wait.
struct ApcMeans {
    void belongs_to_me() {
        thread =
            w32::own(::OpenThread(THREAD_SET_CONTEXT, FALSE, ::GetCurrentThreadId()), "OpenThread");
    }
    void wake() {
        const auto give = [](ULONG_PTR self) { reinterpret_cast<ApcMeans*>(self)->turn = true; };
        const DWORD queued = ::QueueUserAPC(give, thread.get(), reinterpret_cast<ULONG_PTR>(this));
        w32::check(queued != 0, "QueueUserAPC");
    }
    void sleep() {
        while (!turn) (void)::SleepEx(INFINITE, TRUE);
        turn = false;
    }
    w32::Handle thread;
    bool turn = false;  // read and written by that thread alone
};

struct MessageMeans {
    void belongs_to_me() {
        MSG message;
        ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
        thread = ::GetCurrentThreadId();
    }
    void wake() { w32::check(::PostThreadMessageW(thread, WM_APP, 0, 0), "PostThreadMessageW"); }
    void sleep() {
        MSG message;
        w32::check(::GetMessageW(&message, nullptr, WM_APP, WM_APP) != -1, "GetMessageW");
    }
    DWORD thread = 0;
};

struct TimerMeans {
    void belongs_to_me() {}
    void wake() { timer.start(std::chrono::milliseconds{0}); }
    void sleep() { wait_for_it(timer.get()); }
    w32::WaitableTimer timer{w32::Reset::automatic};
};

/// Nobody sleeps: the thread looks until it is its turn, and gives the processor away in between.
struct SpinMeans {
    void belongs_to_me() {}
    void wake() { turn.store(true, std::memory_order_release); }
    void sleep() {
        for (int looks = 1; !turn.load(std::memory_order_acquire); ++looks) {
            if (looks % kLooks == 0)
                (void)::SwitchToThread();
            else
                YieldProcessor();
        }
        turn.store(false, std::memory_order_relaxed);
    }
    alignas(64) std::atomic<bool> turn = false;
};

/// What a round trip does: wake the other one, sleep until woken.
template <class Means>
void wake_and_sleep(Means& other, Means& mine) {
    other.wake();
    mine.sleep();
}
inline void wake_and_sleep(SignalAndWaitMeans& other, SignalAndWaitMeans& mine) {
    w32::check(::SignalObjectAndWait(other.event.get(), mine.event.get(), INFINITE, FALSE) ==
                   WAIT_OBJECT_0,
               "SignalObjectAndWait");
}

}  // namespace bench
