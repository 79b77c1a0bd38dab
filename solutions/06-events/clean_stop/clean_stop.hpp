// SOLUTION L23 - The clean stop (the task: labs/06-events/clean_stop/clean_stop.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <deque>

/// Given by the judge. Carries out an order.
void carry_out(int order);

/// Two threads that carry out orders, oldest first.
struct Workers {
    static constexpr int kCount = 2;
    HANDLE filled = ::CreateSemaphoreW(nullptr, 0, MAXLONG, nullptr);  // counts the orders
    HANDLE stopping = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    SRWLOCK lock = SRWLOCK_INIT;
    std::deque<int> orders;  // guarded by lock
    HANDLE threads[kCount];

    Workers() {
        for (HANDLE& thread : threads)
            thread = ::CreateThread(nullptr, 0, &routine, this, 0, nullptr);
    }
    /// After stop().
    ~Workers() {
        ::CloseHandle(stopping);
        ::CloseHandle(filled);
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Waits for nobody.
    void submit(int order) {
        ::AcquireSRWLockExclusive(&lock);
        orders.push_back(order);
        ::ReleaseSRWLockExclusive(&lock);
        ::ReleaseSemaphore(filled, 1, nullptr);
    }

    /// Ends the workers. An order that has been begun is finished, and none is begun after that.
    /// Blocks until both threads have ended; returns how many orders are left. Call it once, when
    /// nobody submits any more.
    std::size_t stop() {
        ::SetEvent(stopping);
        ::WaitForMultipleObjects(kCount, threads, TRUE, INFINITE);
        for (const HANDLE thread : threads) ::CloseHandle(thread);
        return orders.size();
    }

    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Workers*>(self)->work();
        return 0;
    }

    void work() {
        const HANDLE either[] = {stopping, filled};  // the lowest index wins: stop first
        for (;;) {
            const DWORD answer = ::WaitForMultipleObjects(2, either, FALSE, INFINITE);
            if (answer == WAIT_OBJECT_0) return;
            ::AcquireSRWLockExclusive(&lock);
            const int order = orders.front();
            orders.pop_front();
            ::ReleaseSRWLockExclusive(&lock);
            carry_out(order);
        }
    }
};

// DISCUSSION
//
// Why not TerminateThread?  The thread is gone at once, and what it held is held for ever: the lock
//                 of this queue, the lock of the heap, whatever carry_out() has taken. No
//                 destructor runs, no DLL is told. It is for processes that are about to end, and
//                 even there it has hung some.
// Why an event?   A worker that sleeps looks at nothing. It wakes when what it waits for is
//                 signaled; so the stop has to be one of the things it waits for.
// Why manual?     It is for both workers, and for good. Nobody resets it.
// Why index 0?    With several objects signaled the lowest index is the answer. With the orders in
//                 front, the stop is heard when there is no order left - on a busy day, never.
// Why wait for the threads?  When stop() returns, the object is destroyed. A worker that is still
//                 on its way out would use it.
// What about an order that takes an hour?  carry_out() has to look for itself: give it the event,
//                 and let it include it in its own waits, or look with
//                 WaitForSingleObject(stopping, 0) now and then. Nobody can stop it from outside
//                 and leave the world in order.
// Without a second object  A flag, and one unit of the semaphore for each worker to wake it
//                 (alternatives/flag_and_wake.hpp), or an order that means "stop" for each of them.
// ExitThread in the worker?  Ends it where it stands, without destructors: a lock that a guard
//                 holds stays held. Return instead.
// Signals, exceptions?  Neither reaches another thread.
// In the library  std::jthread carries a stop token, and std::stop_callback sets the event
//                 (alternatives/stop_token.hpp); std::condition_variable_any waits with a token.
