// LAB L23 - The clean stop                                          about 30 minutes
//
// Goal    stop() ends the workers at once, those that sleep included, and nothing is torn apart. As
//         it stands, a worker is killed in the middle of an order.
//
// Given   carry_out(), below: it belongs to the judge. It may be called by any number of threads,
//         takes as long as it takes, and holds what it needs meanwhile.
// To do   the places marked TODO. The contracts of submit() and stop() stay as they are; members
//         may be added.
// Rules   Windows threads (CreateThread or _beginthreadex), recorded Win32 calls; no Sleep.
//
// Judged  wb check L23   (Visual Studio: Test Explorer, ch06.lab.clean_stop). The judge records
//         every call. It stops workers that sleep, workers that are at an order, and workers that
//         have more of them before them.
// Stuck?  wb hint L23, then notes/06-events.md#how-does-one-stop-a-worker
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
    // TODO 1: something that tells the workers to stop, wherever they are.
    SRWLOCK lock = SRWLOCK_INIT;
    std::deque<int> orders;  // guarded by lock
    HANDLE threads[kCount];

    Workers() {
        for (HANDLE& thread : threads)
            thread = ::CreateThread(nullptr, 0, &routine, this, 0, nullptr);
    }
    /// After stop().
    ~Workers() { ::CloseHandle(filled); }
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
        // TODO 2: each worker ends by itself, after what it is at.
        for (const HANDLE thread : threads) {
            ::TerminateThread(thread, 0);
            ::CloseHandle(thread);
        }
        return orders.size();
    }

    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Workers*>(self)->work();
        return 0;
    }

    void work() {
        for (;;) {
            // TODO 3: whoever waits here for an order hears of the stop as well - and first.
            ::WaitForSingleObject(filled, INFINITE);
            ::AcquireSRWLockExclusive(&lock);
            const int order = orders.front();
            orders.pop_front();
            ::ReleaseSRWLockExclusive(&lock);
            carry_out(order);
        }
    }
};
