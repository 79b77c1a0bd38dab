// apc_test.cpp - asynchronous procedure calls and alertable waits in every schedule.
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/report_checks.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

namespace {

using explore::Outcome;

struct Ran {
    char order[8] = {};
    int count = 0;
};
Ran* ran = nullptr;

void CALLBACK note(ULONG_PTR what) { ran->order[ran->count++] = static_cast<char>(what); }

EXPLORE_TEST(Apc, AllThatAreQueuedRunInOrderInOneWait) {
    Ran here;
    ran = &here;
    for (const char what : {'a', 'b', 'c'})
        EXPECT_NE(::QueueUserAPC(note, ::GetCurrentThread(), static_cast<ULONG_PTR>(what)), 0u);
    EXPECT_EQ(here.count, 0);
    EXPECT_EQ(::SleepEx(0, FALSE), 0u);
    EXPECT_EQ(here.count, 0);
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_STREQ(here.order, "abc");
    EXPECT_EQ(::SleepEx(0, TRUE), 0u);
}

EXPLORE_TEST(Apc, RunsInAWaitForMessagesToo) {
    Ran here;
    ran = &here;
    w32::Event event{w32::Reset::automatic, true};
    const HANDLE one = event.get();
    const auto wait = [&](DWORD count, DWORD flags) {
        return ::MsgWaitForMultipleObjectsEx(count, &one, 0, QS_ALLINPUT, flags);
    };
    ::QueueUserAPC(note, ::GetCurrentThread(), 'a');
    EXPECT_EQ(wait(0, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(wait(1, MWMO_ALERTABLE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_STREQ(here.order, "a");
    EXPECT_EQ(wait(1, MWMO_ALERTABLE), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(wait(1, MWMO_ALERTABLE), DWORD{WAIT_TIMEOUT});
}

EXPLORE_TEST(Apc, APendingOneComesBeforeASignaledObject) {
    Ran here;
    ran = &here;
    w32::Event event{w32::Reset::automatic, true};
    ::QueueUserAPC(note, ::GetCurrentThread(), 'a');
    EXPECT_EQ(::WaitForSingleObjectEx(event.get(), INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(::WaitForSingleObjectEx(event.get(), INFINITE, TRUE), DWORD{WAIT_OBJECT_0});
    const HANDLE both[] = {event.get(), event.get()};
    ::QueueUserAPC(note, ::GetCurrentThread(), 'b');
    EXPECT_EQ(::WaitForMultipleObjectsEx(2, both, FALSE, INFINITE, TRUE),
              DWORD{WAIT_IO_COMPLETION});
    EXPECT_STREQ(here.order, "ab");
}

void CALLBACK queue_another(ULONG_PTR) {
    note('1');
    ::QueueUserAPC(note, ::GetCurrentThread(), '2');
}

EXPLORE_TEST(Apc, OneThatIsQueuedByAnotherRunsInTheSameWait) {
    Ran here;
    ran = &here;
    ::QueueUserAPC(queue_another, ::GetCurrentThread(), 0);
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_STREQ(here.order, "12");
}

void CALLBACK wait_again(ULONG_PTR) {
    note('(');
    EXPECT_EQ(::SleepEx(0, TRUE), DWORD{WAIT_IO_COMPLETION});
    note(')');
}

EXPLORE_TEST(Apc, OneThatWaitsAlertablyRunsTheOthers) {
    Ran here;
    ran = &here;
    ::QueueUserAPC(wait_again, ::GetCurrentThread(), 0);
    ::QueueUserAPC(note, ::GetCurrentThread(), 'n');
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_STREQ(here.order, "(n)");
}

EXPLORE_TEST(Apc, RunsBeforeAThreadThatHasNotBegun) {
    Ran here;
    ran = &here;
    const HANDLE thread = ::CreateThread(
        nullptr, 0,
        [](void*) -> DWORD {
            note('t');
            return 0;
        },
        nullptr, CREATE_SUSPENDED, nullptr);
    ::QueueUserAPC(note, thread, 'a');
    ::ResumeThread(thread);
    ::WaitForSingleObject(thread, INFINITE);
    EXPECT_STREQ(here.order, "at");
    EXPECT_EQ(::QueueUserAPC(note, thread, 'x'), 0u);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_GEN_FAILURE});
    ::CloseHandle(thread);
}

struct Worker {
    w32::Event ready{w32::Reset::manual};
    int hits = 0;
};

void CALLBACK hit(ULONG_PTR worker) { ++reinterpret_cast<Worker*>(worker)->hits; }

void ask(BOOL alertable) {
    Worker worker;
    w32::Event stop{w32::Reset::manual};
    w32::Thread thread([&] {
        worker.ready.set();
        while (::WaitForSingleObjectEx(stop.get(), INFINITE, alertable) == WAIT_IO_COMPLETION) {
        }
    });
    worker.ready.wait();
    ::QueueUserAPC(hit, thread.get(), reinterpret_cast<ULONG_PTR>(&worker));
    // Only the thread itself can tell when it has run.
    ::QueueUserAPC([](ULONG_PTR event) { ::SetEvent(reinterpret_cast<HANDLE>(event)); },
                   thread.get(), reinterpret_cast<ULONG_PTR>(stop.get()));
    if (!alertable) stop.set();
    thread.join();
    EXPECT_EQ(worker.hits, 1);
}

EXPLORE_TEST(Apc, ReachesAThreadThatWaitsAlertably) { ask(TRUE); }

TEST(Apc, NeverRunsWithoutAnAlertableWait) {
    EXPLORE_EXPECT_FAILURE([] { ask(FALSE); }, Outcome::assertion);
}

TEST(Apc, IsNamedIfAPlainWaitIsForWhatItWouldDo) {
    const explore::Report report = EXPLORE_EXPECT_FAILURE(
        [] {
            const w32::Event done{w32::Reset::manual};
            ::QueueUserAPC([](ULONG_PTR event) { ::SetEvent(reinterpret_cast<HANDLE>(event)); },
                           ::GetCurrentThread(), reinterpret_cast<ULONG_PTR>(done.get()));
            ::WaitForSingleObject(done.get(), INFINITE);
        },
        Outcome::never_signaled);
    EXPECT_HAS(report.sentence, "(an APC is in its queue, but this wait is not alertable)");
}

void wait_for_two() {
    Ran here;
    ran = &here;
    ::QueueUserAPC(note, ::GetCurrentThread(), 'a');
    while (here.count < 2) ::SleepEx(INFINITE, TRUE);
}

TEST(Apc, IsWhatAnAlertableWaitWaitsFor) {
    const explore::Report report =
        EXPLORE_EXPECT_FAILURE([] { wait_for_two(); }, Outcome::never_signaled);
    EXPECT_HAS(report.sentence, "for an APC, and none comes any more");
}

}  // namespace
