// addresses.cpp - waits on the value of a variable.
#include "common/explore/tests/corpus/pair.hpp"

#include <atomic>

namespace {

using explore::Outcome;

CORPUS_BUG(WaitsOnAnAddressOnce, Outcome::assertion) {
    LONG volatile ready = 0;
    together(
        [&] {
            LONG not_yet = 0;
            ::WaitOnAddress(&ready, &not_yet, sizeof ready, INFINITE);  // may return for nothing
            expect(::InterlockedExchangeAdd(&ready, 0) == 1, "woken too early");
        },
        [&] {
            ::InterlockedExchange(&ready, 1);
            ::WakeByAddressSingle(const_cast<LONG*>(&ready));
        });
}
CORPUS_TWIN(WaitsOnAnAddressOnce) {
    LONG volatile ready = 0;
    together(
        [&] {
            LONG not_yet = 0;
            while (::InterlockedExchangeAdd(&ready, 0) == 0)
                ::WaitOnAddress(&ready, &not_yet, sizeof ready, INFINITE);
        },
        [&] {
            ::InterlockedExchange(&ready, 1);
            ::WakeByAddressSingle(const_cast<LONG*>(&ready));
        });
}

CORPUS_BUG(WakesBeforeItStores, Outcome::never_signaled, .spurious_wake_ups = 0) {
    LONG volatile ready = 0;
    together(
        [&] {
            LONG not_yet = 0;
            while (::InterlockedExchangeAdd(&ready, 0) == 0)
                ::WaitOnAddress(&ready, &not_yet, sizeof ready, INFINITE);
        },
        [&] {
            ::WakeByAddressSingle(const_cast<LONG*>(&ready));
            ::InterlockedExchange(&ready, 1);
        });
}
CORPUS_TWIN(WakesBeforeItStores) {
    LONG volatile ready = 0;
    together(
        [&] {
            LONG not_yet = 0;
            while (::InterlockedExchangeAdd(&ready, 0) == 0)
                ::WaitOnAddress(&ready, &not_yet, sizeof ready, INFINITE);
        },
        [&] {
            ::InterlockedExchange(&ready, 1);
            ::WakeByAddressSingle(const_cast<LONG*>(&ready));
        });
}

CORPUS_BUG(WakesOneOfTwoAtAnAddress, Outcome::never_signaled, .spurious_wake_ups = 0) {
    LONG volatile open = 0;
    const auto pass = [&] {
        LONG closed = 0;
        while (::InterlockedExchangeAdd(&open, 0) == 0)
            ::WaitOnAddress(&open, &closed, sizeof open, INFINITE);
    };
    together(pass, pass, [&] {
        ::InterlockedExchange(&open, 1);
        ::WakeByAddressSingle(const_cast<LONG*>(&open));
    });
}
CORPUS_TWIN(WakesOneOfTwoAtAnAddress) {
    LONG volatile open = 0;
    const auto pass = [&] {
        LONG closed = 0;
        while (::InterlockedExchangeAdd(&open, 0) == 0)
            ::WaitOnAddress(&open, &closed, sizeof open, INFINITE);
    };
    together(pass, pass, [&] {
        ::InterlockedExchange(&open, 1);
        ::WakeByAddressAll(const_cast<LONG*>(&open));
    });
}

// A lock of one word: 0 free, 1 taken.
template <bool kWakes>
struct ParkingLock {
    LONG volatile taken = 0;
    void lock() {
        LONG is_taken = 1;
        while (::InterlockedExchange(&taken, 1) != 0)
            ::WaitOnAddress(&taken, &is_taken, sizeof taken, INFINITE);
    }
    void unlock() {
        ::InterlockedExchange(&taken, 0);
        if (kWakes) ::WakeByAddressSingle(const_cast<LONG*>(&taken));
    }
};

template <class Lock>
void count_with_lock() {
    Lock lock;
    int count = 0;
    const auto add = [&] {
        lock.lock();
        ++count;
        lock.unlock();
    };
    together(add, add);
    expect(count == 2);
}

CORPUS_BUG(UnlocksWithoutAWakeUp, Outcome::never_signaled, .spurious_wake_ups = 0) {
    count_with_lock<ParkingLock<false>>();
}
CORPUS_TWIN(UnlocksWithoutAWakeUp) { count_with_lock<ParkingLock<true>>(); }

}  // namespace
