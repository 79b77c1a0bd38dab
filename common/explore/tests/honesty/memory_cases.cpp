// memory_cases.cpp - atomics, Interlocked functions, and plain variables as visible steps.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

EXPLORE_CASE(InterlockedCounter) {
    LONG volatile count = 0;
    const auto add = [&] {
        for (int i = 0; i < 3; ++i) ::InterlockedIncrement(&count);
    };
    together(add, add);
}

EXPLORE_CASE(CompareExchangeLoop) {
    LONG volatile value = 0;
    const auto twice = [&] {
        for (;;) {
            const LONG old = ::InterlockedCompareExchange(&value, 0, 0);
            if (::InterlockedCompareExchange(&value, old + 1, old) == old) break;
        }
    };
    together(twice, twice);
}

EXPLORE_CASE(AtomicReadThenWrite) {
    std::atomic<int> value{0};
    const auto add = [&] { value.store(value.load() + 1); };
    together(add, add);
    explore::outcome(std::to_string(value.load()));
}

EXPLORE_CASE(StoreBuffering) {
    std::atomic<int> x{0}, y{0};
    int seen_x = 0, seen_y = 0;
    together(
        [&] {
            x.store(1, std::memory_order_release);
            seen_y = y.load(std::memory_order_acquire);
        },
        [&] {
            y.store(1, std::memory_order_release);
            seen_x = x.load(std::memory_order_acquire);
        });
    explore::outcome(std::to_string(seen_x) + std::to_string(seen_y));
}

EXPLORE_CASE(MessagePassing) {
    std::atomic<int> data{0}, ready{0};
    int got = -1;
    together(
        [&] {
            data.store(1, std::memory_order_relaxed);
            ready.store(1, std::memory_order_release);
        },
        [&] {
            if (ready.load(std::memory_order_acquire) != 0)
                got = data.load(std::memory_order_relaxed);
        });
    explore::outcome(std::to_string(got));
}

EXPLORE_CASE(ReadersOfOneWriter) {
    std::atomic<int> x{0};
    const auto read = [&] { (void)x.load(); };
    together(
        [&] {
            x.store(1);
            x.store(2);
        },
        read, read);
}

EXPLORE_CASE(WritersOfOneVariable) {
    std::atomic<int> x{0};
    const auto write = [&](int value) { return [&x, value] { x.store(value); }; };
    together(write(1), write(2), write(3));
    explore::outcome(std::to_string(x.load()));
}

EXPLORE_CASE(ChainOfThree) {
    std::atomic<int> x{0}, y{0}, z{0};
    together(
        [&] {
            x.store(1);
            y.store(1);
        },
        [&] {
            (void)y.load();
            z.store(1);
        },
        [&] {
            (void)z.load();
            (void)x.load();
        });
}

EXPLORE_CASE(SpinOnAFlag) {
    std::atomic<bool> ready{false};
    together([&] { ready.store(true); },
             [&] {
                 while (!ready.load()) ::SwitchToThread();
             });
}

}  // namespace
