// What notes/09-apc.md claims about alertable waits and the APCs that run in them.
// Topics: T90 T91 M19
#include "chapters/09-apc/apcs.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"
#include "common/win32/semaphore.hpp"

using apc::Letters;
using w32::Event;
using w32::Reset;

TEST(AlertableWait, ThereAreFive) {
    WB_CLAIM("N09-01", "In five waits APCs run, and then the wait answers 192.");
    const Event never{Reset::manual}, told{Reset::manual};
    const HANDLE handle = never.get();
    Letters letters;
    letters.queue('a');
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    letters.queue('b');
    EXPECT_EQ(::WaitForSingleObjectEx(handle, INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    letters.queue('c');
    EXPECT_EQ(::WaitForMultipleObjectsEx(1, &handle, FALSE, INFINITE, TRUE),
              DWORD{WAIT_IO_COMPLETION});
    letters.queue('d');
    EXPECT_EQ(::MsgWaitForMultipleObjectsEx(1, &handle, INFINITE, QS_ALLINPUT, MWMO_ALERTABLE),
              DWORD{WAIT_IO_COMPLETION});
    letters.queue('e');
    EXPECT_EQ(::SignalObjectAndWait(told.get(), handle, INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "abcde");
    EXPECT_TRUE(w32::signaled_now(told.get())) << "it has signaled all the same";
    static_assert(WAIT_IO_COMPLETION == 192);
}

TEST(AlertableWait, OfACompletionPortIsASixth) {
    WB_CLAIM("N09-02", "GetQueuedCompletionStatusEx may be alertable: FALSE, and the error 192.");
    const w32::CompletionPort port;
    OVERLAPPED_ENTRY entry;
    ULONG count = 0;
    Letters letters;
    letters.queue('a');
    EXPECT_FALSE(::GetQueuedCompletionStatusEx(port.raw(), &entry, 1, &count, 0, FALSE));
    EXPECT_EQ(letters.ran, "");
    EXPECT_FALSE(::GetQueuedCompletionStatusEx(port.raw(), &entry, 1, &count, INFINITE, TRUE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a");
}

TEST(AlertableWait, OfAResultIsASeventh) {
    WB_CLAIM("N09-03", "So may GetOverlappedResultEx; the request is still pending afterwards.");
    const workbook::PipeEnds pipe;
    w32::Overlapped read;
    std::byte bytes[4];
    ASSERT_EQ(w32::start_read(pipe.ours(), bytes, read.raw()).how, w32::Io::pending);
    Letters letters;
    letters.queue('a');
    DWORD count = 0;
    EXPECT_FALSE(::GetOverlappedResultEx(pipe.ours(), &read.raw(), &count, INFINITE, TRUE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a");
    EXPECT_FALSE(HasOverlappedIoCompleted(&read.raw()));
    pipe.write("abcd");
    EXPECT_EQ(read.finish(pipe.ours()).bytes, 4u);
}

TEST(Apc, RunsInNoOtherWait) {
    WB_CLAIM("N09-04", "No APC runs in a plain wait, nor in an Ex wait with bAlertable FALSE.");
    const Event never{Reset::manual};
    Letters letters;
    letters.queue('a');
    EXPECT_EQ(::WaitForSingleObject(never.get(), 1), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(::WaitForSingleObjectEx(never.get(), 1, FALSE), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(::SleepEx(1, FALSE), 0u);
    EXPECT_EQ(letters.ran, "");
    EXPECT_EQ(::SleepEx(0, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a") << "it was not lost";
}

TEST(Apc, AllThatAreQueuedRunInOneWait) {
    WB_CLAIM("N09-05", "One alertable wait runs all APCs that are queued, in their order.");
    Letters letters;
    for (const char letter : {'a', 'b', 'c', 'd', 'e'}) letters.queue(letter);
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "abcde");
}

TEST(Apc, SleepExOfZeroRunsWhatIsThere) {
    WB_CLAIM("N09-06", "SleepEx(0, TRUE) runs what is queued: 192, or 0 if there was nothing.");
    Letters letters;
    EXPECT_EQ(::SleepEx(0, TRUE), 0u);
    letters.queue('a');
    EXPECT_EQ(::SleepEx(0, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(::SleepEx(0, TRUE), 0u);
    EXPECT_EQ(letters.ran, "a");
}

TEST(Apc, EndsAWaitForAllAndTakesNothing) {
    WB_CLAIM("N09-07", "An APC ends a wait for all objects too, and the wait has taken none.");
    w32::Semaphore units{1, 1};
    const Event never{Reset::automatic};
    const HANDLE both[] = {units.get(), never.get()};
    Letters letters;
    letters.queue('a');
    EXPECT_EQ(::WaitForMultipleObjectsEx(2, both, TRUE, INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a");
    EXPECT_TRUE(w32::signaled_now(units.get())) << "the unit is still there";
}

TEST(Apc, AndASignaledObjectBothCome) {
    WB_CLAIM("N09-08", "An APC and a signaled object: one ends this wait, the other the next one.");
    const Event event{Reset::automatic, true};
    Letters letters;
    letters.queue('a');
    const DWORD first = ::WaitForSingleObjectEx(event.get(), INFINITE, TRUE);
    const bool apc_first = first == WAIT_IO_COMPLETION;
    EXPECT_TRUE(apc_first || first == WAIT_OBJECT_0);
    EXPECT_EQ(letters.ran, apc_first ? "a" : "");
    EXPECT_EQ(::WaitForSingleObjectEx(event.get(), INFINITE, TRUE),
              apc_first ? WAIT_OBJECT_0 : DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a");
}

TEST(Apc, RunsOnTheThreadItWasQueuedTo) {
    WB_CLAIM("N09-09", "It runs on the thread that it was queued to, in that thread's wait.");
    const Event started{Reset::manual}, never{Reset::manual};
    Letters letters;
    DWORD answer = 0;
    w32::Thread thread("waits", [&] {
        ::SetEvent(started.get());
        answer = ::WaitForSingleObjectEx(never.get(), INFINITE, TRUE);
    });
    ASSERT_EQ(w32::wait(started.get(), w32::forever), w32::Waited::signaled);
    EXPECT_TRUE(letters.queue('a', thread.get()));
    EXPECT_EQ(::SleepEx(0, TRUE), 0u) << "our own wait has nothing to run";
    thread.join();
    EXPECT_EQ(answer, DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "a");
    EXPECT_EQ(letters.thread, thread.id());
}

TEST(Apc, RunsBeforeTheFirstLineOfItsThread) {
    WB_CLAIM("N09-10", "An APC for a thread that has not begun runs before the thread's function.");
    Letters letters;
    const w32::Handle thread = w32::own(::CreateThread(
                                            nullptr, 0,
                                            [](void* argument) -> DWORD {
                                                *static_cast<std::string*>(argument) += 't';
                                                return 0;
                                            },
                                            &letters.ran, CREATE_SUSPENDED, nullptr),
                                        "CreateThread");
    EXPECT_TRUE(letters.queue('a', thread.get()));
    EXPECT_EQ(::ResumeThread(thread.get()), 1u);
    EXPECT_EQ(w32::wait(thread.get(), w32::forever), w32::Waited::signaled);
    EXPECT_EQ(letters.ran, "at") << "and the thread never waits";
}

TEST(Apc, ForAThreadThatHasEndedIsRefused) {
    WB_CLAIM("N09-11", "QueueUserAPC to a thread that has ended: 0, ERROR_GEN_FAILURE (31).");
    const w32::Handle thread =
        w32::own(::CreateThread(
                     nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, 0, nullptr),
                 "CreateThread");
    EXPECT_EQ(w32::wait(thread.get(), w32::forever), w32::Waited::signaled);
    Letters letters;
    EXPECT_FALSE(letters.queue('a', thread.get()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_GEN_FAILURE});
}

TEST(Apc, IsDroppedIfItsThreadNeverWaits) {
    WB_CLAIM("N09-12", "What a thread has not run when it ends never runs, and nobody is told.");
    const Event started{Reset::manual}, go_on{Reset::manual};
    Letters letters;
    w32::Thread thread("never waits alertably", [&] {
        ::SetEvent(started.get());
        ::WaitForSingleObject(go_on.get(), INFINITE);
    });
    ASSERT_EQ(w32::wait(started.get(), w32::forever), w32::Waited::signaled);
    EXPECT_TRUE(letters.queue('a', thread.get())) << "queued";
    ::SetEvent(go_on.get());
    thread.join();
    EXPECT_EQ(letters.ran, "");
}

namespace {

void CALLBACK waits_itself(ULONG_PTR argument) {
    std::string& ran = *reinterpret_cast<std::string*>(argument);
    ran += '(';
    ::SleepEx(0, TRUE);
    ran += ')';
}

}  // namespace

TEST(Apc, ThatWaitsAlertablyRunsTheNextInside) {
    WB_CLAIM("N09-13", "An APC that waits alertably runs the next one inside itself.");
    Letters letters;
    ASSERT_NE(::QueueUserAPC(&waits_itself, ::GetCurrentThread(),
                             reinterpret_cast<ULONG_PTR>(&letters.ran)),
              0u);
    letters.queue('a');
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(letters.ran, "(a)");
}

TEST(Apc, IsHowATimerTellsItsThread) {
    WB_CLAIM("N09-14", "A waitable timer's routine is an APC of the thread that has set it.");
    const w32::Handle timer =
        w32::own(::CreateWaitableTimerW(nullptr, TRUE, nullptr), "CreateWaitableTimerW");
    std::string ran;
    LARGE_INTEGER now{};
    w32::check(
        ::SetWaitableTimer(
            timer.get(), &now, 0,
            [](void* argument, DWORD, DWORD) { *static_cast<std::string*>(argument) += 't'; }, &ran,
            FALSE),
        "SetWaitableTimer");
    EXPECT_EQ(w32::wait(timer.get(), w32::forever), w32::Waited::signaled);
    EXPECT_EQ(ran, "") << "a plain wait sees the signal alone";
    EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(ran, "t");
}
