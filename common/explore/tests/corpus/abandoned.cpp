// abandoned.cpp - locks that are not given back, or by the wrong thread.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"

#include <atomic>

namespace {

using explore::Outcome;

CORPUS_BUG(ReturnsWithTheMutex, Outcome::abandoned_mutex) {
    w32::Mutex mutex;
    int stock = 1;
    const auto sell = [&] {
        ::WaitForSingleObject(mutex.get(), INFINITE);
        if (stock == 0) return;  // and keeps it
        --stock;
        ::ReleaseMutex(mutex.get());
    };
    together(sell, sell);
}
CORPUS_TWIN(ReturnsWithTheMutex) {
    w32::Mutex mutex;
    int stock = 1;
    const auto sell = [&] {
        const w32::Guard hold(mutex);
        if (stock != 0) --stock;
    };
    together(sell, sell);
    expect(stock == 0);
}

struct Ledger {
    w32::Mutex mutex;
    int paid_in = 0, total = 0;  // equal, except inside a change
    void dies_half_way() {
        ::WaitForSingleObject(mutex.get(), INFINITE);
        paid_in += 10;
    }
};

CORPUS_BUG(IgnoresThatTheMutexWasAbandoned, Outcome::assertion, .allow_abandoned = true) {
    Ledger ledger;
    together([&] { ledger.dies_half_way(); },
             [&] {
                 ::WaitForSingleObject(ledger.mutex.get(), INFINITE);
                 expect(ledger.paid_in == ledger.total, "half a change");
                 ledger.mutex.unlock();
             });
}
CORPUS_TWIN(IgnoresThatTheMutexWasAbandoned) {
    Ledger ledger;
    together([&] { ledger.dies_half_way(); },
             [&] {
                 const DWORD answer = ::WaitForSingleObject(ledger.mutex.get(), INFINITE);
                 if (answer == WAIT_ABANDONED) ledger.total = ledger.paid_in;
                 expect(ledger.paid_in == ledger.total);
                 ledger.mutex.unlock();
             });
}

CORPUS_BUG(ReturnsInsideTheSection, Outcome::orphaned_lock) {
    CRITICAL_SECTION section;
    ::InitializeCriticalSection(&section);
    int stock = 1;
    const auto sell = [&] {
        ::EnterCriticalSection(&section);
        if (stock == 0) return;
        --stock;
        ::LeaveCriticalSection(&section);
    };
    together(sell, sell);
    ::DeleteCriticalSection(&section);
}
CORPUS_TWIN(ReturnsInsideTheSection) {
    CRITICAL_SECTION section;
    ::InitializeCriticalSection(&section);
    int stock = 1;
    const auto sell = [&] {
        ::EnterCriticalSection(&section);
        if (stock != 0) --stock;
        ::LeaveCriticalSection(&section);
    };
    together(sell, sell);
    ::DeleteCriticalSection(&section);
}

DWORD WINAPI exits_inside_the_guard(void* raw) {
    const w32::Guard hold(*static_cast<w32::CriticalSection*>(raw));
    ::ExitThread(1);  // no destructor runs
}
DWORD WINAPI returns_from_the_guard(void* raw) {
    const w32::Guard hold(*static_cast<w32::CriticalSection*>(raw));
    return 1;
}

CORPUS_BUG(ExitsTheThreadInsideAGuard, Outcome::orphaned_lock) {
    w32::CriticalSection section;
    const w32::Handle thread(
        ::CreateThread(nullptr, 0, &exits_inside_the_guard, &section, 0, nullptr));
    ::WaitForSingleObject(thread.get(), INFINITE);
    const w32::Guard hold(section);
}
CORPUS_TWIN(ExitsTheThreadInsideAGuard) {
    w32::CriticalSection section;
    const w32::Handle thread(
        ::CreateThread(nullptr, 0, &returns_from_the_guard, &section, 0, nullptr));
    ::WaitForSingleObject(thread.get(), INFINITE);
    const w32::Guard hold(section);
}

CORPUS_BUG(EntersTwiceAndLeavesOnce, Outcome::orphaned_lock) {
    w32::CriticalSection section;
    const auto work = [&] {
        ::EnterCriticalSection(section.get());
        ::EnterCriticalSection(section.get());
        ::LeaveCriticalSection(section.get());
    };
    together(work, work);
}
CORPUS_TWIN(EntersTwiceAndLeavesOnce) {
    w32::CriticalSection section;
    const auto work = [&] {
        ::EnterCriticalSection(section.get());
        ::EnterCriticalSection(section.get());
        ::LeaveCriticalSection(section.get());
        ::LeaveCriticalSection(section.get());
    };
    together(work, work);
}

CORPUS_BUG(ReturnsWithTheSharedLock, Outcome::orphaned_lock) {
    SRWLOCK lock = SRWLOCK_INIT;
    int value = 0;
    together(
        [&] {
            ::AcquireSRWLockShared(&lock);
            if (value == 0) return;
            ::ReleaseSRWLockShared(&lock);
        },
        [&] {
            ::AcquireSRWLockExclusive(&lock);
            value = 1;
            ::ReleaseSRWLockExclusive(&lock);
        });
}
CORPUS_TWIN(ReturnsWithTheSharedLock) {
    w32::SrwLock lock;
    int value = 0;
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            if (value == 0) return;
        },
        [&] {
            const w32::Guard hold(lock);
            value = 1;
        });
}

CORPUS_BUG(ReleasesTheMutexItDidNotGet, Outcome::not_owner) {
    w32::Mutex mutex;
    const auto work = [&] {
        ::WaitForSingleObject(mutex.get(), 100);  // may have timed out
        ::ReleaseMutex(mutex.get());
    };
    together(work, work);
}
CORPUS_TWIN(ReleasesTheMutexItDidNotGet) {
    w32::Mutex mutex;
    const auto work = [&] {
        if (::WaitForSingleObject(mutex.get(), 100) == WAIT_OBJECT_0) ::ReleaseMutex(mutex.get());
    };
    together(work, work);
}

CORPUS_BUG(LeavesTheSectionAfterAFailedTry, Outcome::not_owner) {
    w32::CriticalSection section;
    int done = 0;
    const auto work = [&] {
        if (::TryEnterCriticalSection(section.get())) ++done;
        ::LeaveCriticalSection(section.get());
    };
    together(work, work);
}
CORPUS_TWIN(LeavesTheSectionAfterAFailedTry) {
    w32::CriticalSection section;
    int done = 0;
    const auto work = [&] {
        if (!::TryEnterCriticalSection(section.get())) return;
        ++done;
        ::LeaveCriticalSection(section.get());
    };
    together(work, work);
    expect(done >= 1);
}

CORPUS_BUG(HandsTheMutexToAnotherThread, Outcome::not_owner) {
    w32::Mutex mutex;
    int data = 0;
    ::WaitForSingleObject(mutex.get(), INFINITE);
    w32::Thread worker([&] {
        data = 1;
        ::ReleaseMutex(mutex.get());  // its creator owns it
    });
}
CORPUS_TWIN(HandsTheMutexToAnotherThread) {
    w32::Mutex mutex;
    int data = 0;
    ::WaitForSingleObject(mutex.get(), INFINITE);
    data = 1;
    ::ReleaseMutex(mutex.get());
    w32::Thread worker([&] {
        const w32::Guard hold(mutex);
        data = 2;
    });
}

CORPUS_BUG(ReleasesExclusiveWhatItHasShared, Outcome::not_owner) {
    SRWLOCK lock = SRWLOCK_INIT;
    const auto read = [&] {
        ::AcquireSRWLockShared(&lock);
        ::ReleaseSRWLockExclusive(&lock);
    };
    together(read, read);
}
CORPUS_TWIN(ReleasesExclusiveWhatItHasShared) {
    SRWLOCK lock = SRWLOCK_INIT;
    const auto read = [&] {
        ::AcquireSRWLockShared(&lock);
        ::ReleaseSRWLockShared(&lock);
    };
    together(read, read);
}

}  // namespace
