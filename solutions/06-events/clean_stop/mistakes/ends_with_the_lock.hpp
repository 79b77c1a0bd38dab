// MISTAKE: looks for the stop under the lock, and takes the lock into its grave.
// Caught by: Test1 as lock-left-held
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
    volatile LONG stopping = 0;
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
        ::InterlockedExchange(&stopping, 1);
        ::ReleaseSemaphore(filled, kCount, nullptr);
        ::WaitForMultipleObjects(kCount, threads, TRUE, INFINITE);
        for (const HANDLE thread : threads) ::CloseHandle(thread);
        return orders.size();
    }

    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Workers*>(self)->work();
        return 0;
    }

    void work() {
        for (;;) {
            ::WaitForSingleObject(filled, INFINITE);
            ::AcquireSRWLockExclusive(&lock);
            if (stopping != 0) ::ExitThread(0);
            const int order = orders.front();
            orders.pop_front();
            ::ReleaseSRWLockExclusive(&lock);
            carry_out(order);
        }
    }
};
