// locks_cases.cpp - critical sections and SRW locks.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/locks.hpp"

namespace {

void enter_and_leave(CRITICAL_SECTION& section, int times) {
    for (int i = 0; i < times; ++i) {
        ::EnterCriticalSection(&section);
        ::LeaveCriticalSection(&section);
    }
}

EXPLORE_CASE(SectionTwoThreadsTwice) {
    w32::CriticalSection section;
    const auto work = [&] { enter_and_leave(*section.get(), 2); };
    together(work, work);
}

EXPLORE_CASE(SectionThreeThreadsTwice) {
    w32::CriticalSection section;
    const auto work = [&] { enter_and_leave(*section.get(), 2); };
    together(work, work, work);
}

EXPLORE_CASE(TwoIndependentSections, .one_trace = true) {
    w32::CriticalSection a, b;
    together([&] { enter_and_leave(*a.get(), 2); }, [&] { enter_and_leave(*b.get(), 2); });
}

EXPLORE_CASE(PhilosophersThreeOrdered) {
    w32::CriticalSection forks[3];
    const auto eat = [&](int left, int right) {
        const w32::Guard first(forks[left < right ? left : right]);
        const w32::Guard second(forks[left < right ? right : left]);
    };
    together([&] { eat(0, 1); }, [&] { eat(1, 2); }, [&] { eat(2, 0); });
}

EXPLORE_CASE(PhilosophersThreeThatDeadlock, .finding = explore::Outcome::deadlock) {
    w32::CriticalSection forks[3];
    const auto eat = [&](int left, int right) {
        const w32::Guard first(forks[left]);
        const w32::Guard second(forks[right]);
    };
    together([&] { eat(0, 1); }, [&] { eat(1, 2); }, [&] { eat(2, 0); });
}

EXPLORE_CASE(SectionRecursion) {
    w32::CriticalSection section;
    const auto work = [&] {
        ::EnterCriticalSection(section.get());
        ::EnterCriticalSection(section.get());
        ::LeaveCriticalSection(section.get());
        ::LeaveCriticalSection(section.get());
    };
    together(work, work);
}

EXPLORE_CASE(SectionTryAndEnter) {
    w32::CriticalSection section;
    bool got = false;
    together([&] { enter_and_leave(*section.get(), 1); },
             [&] {
                 got = ::TryEnterCriticalSection(section.get()) != FALSE;
                 if (got) ::LeaveCriticalSection(section.get());
             });
    explore::outcome(got ? "got it" : "was in use");
}

EXPLORE_CASE(TwoTries) {
    w32::CriticalSection section;
    const auto attempt = [&] {
        if (section.try_lock()) section.unlock();
    };
    together(attempt, attempt, attempt);
}

EXPLORE_CASE(ReadersAndAWriter) {
    w32::SrwLock lock;
    const auto read = [&] {
        ::AcquireSRWLockShared(lock.get());
        ::ReleaseSRWLockShared(lock.get());
    };
    together(read, read, [&] {
        ::AcquireSRWLockExclusive(lock.get());
        ::ReleaseSRWLockExclusive(lock.get());
    });
}

EXPLORE_CASE(SharedTryAgainstWriter) {
    w32::SrwLock lock;
    together(
        [&] {
            if (::TryAcquireSRWLockShared(lock.get())) ::ReleaseSRWLockShared(lock.get());
        },
        [&] {
            if (::TryAcquireSRWLockExclusive(lock.get())) ::ReleaseSRWLockExclusive(lock.get());
        },
        [&] {
            ::AcquireSRWLockExclusive(lock.get());
            ::ReleaseSRWLockExclusive(lock.get());
        });
}

EXPLORE_CASE(LockInsideLock) {
    w32::CriticalSection outer;
    w32::SrwLock inner;
    const auto work = [&] {
        const w32::Guard first(outer);
        ::AcquireSRWLockExclusive(inner.get());
        ::ReleaseSRWLockExclusive(inner.get());
    };
    together(work, work, [&] {
        ::AcquireSRWLockExclusive(inner.get());
        ::ReleaseSRWLockExclusive(inner.get());
    });
}

EXPLORE_CASE(TriedInALoop) {
    w32::CriticalSection section;
    together([&] { enter_and_leave(*section.get(), 1); },
             [&] {
                 while (!section.try_lock()) ::SwitchToThread();
                 section.unlock();
             });
}

EXPLORE_CASE(SectionDeletedAndMadeAgain) {
    CRITICAL_SECTION section;
    LONG volatile users = 2;
    ::InitializeCriticalSection(&section);
    const auto use = [&] {
        enter_and_leave(section, 1);
        if (::InterlockedDecrement(&users) != 0) return;
        ::DeleteCriticalSection(&section);
        ::InitializeCriticalSection(&section);
    };
    together(use, use);
    ::DeleteCriticalSection(&section);
}

EXPLORE_CASE(ReaderKeepsTheWriterOut) {
    w32::SrwLock lock;
    LONG volatile value = 0;
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            const LONG first = ::ReadNoFence(&value);
            EXPECT_EQ(first, ::ReadNoFence(&value));
            explore::outcome(std::to_string(first));
        },
        [&] {
            const w32::Guard hold(lock);
            ::WriteNoFence(&value, 1);
        });
}

}  // namespace
