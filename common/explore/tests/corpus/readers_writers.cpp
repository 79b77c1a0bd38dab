// readers_writers.cpp - home-made and misused reader/writer locks.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"

namespace {

using explore::Outcome;

CORPUS_BUG(LastReaderReleasesTheFirstOnesMutex, Outcome::not_owner, .allow_abandoned = true) {
    w32::CriticalSection counting;
    w32::Mutex writing;
    int readers = 0;
    const auto read = [&] {
        {
            const w32::Guard hold(counting);
            if (++readers == 1) ::WaitForSingleObject(writing.get(), INFINITE);
        }
        {
            const w32::Guard hold(counting);
            if (--readers == 0) ::ReleaseMutex(writing.get());  // a mutex has an owner
        }
    };
    together(read, read);
}
CORPUS_TWIN(LastReaderReleasesTheFirstOnesMutex) {
    w32::CriticalSection counting;
    w32::Semaphore writing(1, 1);
    int readers = 0;
    const auto read = [&] {
        {
            const w32::Guard hold(counting);
            if (++readers == 1) writing.acquire();
        }
        {
            const w32::Guard hold(counting);
            if (--readers == 0) writing.release();
        }
    };
    together(read, read);
}

CORPUS_BUG(CountsReadersWithoutALock, Outcome::data_race) {
    w32::Semaphore writing(1, 1);
    int readers = 0;
    const auto read = [&] {
        if (++readers == 1) writing.acquire();
        if (--readers == 0) writing.release();
    };
    together(read, read);
}
CORPUS_TWIN(CountsReadersWithoutALock) {
    SRWLOCK lock = SRWLOCK_INIT;
    const auto read = [&] {
        ::AcquireSRWLockShared(&lock);
        ::ReleaseSRWLockShared(&lock);
    };
    together(read, read);
}

CORPUS_BUG(ReadsWhileItReads, Outcome::deadlock) {
    w32::SrwLock lock;
    int value = 0;
    const auto get = [&] {
        const w32::SharedGuard hold(lock);
        return value;
    };
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            expect(get() >= 0);  // waits behind a writer that waits for us
        },
        [&] {
            const w32::Guard hold(lock);
            value = 1;
        });
}
CORPUS_TWIN(ReadsWhileItReads) {
    w32::SrwLock lock;
    int value = 0;
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            expect(value >= 0);
        },
        [&] {
            const w32::Guard hold(lock);
            value = 1;
        });
}

CORPUS_BUG(TrustsWhatItWroteBeforeTheDowngrade, Outcome::assertion) {
    SRWLOCK lock = SRWLOCK_INIT;
    int value = 0;
    const auto write_then_read = [&](int mine) {
        ::AcquireSRWLockExclusive(&lock);
        value = mine;
        ::ReleaseSRWLockExclusive(&lock);
        ::AcquireSRWLockShared(&lock);  // somebody may have been in between
        expect(value == mine);
        ::ReleaseSRWLockShared(&lock);
    };
    together([&] { write_then_read(1); }, [&] { write_then_read(2); });
}
CORPUS_TWIN(TrustsWhatItWroteBeforeTheDowngrade) {
    SRWLOCK lock = SRWLOCK_INIT;
    int value = 0;
    const auto write_then_read = [&](int mine) {
        ::AcquireSRWLockExclusive(&lock);
        value = mine;
        expect(value == mine);
        ::ReleaseSRWLockExclusive(&lock);
    };
    together([&] { write_then_read(1); }, [&] { write_then_read(2); });
}

CORPUS_BUG(DoesNotLookAgainAfterTheUpgrade, Outcome::assertion) {
    w32::SrwLock lock;
    int built = 0;
    const auto build_once = [&] {
        bool missing = false;
        {
            const w32::SharedGuard hold(lock);
            missing = built == 0;
        }
        if (!missing) return;
        const w32::Guard hold(lock);
        ++built;
    };
    together(build_once, build_once);
    expect(built == 1);
}
CORPUS_TWIN(DoesNotLookAgainAfterTheUpgrade) {
    w32::SrwLock lock;
    int built = 0;
    const auto build_once = [&] {
        {
            const w32::SharedGuard hold(lock);
            if (built != 0) return;
        }
        const w32::Guard hold(lock);
        if (built == 0) ++built;
    };
    together(build_once, build_once);
    expect(built == 1);
}

CORPUS_BUG(FillsItsCacheAsAReader, Outcome::data_race) {
    w32::SrwLock lock;
    int cached = 0;
    const auto look_up = [&] {
        const w32::SharedGuard hold(lock);
        if (cached == 0) cached = 42;  // "it is only a cache"
        expect(cached == 42);
    };
    together(look_up, look_up);
}
CORPUS_TWIN(FillsItsCacheAsAReader) {
    w32::SrwLock lock;
    int cached = 0;
    const auto look_up = [&] {
        {
            const w32::SharedGuard hold(lock);
            if (cached != 0) return;
        }
        const w32::Guard hold(lock);
        cached = 42;
    };
    together(look_up, look_up);
    expect(cached == 42);
}

}  // namespace
