// own_locks.hpp - three locks of a few lines, for comparison with those of Windows.
//
//     bench::CasSpin lock;
//     lock.lock();  ...  lock.unlock();
//
// bench/locks/tests lets the explorer try every order of their steps. All of them give the
// processor away while they wait: with one processor the owner could not go on otherwise, until
// the waiting thread's time slice is used up.
#pragma once

#include "common/win32/windows.hpp"

#include <atomic>

namespace bench {

/// So often a waiting thread looks again at once.
inline constexpr int kLooks = 100;

/// Spins on one flag. taken_ is true while a thread is between lock() and unlock(); who changes it
/// from false to true is that thread. Nobody is served in any order.
template <int kLooksAtOnce = kLooks>
class CasSpinLock {
public:
    void lock() noexcept {
        for (int looks = 1;; ++looks) {
            bool nobody = false;
            // Looks first: a failed exchange would take the cache line from the owner.
            if (!taken_.load(std::memory_order_relaxed) &&
                taken_.compare_exchange_strong(nobody, true, std::memory_order_acquire))
                return;
            if (looks % kLooksAtOnce == 0)
                (void)::SwitchToThread();
            else
                YieldProcessor();
        }
    }
    void unlock() noexcept { taken_.store(false, std::memory_order_release); }

private:
    std::atomic<bool> taken_ = false;
};

/// Serves in the order in which threads come. serving_ <= next_; the owner is the thread whose
/// ticket is serving_, if there is one; only the owner changes serving_. On a busy processor the
/// next one in the order has to be given time before anybody can go on.
template <int kLooksAtOnce = kLooks>
class TicketLock {
public:
    void lock() noexcept {
        const unsigned mine = next_.fetch_add(1, std::memory_order_relaxed);
        for (int looks = 1; serving_.load(std::memory_order_acquire) != mine; ++looks) {
            if (looks % kLooksAtOnce == 0)
                (void)::SwitchToThread();
            else
                YieldProcessor();
        }
    }
    void unlock() noexcept {
        const unsigned mine = serving_.load(std::memory_order_relaxed);
        serving_.store(mine + 1, std::memory_order_release);
    }

private:
    alignas(64) std::atomic<unsigned> next_ = 0;  // who comes disturbs nobody who waits
    alignas(64) std::atomic<unsigned> serving_ = 0;
};

/// Spins, then sleeps on the address of its word. 0 free; 1 taken; 2 taken, and somebody may sleep.
/// Whoever goes to sleep has set 2 before, and whoever wakes sets 2 again, because there may be
/// others; so an owner that finds 1 has nobody to wake, and one that finds 2 wakes one. A wake-up
/// that comes before the sleep is not lost: WaitOnAddress returns if the word is not 2 any more.
/// https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitonaddress
template <int kLooksAtOnce = kLooks>
class SpinThenParkLock {
public:
    void lock() noexcept {
        for (int looks = 0; looks < kLooksAtOnce; ++looks) {
            if (::InterlockedCompareExchange(&state_, 1, 0) == 0) return;
            YieldProcessor();
        }
        LONG crowded = 2;
        while (::InterlockedExchange(&state_, 2) != 0)
            (void)::WaitOnAddress(&state_, &crowded, sizeof state_, INFINITE);
    }
    void unlock() noexcept {
        if (::InterlockedExchange(&state_, 0) == 2)
            ::WakeByAddressSingle(const_cast<LONG*>(&state_));
    }

private:
    LONG volatile state_ = 0;
};

}  // namespace bench
