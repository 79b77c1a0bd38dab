// condition_variables.cpp - wake-ups that are lost, go to the wrong thread, or prove nothing.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/condition_variable.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

// Room for one item.
struct Slot {
    w32::CriticalSection lock;
    w32::ConditionVariable changed;
    w32::ConditionVariable filled, emptied;
    bool full = false;
    int taken = 0;
};

CORPUS_BUG(IfInsteadOfWhile, Outcome::assertion) {
    Slot slot;
    const auto take = [&] {
        const w32::Guard hold(slot.lock);
        if (!slot.full) slot.changed.wait(slot.lock);
        expect(slot.full, "woken, and there is nothing");
        slot.full = false;
    };
    together(take, [&] {
        const w32::Guard hold(slot.lock);
        slot.full = true;
        slot.changed.notify_all();
    });
}
CORPUS_TWIN(IfInsteadOfWhile) {
    Slot slot;
    const auto take = [&] {
        const w32::Guard hold(slot.lock);
        while (!slot.full) slot.changed.wait(slot.lock);
        expect(slot.full);
        slot.full = false;
    };
    together(take, [&] {
        const w32::Guard hold(slot.lock);
        slot.full = true;
        slot.changed.notify_all();
    });
}

CORPUS_BUG(NotifiesBeforeAnyoneWaits, Outcome::lost_wake_up) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            slot.changed.wait(slot.lock);  // nothing says whether it has happened
        },
        [&] { slot.changed.notify_one(); });
}
CORPUS_TWIN(NotifiesBeforeAnyoneWaits) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!slot.full) slot.changed.wait(slot.lock);
        },
        [&] {
            const w32::Guard hold(slot.lock);
            slot.full = true;
            slot.changed.notify_one();
        });
}

CORPUS_BUG(ChangesTheStateWithoutTheLock, Outcome::lost_wake_up, .spurious_wake_ups = 0) {
    Slot slot;
    std::atomic<bool> stop = false;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!stop) slot.changed.wait(slot.lock);
        },
        [&] {
            stop = true;  // between the look and the wait
            slot.changed.notify_all();
        });
}
CORPUS_TWIN(ChangesTheStateWithoutTheLock) {
    Slot slot;
    bool stop = false;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!stop) slot.changed.wait(slot.lock);
        },
        [&] {
            {
                const w32::Guard hold(slot.lock);
                stop = true;
            }
            slot.changed.notify_all();
        });
}

CORPUS_BUG(NotifiesAndThenChangesTheState, Outcome::never_signaled, .spurious_wake_ups = 0) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!slot.full) slot.changed.wait(slot.lock);
        },
        [&] {
            slot.changed.notify_one();
            const w32::Guard hold(slot.lock);
            slot.full = true;
        });
}
CORPUS_TWIN(NotifiesAndThenChangesTheState) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!slot.full) slot.changed.wait(slot.lock);
        },
        [&] {
            const w32::Guard hold(slot.lock);
            slot.full = true;
            slot.changed.notify_one();
        });
}

// Two producers and one consumer of one slot: who is woken may be the wrong one.
CORPUS_BUG(OneVariableForTwoConditions, Outcome::never_signaled, .spurious_wake_ups = 0) {
    Slot slot;
    const auto take = [&] {
        const w32::Guard hold(slot.lock);
        while (!slot.full) slot.changed.wait(slot.lock);
        slot.full = false;
        slot.changed.notify_one();
    };
    const auto put = [&] {
        const w32::Guard hold(slot.lock);
        while (slot.full) slot.changed.wait(slot.lock);
        slot.full = true;
        slot.changed.notify_one();
    };
    together(take, take, put, put);
}
CORPUS_TWIN(OneVariableForTwoConditions) {
    Slot slot;
    const auto take = [&] {
        const w32::Guard hold(slot.lock);
        while (!slot.full) slot.filled.wait(slot.lock);
        slot.full = false;
        slot.emptied.notify_one();
    };
    const auto put = [&] {
        const w32::Guard hold(slot.lock);
        while (slot.full) slot.emptied.wait(slot.lock);
        slot.full = true;
        slot.filled.notify_one();
    };
    together(take, take, put, put);
}

CORPUS_BUG(WakesOneOfTwo, Outcome::never_signaled, .spurious_wake_ups = 0) {
    Slot slot;
    const auto wait = [&] {
        const w32::Guard hold(slot.lock);
        while (!slot.full) slot.changed.wait(slot.lock);
    };
    together(wait, wait, [&] {
        const w32::Guard hold(slot.lock);
        slot.full = true;
        slot.changed.notify_one();  // both may go on, and one is told
    });
}
CORPUS_TWIN(WakesOneOfTwo) {
    Slot slot;
    const auto wait = [&] {
        const w32::Guard hold(slot.lock);
        while (!slot.full) slot.changed.wait(slot.lock);
    };
    together(wait, wait, [&] {
        const w32::Guard hold(slot.lock);
        slot.full = true;
        slot.changed.notify_all();
    });
}

CORPUS_BUG(SleepsWithoutTheLock, Outcome::not_owner) {
    CRITICAL_SECTION section;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    ::InitializeCriticalSection(&section);
    w32::Thread waiter([&] { ::SleepConditionVariableCS(&changed, &section, INFINITE); });
    ::WakeAllConditionVariable(&changed);
    waiter.join();
    ::DeleteCriticalSection(&section);
}
CORPUS_TWIN(SleepsWithoutTheLock) {
    CRITICAL_SECTION section;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool ready = false;
    ::InitializeCriticalSection(&section);
    w32::Thread waiter([&] {
        ::EnterCriticalSection(&section);
        while (!ready) ::SleepConditionVariableCS(&changed, &section, INFINITE);
        ::LeaveCriticalSection(&section);
    });
    ::EnterCriticalSection(&section);
    ready = true;
    ::LeaveCriticalSection(&section);
    ::WakeAllConditionVariable(&changed);
    waiter.join();
    ::DeleteCriticalSection(&section);
}

CORPUS_BUG(TimeOutIsTakenForTheCondition, Outcome::assertion) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            if (!slot.full) (void)slot.changed.wait_for(slot.lock, std::chrono::milliseconds(100));
            expect(slot.full, "time is up, and nothing has come");
        },
        [&] {
            const w32::Guard hold(slot.lock);
            slot.full = true;
            slot.changed.notify_one();
        });
}
CORPUS_TWIN(TimeOutIsTakenForTheCondition) {
    Slot slot;
    together(
        [&] {
            const w32::Guard hold(slot.lock);
            while (!slot.full)
                if (!slot.changed.wait_for(slot.lock, std::chrono::milliseconds(100))) break;
            if (slot.full) ++slot.taken;
        },
        [&] {
            const w32::Guard hold(slot.lock);
            slot.full = true;
            slot.changed.notify_one();
        });
}

}  // namespace
