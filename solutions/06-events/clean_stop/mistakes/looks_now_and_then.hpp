// MISTAKE: looks for an order and for the stop now and then, and sleeps in between.
// Caught by: Test2 as sleeps
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
        for (;;) {
            while (::WaitForSingleObject(filled, 0) != WAIT_OBJECT_0) {
                if (::WaitForSingleObject(stopping, 0) == WAIT_OBJECT_0) return;
                ::Sleep(10);  // no pause: the fault of this mistake
            }
            if (::WaitForSingleObject(stopping, 0) == WAIT_OBJECT_0) return;
            ::AcquireSRWLockExclusive(&lock);
            const int order = orders.front();
            orders.pop_front();
            ::ReleaseSRWLockExclusive(&lock);
            carry_out(order);
        }
    }
};
