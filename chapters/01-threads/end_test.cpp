// What notes/01-threads.md claims about the end of a thread: exit codes, return, ExitThread, stop.
// Topics: T18 T19 T68 T69 T70 T71 M02
#include "chapters/01-threads/child_role.hpp"
#include "chapters/01-threads/raw_thread.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <stop_token>

using chapter01::exit_code;
using chapter01::exit_code_of_child;
using chapter01::start;
using chapter01::wait_for_end;
using w32::Event;
using w32::Reset;

namespace {

/// A worker that waits for permission and then returns what it was told to.
struct Work {
    Event may_end{Reset::manual};
    DWORD result = 0;

    static DWORD WINAPI routine(LPVOID argument) {
        Work& work = *static_cast<Work*>(argument);
        work.may_end.wait();
        return work.result;
    }
};

struct Witness {
    explicit Witness(LPVOID flag) : destroyed(*static_cast<bool*>(flag)) {}
    ~Witness() { destroyed = true; }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    bool& destroyed;
};

std::atomic<DWORD> handled_on{0};

}  // namespace

TEST(ExitCode, Is259WhileTheThreadRuns) {
    WB_CLAIM("N01-30", "GetExitCodeThread succeeds while the thread runs and answers 259.");
    Work work;
    const w32::Handle thread = start(&Work::routine, &work);
    EXPECT_EQ(exit_code(thread), DWORD{STILL_ACTIVE});
    EXPECT_EQ(STILL_ACTIVE, 259);
    EXPECT_FALSE(w32::signaled_now(thread.get()));
    work.may_end.set();
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 0u);
}

TEST(ExitCode, CanBe259AfterTheEnd) {
    WB_CLAIM("N01-31", "A thread may return 259; only a wait tells that it has ended.");
    Work work;
    work.result = STILL_ACTIVE;
    const w32::Handle thread = start(&Work::routine, &work);
    work.may_end.set();
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), DWORD{STILL_ACTIVE});
    EXPECT_TRUE(w32::signaled_now(thread.get()));
}

TEST(ThreadEnd, SignalsTheObjectForGood) {
    WB_CLAIM("N01-32", "The thread object becomes signaled when the thread ends, and stays so.");
    Work work;
    const w32::Handle thread = start(&Work::routine, &work);
    EXPECT_FALSE(w32::signaled_now(thread.get()));
    work.may_end.set();
    wait_for_end(thread);
    EXPECT_TRUE(w32::signaled_now(thread.get()));
    EXPECT_TRUE(w32::signaled_now(thread.get())) << "a wait does not use the signal up";
}

TEST(ThreadEnd, ByReturnRunsDestructors) {
    WB_CLAIM("N01-33", "A thread that returns runs the destructors of its stack.");
    bool destroyed = false;
    const w32::Handle thread = start(
        [](LPVOID flag) -> DWORD {
            const Witness witness(flag);
            return 1;
        },
        &destroyed);
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 1u);
    EXPECT_TRUE(destroyed);
}

TEST(ExitThread, RunsNoDestructors) {
    WB_CLAIM("N01-34", "ExitThread sets the exit code and runs no destructors.");
    bool destroyed = false;
    const w32::Handle thread = start(
        [](LPVOID flag) -> DWORD {
            const Witness witness(flag);
            ::ExitThread(2);
        },
        &destroyed);
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 2u);
    EXPECT_FALSE(destroyed);
}

TEST(ExitThread, InMainLetsTheOtherThreadsRun) {
    WB_CLAIM("N01-35", "ExitThread in main ends that thread alone; the process lives on.");
    // The child's worker waits for main's end and then ends the process with 42.
    EXPECT_EQ(exit_code_of_child(L"exit-thread-in-main"), 42u);
}

TEST(ProcessEnd, TakesRunningThreadsWithIt) {
    WB_CLAIM("N01-36", "When main returns, the process ends and its other threads with it.");
    // The child's worker would wait for ever.
    EXPECT_EQ(exit_code_of_child(L"exit-with-a-worker"), 3u);
}

TEST(Terminated, RunsNoDestructors) {
    WB_CLAIM("N01-37", "TerminateThread: the thread is gone at once, its destructors never run.");
    const DWORD seen = exit_code_of_child(L"terminate");
    EXPECT_TRUE(seen & chapter01::kEndedWithItsCode) << seen;
    EXPECT_TRUE(seen & chapter01::kNoDestructor) << seen;
}

TEST(Terminated, AbandonsItsMutex) {
    WB_CLAIM("N01-38", "A mutex of a terminated thread is abandoned: the next wait is told so.");
    const DWORD seen = exit_code_of_child(L"terminate");
    EXPECT_TRUE(seen & chapter01::kMutexAbandoned) << seen;
}

TEST(Terminated, LeavesItsCriticalSectionLocked) {
    WB_CLAIM("N01-39", "A critical section of a terminated thread stays locked, for ever.");
    const DWORD seen = exit_code_of_child(L"terminate");
    EXPECT_TRUE(seen & chapter01::kSectionLocked) << seen;
}

TEST(Terminated, ItsStackIsFreed) {
    WB_CLAIM("N01-40", "Since Windows Vista the stack of a terminated thread is freed.");
    WB_SKIP_UNDER_WINE("the stack of a terminated thread stays allocated");
    const DWORD seen = exit_code_of_child(L"terminate");
    EXPECT_TRUE(seen & chapter01::kStackFreed) << seen;
}

TEST(Stop, AManualResetEventReachesEveryWorker) {
    WB_CLAIM("N01-41", "One manual-reset event stops all workers, those that wait included.");
    struct Pool {
        Event stop{Reset::manual};
        Event order{Reset::automatic};
        volatile LONG stopped = 0;
    } pool;
    const auto routine = [](LPVOID argument) -> DWORD {
        Pool& mine = *static_cast<Pool*>(argument);
        const HANDLE either[] = {mine.stop.get(), mine.order.get()};
        while (w32::wait_any(either, w32::forever).index != 0) {
        }  // each order would be carried out here
        ::InterlockedIncrement(&mine.stopped);
        return 0;
    };
    const w32::Handle workers[] = {start(routine, &pool), start(routine, &pool),
                                   start(routine, &pool)};
    pool.order.set();
    pool.stop.set();
    for (const w32::Handle& worker : workers) wait_for_end(worker);
    EXPECT_EQ(pool.stopped, 3);
}

TEST(Stop, AStopCallbackCanSetTheEvent) {
    WB_CLAIM("N01-42", "std::stop_callback turns a stop request into a Win32 signal.");
    std::stop_source source;
    Event stop{Reset::manual};
    // Destroyed by the thread that asks: on another it would have to wait for a running callback.
    const std::stop_callback on_stop(source.get_token(), [&] { stop.set(); });
    const w32::Thread worker([&] { stop.wait(); });
    EXPECT_TRUE(source.request_stop());
    EXPECT_FALSE(source.request_stop()) << "only the first request counts";
}

TEST(Signals, RunOnTheThreadThatRaisesThem) {
    WB_CLAIM("N01-43", "C signals reach no other thread: raise() calls the handler on its own.");
    handled_on = 0;
    const auto before = std::signal(SIGTERM, [](int) { handled_on = ::GetCurrentThreadId(); });
    DWORD raised_on = 0;
    w32::Thread([&] {
        raised_on = ::GetCurrentThreadId();
        (void)std::raise(SIGTERM);
    }).join();
    (void)std::signal(SIGTERM, before);
    EXPECT_NE(raised_on, 0u);
    EXPECT_EQ(handled_on, raised_on);
}

TEST(Exceptions, DoNotReachTheJoiner) {
    WB_CLAIM("N01-44", "An exception that leaves a thread ends the process; no joiner catches it.");
    EXPECT_EQ(exit_code_of_child(L"throw-in-thread"), DWORD{chapter01::kTerminateWasCalled});
}

TEST(Exceptions, TravelInAnExceptionPtr) {
    WB_CLAIM("N01-45", "std::exception_ptr carries an exception to whoever joins the thread.");
    std::exception_ptr carried;
    w32::Thread([&] {
        try {
            throw std::runtime_error("disk full");
        } catch (...) {
            carried = std::current_exception();
        }
    }).join();
    ASSERT_TRUE(carried);
    try {
        std::rethrow_exception(carried);
        FAIL() << "nothing was carried";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "disk full");
    }
}
