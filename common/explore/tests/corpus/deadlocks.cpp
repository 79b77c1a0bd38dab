// deadlocks.cpp - circles of two, and threads that wait for themselves.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"

#include <functional>

namespace {

using explore::Outcome;

CORPUS_BUG(TwoLocksInOppositeOrder, Outcome::deadlock) {
    w32::CriticalSection a, b;
    together(
        [&] {
            const w32::Guard hold_a(a);
            const w32::Guard hold_b(b);
        },
        [&] {
            const w32::Guard hold_b(b);
            const w32::Guard hold_a(a);
        });
}
CORPUS_TWIN(TwoLocksInOppositeOrder) {
    w32::CriticalSection a, b;
    const auto use = [&] {
        const w32::Guard hold_a(a);
        const w32::Guard hold_b(b);
    };
    together(use, use);
}

struct Account {
    w32::SrwLock lock;
    int balance = 100;
};

CORPUS_BUG(LocksInOrderOfTheArguments, Outcome::deadlock) {
    Account anna, bert;
    const auto transfer = [](Account& from, Account& to) {
        const w32::Guard hold_from(from.lock);
        const w32::Guard hold_to(to.lock);
        from.balance -= 10;
        to.balance += 10;
    };
    together([&] { transfer(anna, bert); }, [&] { transfer(bert, anna); });
}
CORPUS_TWIN(LocksInOrderOfTheArguments) {
    Account anna, bert;
    const auto transfer = [](Account& from, Account& to) {
        const bool from_first = std::less<>()(&from, &to);
        const w32::Guard hold_first(from_first ? from.lock : to.lock);
        const w32::Guard hold_second(from_first ? to.lock : from.lock);
        from.balance -= 10;
        to.balance += 10;
    };
    together([&] { transfer(anna, bert); }, [&] { transfer(bert, anna); });
    expect(anna.balance == 100);
}

CORPUS_BUG(SectionThenMutexAndBack, Outcome::deadlock) {
    w32::CriticalSection section;
    w32::Mutex mutex;
    together(
        [&] {
            const w32::Guard hold_section(section);
            const w32::Guard hold_mutex(mutex);
        },
        [&] {
            const w32::Guard hold_mutex(mutex);
            const w32::Guard hold_section(section);
        });
}
CORPUS_TWIN(SectionThenMutexAndBack) {
    w32::CriticalSection section;
    w32::Mutex mutex;
    const auto use = [&] {
        const w32::Guard hold_mutex(mutex);
        const w32::Guard hold_section(section);
    };
    together(use, use);
}

CORPUS_BUG(UpgradesItsSharedLock, Outcome::deadlock) {
    SRWLOCK lock = SRWLOCK_INIT;
    int value = 0;
    const auto fill = [&] {
        ::AcquireSRWLockShared(&lock);
        if (value == 0) {
            ::AcquireSRWLockExclusive(&lock);  // waits for its own shared hold
            value = 1;
            ::ReleaseSRWLockExclusive(&lock);
        }
        ::ReleaseSRWLockShared(&lock);
    };
    together(fill, fill);
}
CORPUS_TWIN(UpgradesItsSharedLock) {
    SRWLOCK lock = SRWLOCK_INIT;
    int value = 0;
    const auto fill = [&] {
        ::AcquireSRWLockShared(&lock);
        const bool empty = value == 0;
        ::ReleaseSRWLockShared(&lock);
        if (!empty) return;
        ::AcquireSRWLockExclusive(&lock);
        if (value == 0) value = 1;
        ::ReleaseSRWLockExclusive(&lock);
    };
    together(fill, fill);
    expect(value == 1);
}

struct Log {
    w32::SrwLock lock;
    int lines = 0;
    void add() {
        const w32::Guard hold(lock);
        ++lines;
    }
    void add_two_by_calling_add() {
        const w32::Guard hold(lock);
        add();
        add();
    }
    void add_two() {
        const w32::Guard hold(lock);
        lines += 2;
    }
};

CORPUS_BUG(CallsALockingFunctionUnderTheLock, Outcome::deadlock) {
    Log log;
    together([&] { log.add(); }, [&] { log.add_two_by_calling_add(); });
}
CORPUS_TWIN(CallsALockingFunctionUnderTheLock) {
    Log log;
    together([&] { log.add(); }, [&] { log.add_two(); });
    expect(log.lines == 3);
}

CORPUS_BUG(NotifiesUnderTheLock, Outcome::deadlock) {
    w32::CriticalSection model, view;
    const auto repaint = [&] { const w32::Guard hold(view); };
    together(
        [&] {
            const w32::Guard hold(model);
            repaint();  // calls out, into a lock it does not know
        },
        [&] {
            const w32::Guard hold(view);
            const w32::Guard read(model);
        });
}
CORPUS_TWIN(NotifiesUnderTheLock) {
    w32::CriticalSection model, view;
    const auto repaint = [&] { const w32::Guard hold(view); };
    together(
        [&] {
            { const w32::Guard hold(model); }
            repaint();
        },
        [&] {
            const w32::Guard hold(view);
            const w32::Guard read(model);
        });
}

CORPUS_BUG(JoinsWhileItHoldsTheLock, Outcome::deadlock) {
    w32::CriticalSection lock;
    w32::Thread worker([&] { const w32::Guard hold(lock); });
    const w32::Guard hold(lock);
    worker.join();
}
CORPUS_TWIN(JoinsWhileItHoldsTheLock) {
    w32::CriticalSection lock;
    w32::Thread worker([&] { const w32::Guard hold(lock); });
    { const w32::Guard hold(lock); }
    worker.join();
}

CORPUS_BUG(JoinsItself, Outcome::deadlock) {
    w32::Event started(w32::Reset::manual);
    w32::Thread worker;
    worker = w32::Thread([&] {
        started.wait();
        ::WaitForSingleObject(worker.get(), INFINITE);  // its own end
    });
    started.set();
}
CORPUS_TWIN(JoinsItself) {
    w32::Event started(w32::Reset::manual);
    w32::Thread worker;
    worker = w32::Thread([&] { started.wait(); });
    started.set();
    ::WaitForSingleObject(worker.get(), INFINITE);
}

CORPUS_BUG(TakesTwoMutexesOneByOne, Outcome::deadlock) {
    w32::Mutex left, right;
    const auto use = [](w32::Mutex& first, w32::Mutex& second) {
        const w32::Guard hold_first(first);
        const w32::Guard hold_second(second);
    };
    together([&] { use(left, right); }, [&] { use(right, left); });
}
CORPUS_TWIN(TakesTwoMutexesOneByOne) {
    w32::Mutex left, right;
    const auto use = [](w32::Mutex& first, w32::Mutex& second) {
        const HANDLE both[] = {first.get(), second.get()};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);  // both or none
        first.unlock();
        second.unlock();
    };
    together([&] { use(left, right); }, [&] { use(right, left); });
}

CORPUS_BUG(WaitsForAllUnderALock, Outcome::deadlock) {
    w32::CriticalSection section;
    w32::Mutex left, right;
    together(
        [&] {
            const w32::Guard hold(section);
            const HANDLE both[] = {left.get(), right.get()};
            ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
            left.unlock();
            right.unlock();
        },
        [&] {
            const w32::Guard hold_right(right);
            const w32::Guard hold(section);
        });
}
CORPUS_TWIN(WaitsForAllUnderALock) {
    w32::CriticalSection section;
    w32::Mutex left, right;
    together(
        [&] {
            const HANDLE both[] = {left.get(), right.get()};
            ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
            { const w32::Guard hold(section); }
            left.unlock();
            right.unlock();
        },
        [&] {
            const w32::Guard hold_right(right);
            const w32::Guard hold(section);
        });
}

CORPUS_BUG(ReadsHereAndWritesThere, Outcome::deadlock) {
    Account anna, bert;
    const auto copy = [](Account& from, Account& to) {
        const w32::SharedGuard read(from.lock);
        const w32::Guard write(to.lock);
        to.balance = from.balance;
    };
    together([&] { copy(anna, bert); }, [&] { copy(bert, anna); });
}
CORPUS_TWIN(ReadsHereAndWritesThere) {
    Account anna, bert;
    const auto copy = [](Account& from, Account& to) {
        int balance = 0;
        {
            const w32::SharedGuard read(from.lock);
            balance = from.balance;
        }
        const w32::Guard write(to.lock);
        to.balance = balance;
    };
    together([&] { copy(anna, bert); }, [&] { copy(bert, anna); });
}

}  // namespace
