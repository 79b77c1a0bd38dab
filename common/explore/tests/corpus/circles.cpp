// circles.cpp - deadlocks of three and more, and those that have no lock on one side.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"

namespace {

using explore::Outcome;

template <class Lock>
void use_both(Lock& first, Lock& second) {
    const w32::Guard hold_first(first);
    const w32::Guard hold_second(second);
}

CORPUS_BUG(ThreeInACircle, Outcome::deadlock) {
    w32::CriticalSection a, b, c;
    together([&] { use_both(a, b); }, [&] { use_both(b, c); }, [&] { use_both(c, a); });
}
CORPUS_TWIN(ThreeInACircle) {
    w32::CriticalSection a, b, c;
    together([&] { use_both(a, b); }, [&] { use_both(b, c); }, [&] { use_both(a, c); });
}

CORPUS_BUG(ThreeKindsInACircle, Outcome::deadlock) {
    w32::CriticalSection section;
    w32::SrwLock srw;
    w32::Mutex mutex;
    together(
        [&] {
            const w32::Guard hold(section);
            const w32::SharedGuard read(srw);
        },
        [&] {
            const w32::Guard write(srw);
            const w32::Guard hold(mutex);
        },
        [&] {
            const w32::Guard hold(mutex);
            const w32::Guard enter(section);
        });
}
CORPUS_TWIN(ThreeKindsInACircle) {
    w32::CriticalSection section;
    w32::SrwLock srw;
    w32::Mutex mutex;
    together(
        [&] {
            const w32::Guard hold(section);
            const w32::SharedGuard read(srw);
        },
        [&] {
            const w32::Guard write(srw);
            const w32::Guard hold(mutex);
        },
        [&] {
            const w32::Guard enter(section);
            const w32::Guard hold(mutex);
        });
}

CORPUS_BUG(FourPhilosophers, Outcome::deadlock) {
    w32::CriticalSection fork[4];
    together([&] { use_both(fork[0], fork[1]); }, [&] { use_both(fork[1], fork[2]); },
             [&] { use_both(fork[2], fork[3]); }, [&] { use_both(fork[3], fork[0]); });
}
CORPUS_TWIN(FourPhilosophers) {
    w32::CriticalSection fork[4];
    together([&] { use_both(fork[0], fork[1]); }, [&] { use_both(fork[1], fork[2]); },
             [&] { use_both(fork[2], fork[3]); }, [&] { use_both(fork[0], fork[3]); });
}

CORPUS_BUG(FivePhilosophers, Outcome::deadlock) {
    w32::Mutex fork[5];
    together([&] { use_both(fork[0], fork[1]); }, [&] { use_both(fork[1], fork[2]); },
             [&] { use_both(fork[2], fork[3]); }, [&] { use_both(fork[3], fork[4]); },
             [&] { use_both(fork[4], fork[0]); });
}
CORPUS_TWIN(FivePhilosophers) {
    w32::Mutex fork[5];
    const auto eat = [&](int left) {
        const HANDLE both[] = {fork[left].get(), fork[(left + 1) % 5].get()};
        ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
        for (const HANDLE mutex : both) ::ReleaseMutex(mutex);
    };
    together([=] { eat(0); }, [=] { eat(1); }, [=] { eat(2); }, [=] { eat(3); }, [=] { eat(4); });
}

CORPUS_BUG(AsManySeatsAsForks, Outcome::deadlock) {
    w32::Semaphore seats(3, 3);  // one too many
    w32::CriticalSection fork[3];
    const auto eat = [&](int left) {
        seats.acquire();
        use_both(fork[left], fork[(left + 1) % 3]);
        seats.release();
    };
    together([=] { eat(0); }, [=] { eat(1); }, [=] { eat(2); });
}
CORPUS_TWIN(AsManySeatsAsForks) {
    w32::Semaphore seats(2, 2);
    w32::CriticalSection fork[3];
    const auto eat = [&](int left) {
        seats.acquire();
        use_both(fork[left], fork[(left + 1) % 3]);
        seats.release();
    };
    together([=] { eat(0); }, [=] { eat(1); }, [=] { eat(2); });
}

CORPUS_BUG(WaitsForAUnitInsideTheLock, Outcome::deadlock) {
    w32::CriticalSection lock;
    w32::Semaphore items(0, 1);
    together(
        [&] {
            const w32::Guard hold(lock);
            items.acquire();  // who would release one needs the lock
        },
        [&] {
            const w32::Guard hold(lock);
            items.release();
        });
}
CORPUS_TWIN(WaitsForAUnitInsideTheLock) {
    w32::CriticalSection lock;
    w32::Semaphore items(0, 1);
    together(
        [&] {
            items.acquire();
            const w32::Guard hold(lock);
        },
        [&] {
            const w32::Guard hold(lock);
            items.release();
        });
}

CORPUS_BUG(WaitsForAnEventInsideTheLock, Outcome::deadlock) {
    SRWLOCK lock = SRWLOCK_INIT;
    w32::Event loaded(w32::Reset::manual);
    together(
        [&] {
            ::AcquireSRWLockExclusive(&lock);
            loaded.wait();
            ::ReleaseSRWLockExclusive(&lock);
        },
        [&] {
            ::AcquireSRWLockExclusive(&lock);
            loaded.set();
            ::ReleaseSRWLockExclusive(&lock);
        });
}
CORPUS_TWIN(WaitsForAnEventInsideTheLock) {
    SRWLOCK lock = SRWLOCK_INIT;
    w32::Event loaded(w32::Reset::manual);
    together(
        [&] {
            loaded.wait();
            ::AcquireSRWLockExclusive(&lock);
            ::ReleaseSRWLockExclusive(&lock);
        },
        [&] {
            ::AcquireSRWLockExclusive(&lock);
            loaded.set();
            ::ReleaseSRWLockExclusive(&lock);
        });
}

CORPUS_BUG(TwoThreadsJoinEachOther, Outcome::deadlock) {
    w32::Event created(w32::Reset::manual);
    w32::Thread first, second;
    first = w32::Thread([&] {
        created.wait();
        ::WaitForSingleObject(second.get(), INFINITE);
    });
    second = w32::Thread([&] {
        created.wait();
        ::WaitForSingleObject(first.get(), INFINITE);
    });
    created.set();
}
CORPUS_TWIN(TwoThreadsJoinEachOther) {
    w32::Event created(w32::Reset::manual);
    w32::Thread first, second;
    first = w32::Thread([&] { created.wait(); });
    second = w32::Thread([&] {
        created.wait();
        ::WaitForSingleObject(first.get(), INFINITE);
    });
    created.set();
    second.join();
}

}  // namespace
