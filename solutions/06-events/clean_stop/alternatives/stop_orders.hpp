// ALTERNATIVE: an order that means "stop" for each worker, in front of all others.
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <deque>

/// Given by the judge. Carries out an order.
void carry_out(int order);

/// Two threads that carry out orders, oldest first.
struct Workers {
    static constexpr int kCount = 2;
    static constexpr int kStop = -1;                                   // no order has this number
    HANDLE filled = ::CreateSemaphoreW(nullptr, 0, MAXLONG, nullptr);  // counts the orders
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
        ::AcquireSRWLockExclusive(&lock);
        for (int worker = 0; worker < kCount; ++worker) orders.push_front(kStop);
        ::ReleaseSRWLockExclusive(&lock);
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
            const int order = orders.front();
            orders.pop_front();
            ::ReleaseSRWLockExclusive(&lock);
            if (order == kStop) return;
            carry_out(order);
        }
    }
};
