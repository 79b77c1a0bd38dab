// livelocks.cpp - threads that run for ever, and locks that spin wrongly.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

CORPUS_BUG(SpinsOnAFlagThatNobodySets, Outcome::livelock) {
    std::atomic<bool> stop = false;
    w32::Thread worker([&] {
        while (!stop) {
        }
    });
}
CORPUS_TWIN(SpinsOnAFlagThatNobodySets) {
    std::atomic<bool> stop = false;
    w32::Thread worker([&] {
        while (!stop) {
        }
    });
    stop = true;
}

CORPUS_BUG(TriesBothAndStartsOver, Outcome::livelock) {
    w32::CriticalSection left, right;
    const auto use = [](w32::CriticalSection& first, w32::CriticalSection& second) {
        for (;;) {
            first.lock();
            if (second.try_lock()) break;
            first.unlock();  // polite, and the other one is as polite
        }
        second.unlock();
        first.unlock();
    };
    together([&] { use(left, right); }, [&] { use(right, left); });
}
CORPUS_TWIN(TriesBothAndStartsOver) {
    w32::CriticalSection left, right;
    const auto use = [&] {
        const w32::Guard hold_left(left);
        const w32::Guard hold_right(right);
    };
    together(use, use);
}

CORPUS_BUG(PollsWhileItHoldsTheLock, Outcome::livelock) {
    w32::CriticalSection lock;
    w32::Event ready(w32::Reset::manual);
    together(
        [&] {
            const w32::Guard hold(lock);
            while (::WaitForSingleObject(ready.get(), 0) == WAIT_TIMEOUT) {
            }
        },
        [&] {
            const w32::Guard hold(lock);
            ready.set();
        });
}
CORPUS_TWIN(PollsWhileItHoldsTheLock) {
    w32::CriticalSection lock;
    w32::Event ready(w32::Reset::manual);
    together(
        [&] {
            while (::WaitForSingleObject(ready.get(), 0) == WAIT_TIMEOUT) {
            }
            const w32::Guard hold(lock);
        },
        [&] {
            const w32::Guard hold(lock);
            ready.set();
        });
}

CORPUS_BUG(SpinLockOpensWithAPlainStore, Outcome::data_race) {
    LONG volatile locked = 0;
    int count = 0;
    const auto add = [&] {
        while (::InterlockedExchange(&locked, 1) != 0) {
        }
        ++count;
        locked = 0;  // nothing keeps ++count before it
    };
    together(add, add);
}
CORPUS_TWIN(SpinLockOpensWithAPlainStore) {
    LONG volatile locked = 0;
    int count = 0;
    const auto add = [&] {
        while (::InterlockedExchange(&locked, 1) != 0) {
        }
        ++count;
        ::InterlockedExchange(&locked, 0);
    };
    together(add, add);
    expect(count == 2);
}

CORPUS_BUG(SpinLockLooksThenTakes, Outcome::data_race) {
    std::atomic<bool> locked = false;
    int count = 0;
    const auto add = [&] {
        while (locked) {
        }
        locked = true;
        ++count;
        locked = false;
    };
    together(add, add);
}
CORPUS_TWIN(SpinLockLooksThenTakes) {
    std::atomic<bool> locked = false;
    int count = 0;
    const auto add = [&] {
        do {
            while (locked) {
            }
        } while (locked.exchange(true));
        ++count;
        locked = false;
    };
    together(add, add);
    expect(count == 2);
}

}  // namespace
