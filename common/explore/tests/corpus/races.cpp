// races.cpp - accesses to one variable that nothing orders.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <vector>

namespace {

using explore::Outcome;

CORPUS_BUG(CounterWithoutALock, Outcome::data_race) {
    int count = 0;
    const auto add = [&] { ++count; };
    together(add, add);
}
CORPUS_TWIN(CounterWithoutALock) {
    LONG volatile count = 0;
    const auto add = [&] { ::InterlockedIncrement(&count); };
    together(add, add);
    expect(count == 2);
}

CORPUS_BUG(LocksOnlyTheWriter, Outcome::data_race) {
    w32::CriticalSection lock;
    int temperature = 0;
    int shown = 0;
    together(
        [&] {
            const w32::Guard hold(lock);
            temperature = 21;
        },
        [&] { shown = temperature; });
}
CORPUS_TWIN(LocksOnlyTheWriter) {
    w32::CriticalSection lock;
    int temperature = 0;
    int shown = 0;
    together(
        [&] {
            const w32::Guard hold(lock);
            temperature = 21;
        },
        [&] {
            const w32::Guard hold(lock);
            shown = temperature;
        });
}

CORPUS_BUG(EachThreadHasALockOfItsOwn, Outcome::data_race) {
    int sum = 0;
    const auto add = [&] {
        w32::SrwLock lock;  // one per call: it excludes nobody
        const w32::Guard hold(lock);
        sum += 10;
    };
    together(add, add);
}
CORPUS_TWIN(EachThreadHasALockOfItsOwn) {
    int sum = 0;
    w32::SrwLock lock;
    const auto add = [&] {
        const w32::Guard hold(lock);
        sum += 10;
    };
    together(add, add);
    expect(sum == 20);
}

CORPUS_BUG(VolatileFlagGuardsTheData, Outcome::data_race) {
    bool volatile ready = false;
    int data = 0;
    together(
        [&] {
            data = 42;
            ready = true;
        },
        [&] {
            if (ready) expect(data == 42);
        });
}
CORPUS_TWIN(VolatileFlagGuardsTheData) {
    std::atomic<bool> ready = false;
    int data = 0;
    together(
        [&] {
            data = 42;
            ready = true;
        },
        [&] {
            if (ready) expect(data == 42);
        });
}

CORPUS_BUG(WritesUnderTheSharedLock, Outcome::data_race) {
    SRWLOCK lock = SRWLOCK_INIT;
    int hits = 0;
    const auto look_up = [&] {
        ::AcquireSRWLockShared(&lock);
        ++hits;
        ::ReleaseSRWLockShared(&lock);
    };
    together(look_up, look_up);
}
CORPUS_TWIN(WritesUnderTheSharedLock) {
    SRWLOCK lock = SRWLOCK_INIT;
    int hits = 0;
    const auto look_up = [&] {
        ::AcquireSRWLockExclusive(&lock);
        ++hits;
        ::ReleaseSRWLockExclusive(&lock);
    };
    together(look_up, look_up);
    expect(hits == 2);
}

struct Bits {
    unsigned left : 1 = 0;
    unsigned right : 1 = 0;
};
struct Bytes {
    unsigned char left = 0;
    unsigned char right = 0;
};

CORPUS_BUG(NeighboursInABitField, Outcome::data_race) {
    Bits door;  // one word: to write one bit is to write both
    w32::CriticalSection left_lock, right_lock;
    together(
        [&] {
            const w32::Guard hold(left_lock);
            door.left = 1;
        },
        [&] {
            const w32::Guard hold(right_lock);
            door.right = 1;
        });
}
CORPUS_TWIN(NeighboursInABitField) {
    Bytes door;
    w32::CriticalSection left_lock, right_lock;
    together(
        [&] {
            const w32::Guard hold(left_lock);
            door.left = 1;
        },
        [&] {
            const w32::Guard hold(right_lock);
            door.right = 1;
        });
    expect(door.left + door.right == 2);
}

char* digit_in_static_buffer(int value) {
    static char text[2];
    text[0] = static_cast<char>('0' + value);
    return text;
}
void digit_into(char* text, int value) { text[0] = static_cast<char>('0' + value); }

CORPUS_BUG(FormatsIntoAStaticBuffer, Outcome::data_race) {
    together([] { expect(digit_in_static_buffer(1)[0] == '1'); },
             [] { expect(digit_in_static_buffer(2)[0] == '2'); });
}
CORPUS_TWIN(FormatsIntoAStaticBuffer) {
    const auto show = [](int value) {
        char text[2];
        digit_into(text, value);
        expect(text[0] == '0' + value);
    };
    together([=] { show(1); }, [=] { show(2); });
}

CORPUS_BUG(LoopVariableAsArgument, Outcome::data_race) {
    int seen[2] = {};
    std::vector<w32::Thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] { seen[i % 2] = i; });  // i goes on while the thread reads it
}
CORPUS_TWIN(LoopVariableAsArgument) {
    int seen[2] = {};
    {
        std::vector<w32::Thread> threads;
        for (int i = 0; i < 2; ++i) threads.emplace_back([&seen, i] { seen[i] = i; });
    }
    expect(seen[1] == 1);
}

CORPUS_BUG(InterlockedHereAndPlainThere, Outcome::data_race) {
    LONG volatile balance = 100;
    together([&] { ::InterlockedExchangeAdd(&balance, 10); }, [&] { balance = balance - 10; });
}
CORPUS_TWIN(InterlockedHereAndPlainThere) {
    LONG volatile balance = 100;
    together([&] { ::InterlockedExchangeAdd(&balance, 10); },
             [&] { ::InterlockedExchangeAdd(&balance, -10); });
    expect(balance == 100);
}

CORPUS_BUG(ReferenceOutlivesTheLock, Outcome::data_race) {
    w32::CriticalSection lock;
    int best = 0;
    const auto best_under_lock = [&]() -> int& {
        const w32::Guard hold(lock);
        return best;  // the caller uses it when the lock is gone
    };
    together([&] { best_under_lock() = 5; }, [&] { best_under_lock() = 7; });
}
CORPUS_TWIN(ReferenceOutlivesTheLock) {
    w32::CriticalSection lock;
    int best = 0;
    const auto set_best = [&](int value) {
        const w32::Guard hold(lock);
        best = value;
    };
    together([&] { set_best(5); }, [&] { set_best(7); });
}

CORPUS_BUG(ManualResetEventAsALock, Outcome::data_race) {
    w32::Event free(w32::Reset::manual, true);  // manual: it lets everybody in
    int count = 0;
    const auto add = [&] {
        free.wait();
        ++count;
        free.set();
    };
    together(add, add);
}
CORPUS_TWIN(ManualResetEventAsALock) {
    w32::Event free(w32::Reset::automatic, true);
    int count = 0;
    const auto add = [&] {
        free.wait();
        ++count;
        free.set();
    };
    together(add, add);
    expect(count == 2);
}

}  // namespace
