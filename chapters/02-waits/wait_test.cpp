// What notes/02-waits.md claims about a wait's answers, and about waits for several objects.
// Topics: T20 T21 T22 T30 T31 T32 T33 M10 M13 M23
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <array>
#include <vector>

using w32::Event;
using w32::Reset;

namespace {

DWORD wait_now(HANDLE object) { return ::WaitForSingleObject(object, 0); }

DWORD wait_any_now(const std::vector<HANDLE>& objects) {
    return ::WaitForMultipleObjects(static_cast<DWORD>(objects.size()), objects.data(), FALSE, 0);
}

// The owner ends without giving it back.
void abandon(w32::Mutex& mutex) {
    w32::Thread([&] { (void)mutex.lock(); }).join();
}

struct Events {
    explicit Events(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) owners.emplace_back(Reset::manual);
        for (const Event& event : owners) handles.push_back(event.get());
    }
    std::vector<Event> owners;
    std::vector<HANDLE> handles;
};

}  // namespace

TEST(Wait, WithLimitZeroIsALook) {
    WB_CLAIM("N02-01", "A wait with limit 0 answers at once: signaled, or WAIT_TIMEOUT.");
    Event event{Reset::manual};
    EXPECT_EQ(wait_now(event.get()), DWORD{WAIT_TIMEOUT});
    event.set();
    EXPECT_EQ(wait_now(event.get()), WAIT_OBJECT_0);
}

TEST(Wait, ThatTimesOutTakesNothing) {
    WB_CLAIM("N02-02", "A wait that times out has taken nothing and left nothing behind.");
    w32::Semaphore units(0, 2);
    EXPECT_EQ(::WaitForSingleObject(units.get(), 1), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(units.release(), 0);
    EXPECT_EQ(wait_now(units.get()), WAIT_OBJECT_0) << "the unit waits for the next one";
}

TEST(Wait, ForNoHandleFailsAtOnce) {
    WB_CLAIM("N02-03", "A wait for what is no handle fails at once, INFINITE or not: error 6.");
    const HANDLE none = reinterpret_cast<HANDLE>(INT_PTR{0x00ABCDE0});
    ::SetLastError(0);
    EXPECT_EQ(::WaitForSingleObject(none, INFINITE), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Wait, AnsweredAbandonedHasTheMutex) {
    WB_CLAIM("N02-04", "WAIT_ABANDONED is a success: the mutex is ours and has to be released.");
    w32::Mutex mutex;
    abandon(mutex);
    EXPECT_EQ(wait_now(mutex.get()), DWORD{WAIT_ABANDONED});
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
    EXPECT_EQ(wait_now(mutex.get()), WAIT_OBJECT_0) << "told once";
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

TEST(SeveralObjects, AreAtMost64) {
    WB_CLAIM("N02-05", "One call waits for 1 to 64 objects; 0 and 65 fail with error 87.");
    const Events events(MAXIMUM_WAIT_OBJECTS + 1);
    const HANDLE* first = events.handles.data();
    EXPECT_EQ(::WaitForMultipleObjects(64, first, FALSE, 0), DWORD{WAIT_TIMEOUT});
    for (const DWORD count : {0u, 65u}) {
        ::SetLastError(0);
        EXPECT_EQ(::WaitForMultipleObjects(count, first, FALSE, 0), WAIT_FAILED) << count;
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER}) << count;
    }
}

TEST(SeveralObjects, AnswerWithTheLowestIndex) {
    WB_CLAIM("N02-06", "If several objects are signaled, the lowest index is the answer.");
    Events events(4);
    events.owners[3].set();
    events.owners[1].set();
    EXPECT_EQ(wait_any_now(events.handles), WAIT_OBJECT_0 + 1);
    EXPECT_EQ(wait_any_now(events.handles), WAIT_OBJECT_0 + 1) << "while it is, 3 never comes";
}

TEST(SeveralObjects, TheOthersStayAsTheyAre) {
    WB_CLAIM("N02-07",
             "A wait for any takes the one that it answers; the others stay as they are.");
    Event first{Reset::automatic, true};
    Event second{Reset::automatic, true};
    const std::vector<HANDLE> both{first.get(), second.get()};
    EXPECT_EQ(wait_any_now(both), WAIT_OBJECT_0);
    EXPECT_EQ(wait_any_now(both), WAIT_OBJECT_0 + 1);
    EXPECT_EQ(wait_any_now(both), DWORD{WAIT_TIMEOUT});
}

TEST(SeveralObjects, WaitForAllTakesAllOrNone) {
    WB_CLAIM("N02-08", "A wait for all takes all of them at one moment, and none before.");
    Event first{Reset::automatic, true};
    Event second{Reset::automatic};
    const std::array<HANDLE, 2> both{first.get(), second.get()};
    EXPECT_EQ(::WaitForMultipleObjects(2, both.data(), TRUE, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(wait_now(first.get()), WAIT_OBJECT_0) << "it was not taken";
    first.set();
    second.set();
    // Which success it is, is not said: any of WAIT_OBJECT_0 to WAIT_OBJECT_0 + 1.
    EXPECT_LT(::WaitForMultipleObjects(2, both.data(), TRUE, 0), WAIT_OBJECT_0 + 2);
    EXPECT_EQ(wait_any_now({both[0], both[1]}), DWORD{WAIT_TIMEOUT});
}

TEST(SeveralObjects, AnAbandonedMutexHasAnIndexToo) {
    WB_CLAIM("N02-09",
             "WAIT_ABANDONED_0 + i is mutex i, abandoned; only if that one ended the wait.");
    Event event{Reset::automatic};
    w32::Mutex mutex;
    abandon(mutex);
    const std::vector<HANDLE> both{event.get(), mutex.get()};
    event.set();
    EXPECT_EQ(wait_any_now(both), WAIT_OBJECT_0) << "the mutex did not end this wait";
    EXPECT_EQ(wait_any_now(both), DWORD{WAIT_ABANDONED_0} + 1);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

TEST(SeveralObjects, OneBadHandleFailsTheWait) {
    WB_CLAIM("N02-10", "One bad handle fails the whole wait, whatever else is signaled.");
    Event event{Reset::automatic, true};
    EXPECT_EQ(wait_any_now({event.get(), reinterpret_cast<HANDLE>(INT_PTR{0x00ABCDE0})}),
              WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(wait_now(event.get()), WAIT_OBJECT_0) << "it was not taken";
}

TEST(SeveralObjects, ForAllMayNotBeTheSameOne) {
    WB_CLAIM("N02-11", "A wait for all refuses an object that stands in the array twice.");
    WB_SKIP_UNDER_WINE("an object may stand in the array twice");
    Event event{Reset::manual, true};
    const std::array<HANDLE, 2> twice{event.get(), event.get()};
    EXPECT_EQ(::WaitForMultipleObjects(2, twice.data(), TRUE, 0), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(SeveralObjects, TakeNoPseudoHandle) {
    WB_CLAIM("N02-33",
             "A pseudo handle is taken by a wait for one object, and not by one for several.");
    EXPECT_EQ(wait_now(::GetCurrentThread()), DWORD{WAIT_TIMEOUT});
    WB_SKIP_UNDER_WINE("WaitForMultipleObjects takes pseudo handles, too");
    EXPECT_EQ(wait_any_now({::GetCurrentThread()}), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(SeveralObjects, ForAllTellOfAnAbandonedOne) {
    WB_CLAIM("N02-34",
             "A wait for all that takes an abandoned mutex answers abandoned, any index.");
    const Event event{Reset::automatic, true};
    w32::Mutex mutex;
    abandon(mutex);
    const std::array<HANDLE, 2> both{event.get(), mutex.get()};
    const DWORD answer = ::WaitForMultipleObjects(2, both.data(), TRUE, 0);
    EXPECT_GE(answer, DWORD{WAIT_ABANDONED_0});
    EXPECT_LE(answer, DWORD{WAIT_ABANDONED_0} + 1);
    EXPECT_TRUE(::ReleaseMutex(mutex.get()));
}

TEST(ManyObjects, AreWaitedForByTheThreadPool) {
    WB_CLAIM("N02-12", "The thread pool waits for any number of objects, each with its callback.");
    constexpr LONG kCount = 100;
    Events events(kCount);
    struct Seen {
        Event all{Reset::manual};
        volatile LONG left = kCount;
    } seen;
    const auto callback = [](PTP_CALLBACK_INSTANCE, PVOID context, PTP_WAIT, TP_WAIT_RESULT) {
        Seen& mine = *static_cast<Seen*>(context);
        if (::InterlockedDecrement(&mine.left) == 0) mine.all.set();
    };
    std::vector<PTP_WAIT> waits;
    for (const HANDLE event : events.handles) {
        waits.push_back(::CreateThreadpoolWait(callback, &seen, nullptr));
        ASSERT_NE(waits.back(), nullptr);
        ::SetThreadpoolWait(waits.back(), event, nullptr);
    }
    for (Event& event : events.owners) event.set();
    seen.all.wait();
    for (const PTP_WAIT wait : waits) {
        ::WaitForThreadpoolWaitCallbacks(wait, FALSE);
        ::CloseThreadpoolWait(wait);
    }
    EXPECT_EQ(seen.left, 0);
}

TEST(SignalAndWait, IsOneCall) {
    WB_CLAIM("N02-13",
             "SignalObjectAndWait signals one object and waits for another, in one call.");
    Event ready{Reset::automatic};
    Event answer{Reset::automatic};
    w32::Thread other([&] {
        ready.wait();
        answer.set();
    });
    EXPECT_EQ(::SignalObjectAndWait(ready.get(), answer.get(), INFINITE, FALSE), WAIT_OBJECT_0);
}
