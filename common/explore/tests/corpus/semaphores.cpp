// semaphores.cpp - units that get lost, and units that nobody had.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/semaphore.hpp"

#include <atomic>
#include <vector>

namespace {

using explore::Outcome;

CORPUS_BUG(ReleasesWithoutWaiting, Outcome::semaphore_overflow) {
    w32::Semaphore slots(2, 2);
    together([&] { ::ReleaseSemaphore(slots.get(), 1, nullptr); },
             [&] {
                 slots.acquire();
                 slots.release();
             });
}
CORPUS_TWIN(ReleasesWithoutWaiting) {
    w32::Semaphore slots(2, 2);
    const auto use = [&] {
        slots.acquire();
        slots.release();
    };
    together(use, use);
}

CORPUS_BUG(ReleasesAfterATimeOut, Outcome::semaphore_overflow) {
    w32::Semaphore slots(1, 1);
    const auto use = [&] {
        ::WaitForSingleObject(slots.get(), 100);  // in vain, perhaps
        ::ReleaseSemaphore(slots.get(), 1, nullptr);
    };
    together(use, use);
}
CORPUS_TWIN(ReleasesAfterATimeOut) {
    w32::Semaphore slots(1, 1);
    const auto use = [&] {
        if (::WaitForSingleObject(slots.get(), 100) != WAIT_OBJECT_0) return;
        ::ReleaseSemaphore(slots.get(), 1, nullptr);
    };
    together(use, use);
}

CORPUS_BUG(ReleasesTwiceOnTheRetryPath, Outcome::semaphore_overflow) {
    w32::Semaphore slots(1, 1);
    std::atomic<int> attempts = 0;
    const auto work = [&] {
        slots.acquire();
        if (++attempts == 1) slots.release();  // "give it back before the retry"
        slots.release();
    };
    together(work, work);
}
CORPUS_TWIN(ReleasesTwiceOnTheRetryPath) {
    w32::Semaphore slots(1, 1);
    std::atomic<int> attempts = 0;
    const auto work = [&] {
        slots.acquire();
        if (++attempts == 1) {
            slots.release();
            slots.acquire();
        }
        slots.release();
    };
    together(work, work);
}

CORPUS_BUG(LosesASlotOnTheErrorPath, Outcome::never_signaled) {
    w32::Semaphore slots(1, 1);
    std::atomic<bool> failed = false;
    const auto work = [&] {
        slots.acquire();
        if (!failed.exchange(true)) return;  // the first one fails, and keeps its slot
        slots.release();
    };
    together(work, work);
}
CORPUS_TWIN(LosesASlotOnTheErrorPath) {
    w32::Semaphore slots(1, 1);
    std::atomic<bool> failed = false;
    const auto work = [&] {
        slots.acquire();
        const bool first = !failed.exchange(true);
        slots.release();
        if (first) return;
    };
    together(work, work);
}

struct Buffer {
    w32::CriticalSection lock;
    w32::Semaphore free{1, 1}, used{0, 1};
    int item = 0;
};

CORPUS_BUG(LocksBeforeItWaitsForASlot, Outcome::deadlock) {
    Buffer buffer;
    const auto lock_then_wait = [&](w32::Semaphore& wait, w32::Semaphore& give) {
        for (int i = 0; i < 2; ++i) {
            const w32::Guard hold(buffer.lock);
            wait.acquire();
            ++buffer.item;
            give.release();
        }
    };
    together([&] { lock_then_wait(buffer.free, buffer.used); },
             [&] { lock_then_wait(buffer.used, buffer.free); });
}
CORPUS_TWIN(LocksBeforeItWaitsForASlot) {
    Buffer buffer;
    const auto wait_then_lock = [&](w32::Semaphore& wait, w32::Semaphore& give) {
        for (int i = 0; i < 2; ++i) {
            wait.acquire();
            {
                const w32::Guard hold(buffer.lock);
                ++buffer.item;
            }
            give.release();
        }
    };
    together([&] { wait_then_lock(buffer.free, buffer.used); },
             [&] { wait_then_lock(buffer.used, buffer.free); });
    expect(buffer.item == 4);
}

CORPUS_BUG(TakesTwoUnitsOneByOne, Outcome::never_signaled) {
    w32::Semaphore units(2, 2);
    const auto use_two = [&] {
        units.acquire();
        units.acquire();  // the other one has one as well
        units.release(2);
    };
    together(use_two, use_two);
}
CORPUS_TWIN(TakesTwoUnitsOneByOne) {
    w32::Semaphore units(2, 2);
    w32::CriticalSection taking;
    const auto use_two = [&] {
        {
            const w32::Guard hold(taking);
            units.acquire();
            units.acquire();
        }
        units.release(2);
    };
    together(use_two, use_two);
}

CORPUS_BUG(CountsTwoWhereOneMayEnter, Outcome::data_race) {
    w32::Semaphore one(2, 2);
    int value = 0;
    const auto add = [&] {
        one.acquire();
        ++value;
        one.release();
    };
    together(add, add);
}
CORPUS_TWIN(CountsTwoWhereOneMayEnter) {
    w32::Semaphore one(1, 1);
    int value = 0;
    const auto add = [&] {
        one.acquire();
        ++value;
        one.release();
    };
    together(add, add);
    expect(value == 2);
}

CORPUS_BUG(HugeMaximumHidesAReleaseTooMuch, Outcome::assertion) {
    w32::Semaphore slots(1, 1000);
    std::atomic<int> inside = 0;
    const auto work = [&] {
        slots.acquire();
        expect(++inside <= 1);
        --inside;
        slots.release(2);
    };
    together(work, work, work);
}
CORPUS_TWIN(HugeMaximumHidesAReleaseTooMuch) {
    w32::Semaphore slots(1, 1000);
    std::atomic<int> inside = 0;
    const auto work = [&] {
        slots.acquire();
        expect(++inside <= 1);
        --inside;
        slots.release();
    };
    together(work, work);
}

CORPUS_BUG(ReleasesOneUnitForTwoItems, Outcome::never_signaled) {
    w32::Semaphore items(0, 2);
    w32::CriticalSection lock;
    std::vector<int> queue;
    const auto take = [&] {
        items.acquire();
        const w32::Guard hold(lock);
        queue.pop_back();
    };
    w32::Thread first(take), second(take);
    {
        const w32::Guard hold(lock);
        queue = {1, 2};
    }
    items.release(1);
}
CORPUS_TWIN(ReleasesOneUnitForTwoItems) {
    w32::Semaphore items(0, 2);
    w32::CriticalSection lock;
    std::vector<int> queue;
    const auto take = [&] {
        items.acquire();
        const w32::Guard hold(lock);
        queue.pop_back();
    };
    w32::Thread first(take), second(take);
    {
        const w32::Guard hold(lock);
        queue = {1, 2};
    }
    items.release(2);
}

CORPUS_BUG(ReleasesBeforeTheItemIsThere, Outcome::data_race) {
    w32::Semaphore items(0, 1);
    int item = 0;
    together(
        [&] {
            items.release();
            item = 42;
        },
        [&] {
            items.acquire();
            expect(item == 42);
        });
}
CORPUS_TWIN(ReleasesBeforeTheItemIsThere) {
    w32::Semaphore items(0, 1);
    int item = 0;
    together(
        [&] {
            item = 42;
            items.release();
        },
        [&] {
            items.acquire();
            expect(item == 42);
        });
}

}  // namespace
