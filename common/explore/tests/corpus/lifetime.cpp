// lifetime.cpp - handles, locks and memory that are gone too early, twice, or never.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <memory>

namespace {

using explore::Outcome;

CORPUS_BUG(ClosesTheEventBeforeItIsSet, Outcome::bad_handle) {
    const HANDLE done = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    w32::Thread worker([=] { ::SetEvent(done); });
    ::WaitForSingleObject(done, 100);  // gives up, and cleans up
    ::CloseHandle(done);
}
CORPUS_TWIN(ClosesTheEventBeforeItIsSet) {
    const HANDLE done = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    w32::Thread worker([=] { ::SetEvent(done); });
    ::WaitForSingleObject(done, 100);
    worker.join();
    ::CloseHandle(done);
}

CORPUS_BUG(BothCloseTheHandle, Outcome::bad_handle) {
    const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const auto clean_up = [=] { ::CloseHandle(event); };
    together(clean_up, clean_up);
}
CORPUS_TWIN(BothCloseTheHandle) {
    const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    LONG volatile users = 2;
    const auto clean_up = [&] {
        if (::InterlockedDecrement(&users) == 0) ::CloseHandle(event);
    };
    together(clean_up, clean_up);
}

CORPUS_BUG(WaitsForAClosedThread, Outcome::bad_handle) {
    const HANDLE thread = ::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr);
    ::CloseHandle(thread);
    ::WaitForSingleObject(thread, INFINITE);
}
CORPUS_TWIN(WaitsForAClosedThread) {
    const HANDLE thread = ::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}

CORPUS_BUG(LeaksTheThreadHandle, Outcome::handle_leak) {
    const HANDLE thread = ::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
}
CORPUS_TWIN(LeaksTheThreadHandle) {
    const w32::Handle thread(::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr));
    ::WaitForSingleObject(thread.get(), INFINITE);
}

CORPUS_BUG(LeaksTheEventOfALostRace, Outcome::handle_leak) {
    std::atomic<HANDLE> event = nullptr;
    const auto get = [&] {
        if (event.load() == nullptr) event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    };
    together(get, get);
    ::CloseHandle(event);
}
CORPUS_TWIN(LeaksTheEventOfALostRace) {
    std::atomic<HANDLE> event = nullptr;
    const auto get = [&] {
        HANDLE seen = event;
        if (seen != nullptr) return;
        const HANDLE made = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        if (!event.compare_exchange_strong(seen, made)) ::CloseHandle(made);
    };
    together(get, get);
    ::CloseHandle(event);
}

CORPUS_BUG(DeletesWhatTheThreadStillUses, Outcome::use_after_free) {
    auto* number = new std::atomic<int>(0);
    w32::Thread worker([=] { number->store(1); });
    delete number;
}
CORPUS_TWIN(DeletesWhatTheThreadStillUses) {
    auto* number = new std::atomic<int>(0);
    w32::Thread worker([=] { number->store(1); });
    worker.join();
    delete number;
}

// A block that its users share; the last one frees it.
struct Shared {
    LONG volatile users = 2;
    int data = 7;
};

CORPUS_BUG(DecrementsThenReadsTheCount, Outcome::use_after_free) {
    auto* shared = new std::atomic<int>(2);
    const auto release = [=] {
        --*shared;
        if (*shared == 0) delete shared;
    };
    together(release, release);
}
CORPUS_TWIN(DecrementsThenReadsTheCount) {
    auto* shared = new std::atomic<int>(2);
    const auto release = [=] {
        if (--*shared == 0) delete shared;
    };
    together(release, release);
}

CORPUS_BUG(UsesItAfterItsOwnRelease, Outcome::use_after_free) {
    auto* shared = new Shared;
    const auto work = [=] {
        if (::InterlockedDecrement(&shared->users) == 0) delete shared;
        expect(shared->data == 7);
    };
    together(work, work);
}
CORPUS_TWIN(UsesItAfterItsOwnRelease) {
    auto* shared = new Shared;
    const auto work = [=] {
        expect(shared->data == 7);
        if (::InterlockedDecrement(&shared->users) == 0) delete shared;
    };
    together(work, work);
}

CORPUS_BUG(CountsItselfInTooLate, Outcome::use_after_free) {
    auto* shared = new Shared{1, 7};
    const auto release = [=] {
        if (::InterlockedDecrement(&shared->users) == 0) delete shared;
    };
    w32::Thread worker([=] {
        ::InterlockedIncrement(&shared->users);  // its creator may have let go already
        release();
    });
    release();
}
CORPUS_TWIN(CountsItselfInTooLate) {
    auto* shared = new Shared{1, 7};
    const auto release = [=] {
        if (::InterlockedDecrement(&shared->users) == 0) delete shared;
    };
    ::InterlockedIncrement(&shared->users);
    w32::Thread worker(release);
    release();
}

CORPUS_BUG(FreesTwice, Outcome::use_after_free) {
    std::atomic<int*> buffer = new int(5);
    const auto close = [&] {
        if (int* old = buffer.load()) {
            delete old;
            buffer = nullptr;
        }
    };
    together(close, close);
}
CORPUS_TWIN(FreesTwice) {
    std::atomic<int*> buffer = new int(5);
    const auto close = [&] { delete buffer.exchange(nullptr); };
    together(close, close);
}

CORPUS_BUG(CopiesAPointerOthersFree, Outcome::use_after_free) {
    w32::SrwLock lock;
    auto* config = new int(1);
    together(
        [&] {
            const int* mine = nullptr;
            {
                const w32::SharedGuard hold(lock);
                mine = config;
            }
            expect(*mine >= 1);
        },
        [&] {
            const w32::Guard hold(lock);
            delete config;
            config = new int(2);
        });
    delete config;
}
CORPUS_TWIN(CopiesAPointerOthersFree) {
    w32::SrwLock lock;
    auto* config = new int(1);
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            expect(*config >= 1);
        },
        [&] {
            const w32::Guard hold(lock);
            delete config;
            config = new int(2);
        });
    delete config;
}

// A result with its own lock, deleted by the one who waits for it.
struct Result {
    w32::CriticalSection lock;
    w32::Event ready{w32::Reset::manual};
    int value = 0;
};

CORPUS_BUG(DeletesALockInUse, Outcome::use_after_free) {
    auto* result = new Result;
    w32::Thread worker([=] {
        const w32::Guard hold(result->lock);
        result->value = 1;
        result->ready.set();  // the waiter goes on, and we still hold the lock
    });
    result->ready.wait();
    delete result;
}
CORPUS_TWIN(DeletesALockInUse) {
    const auto result = std::make_unique<Result>();
    w32::Thread worker([&] {
        const w32::Guard hold(result->lock);
        result->value = 1;
        result->ready.set();
    });
    result->ready.wait();
    worker.join();
}

CORPUS_BUG(LockIsGoneBeforeItsThread, Outcome::bad_lock) {
    w32::Thread worker;
    Result result;  // destroyed first, and then the thread is joined
    worker = w32::Thread([&] {
        const w32::Guard hold(result.lock);
        result.ready.set();
    });
    result.ready.wait();
}
CORPUS_TWIN(LockIsGoneBeforeItsThread) {
    Result result;
    w32::Thread worker([&] {
        const w32::Guard hold(result.lock);
        result.ready.set();
    });
    result.ready.wait();
}

CORPUS_BUG(EntersASectionNobodyInitialized, Outcome::bad_lock) {
    CRITICAL_SECTION section = {};
    w32::Thread worker([&] {
        ::EnterCriticalSection(&section);
        ::LeaveCriticalSection(&section);
    });
    ::InitializeCriticalSection(&section);
    worker.join();
    ::DeleteCriticalSection(&section);
}
CORPUS_TWIN(EntersASectionNobodyInitialized) {
    CRITICAL_SECTION section = {};
    ::InitializeCriticalSection(&section);
    w32::Thread worker([&] {
        ::EnterCriticalSection(&section);
        ::LeaveCriticalSection(&section);
    });
    worker.join();
    ::DeleteCriticalSection(&section);
}

CORPUS_BUG(EachThreadInitializesTheSection, Outcome::bad_lock) {
    CRITICAL_SECTION section = {};
    int count = 0;
    const auto work = [&] {
        ::InitializeCriticalSection(&section);
        ::EnterCriticalSection(&section);
        ++count;
        ::LeaveCriticalSection(&section);
    };
    together(work, work);
    ::DeleteCriticalSection(&section);
}
CORPUS_TWIN(EachThreadInitializesTheSection) {
    CRITICAL_SECTION section = {};
    int count = 0;
    const auto work = [&] {
        ::EnterCriticalSection(&section);
        ++count;
        ::LeaveCriticalSection(&section);
    };
    ::InitializeCriticalSection(&section);
    together(work, work);
    ::DeleteCriticalSection(&section);
    expect(count == 2);
}

struct Job {
    SRWLOCK lock = SRWLOCK_INIT;
    std::atomic<bool> done = false;
};

CORPUS_BUG(DeletesASlimLockInUse, Outcome::use_after_free) {
    auto* job = new Job;
    w32::Thread worker([=] {
        ::AcquireSRWLockExclusive(&job->lock);
        job->done = true;
        ::ReleaseSRWLockExclusive(&job->lock);
    });
    if (!job->done) worker.join();
    delete job;
}
CORPUS_TWIN(DeletesASlimLockInUse) {
    auto* job = new Job;
    w32::Thread worker([=] {
        ::AcquireSRWLockExclusive(&job->lock);
        job->done = true;
        ::ReleaseSRWLockExclusive(&job->lock);
    });
    worker.join();
    delete job;
}

CORPUS_BUG(ArgumentOnTheStackOfAReturnedFunction, Outcome::data_race) {
    w32::Thread worker;
    int sum = 0;
    const auto start = [&] {
        int from = 5;
        int* argument = &from;
        worker = w32::Thread([&sum, argument] { sum += *argument; });
        from = 0;  // the frame is used for other things
    };
    start();
}
CORPUS_TWIN(ArgumentOnTheStackOfAReturnedFunction) {
    w32::Thread worker;
    int sum = 0;
    const auto start = [&] {
        int from = 2;
        from += 3;
        worker = w32::Thread([&sum, from] { sum += from; });
    };
    start();
    worker.join();
    expect(sum == 5);
}

}  // namespace
