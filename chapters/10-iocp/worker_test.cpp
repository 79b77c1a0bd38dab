// What notes/10-iocp.md claims about those who wait at a port: the answers that they get, who of
// them is woken, how many run, and how they end.
// Topics: T95 T100 T101 T102 M16 M20 S01 S05
#include "chapters/10-iocp/ports.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <array>
#include <atomic>
#include <vector>

using ports::How;
using ports::Joined;
using ports::kKey;

TEST(Answer, FalseWithAnOverlappedIsARequestThatFailed) {
    WB_CLAIM("N10-20", "FALSE with an OVERLAPPED: a request has failed. The port is well.");
    Joined now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.leave();
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* ended = nullptr;
    EXPECT_FALSE(::GetQueuedCompletionStatus(now.port.raw(), &bytes, &key, &ended, 5000));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_BROKEN_PIPE});
    EXPECT_EQ(key, kKey);
    EXPECT_EQ(ended, &now.request);
    now.port.post(1, 2);
    EXPECT_EQ(now.packet().how, How::completed);
}

TEST(Answer, FalseWithoutOneAnd258IsATimeOut) {
    WB_CLAIM("N10-21",
             "FALSE, no OVERLAPPED, 258: no packet in time; key and bytes stay as they "
             "were.");
    const w32::CompletionPort port;
    DWORD bytes = 77;
    ULONG_PTR key = 88;
    OVERLAPPED mark{};
    OVERLAPPED* ended = &mark;
    EXPECT_FALSE(::GetQueuedCompletionStatus(port.raw(), &bytes, &key, &ended, 1));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(ended, nullptr);
    EXPECT_EQ(bytes, 77u);
    EXPECT_EQ(key, 88u);
}

TEST(Answer, TrueWithoutAnOverlappedWasPosted) {
    WB_CLAIM("N10-22", "TRUE without an OVERLAPPED is a packet as well: one that was posted so.");
    w32::CompletionPort port;
    port.post(7, kKey);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED mark{};
    OVERLAPPED* ended = &mark;
    EXPECT_TRUE(::GetQueuedCompletionStatus(port.raw(), &bytes, &key, &ended, 0));
    EXPECT_EQ(bytes, 7u);
    EXPECT_EQ(key, kKey);
    EXPECT_EQ(ended, nullptr);
}

TEST(Packets, LeaveInTheOrderInWhichTheyCame) {
    WB_CLAIM("N10-23", "Packets leave in the order in which they came.");
    w32::CompletionPort port;
    for (ULONG_PTR key = 1; key <= 5; ++key) port.post(0, key);
    for (ULONG_PTR key = 1; key <= 5; ++key) EXPECT_EQ(port.get(ports::kNow).key, key);
}

namespace {

// Does the thread wait at a port? The system's list of all threads says what each one waits for.
bool waits_at_a_port(DWORD thread) {
    struct ThreadEntry {  // SYSTEM_THREAD_INFORMATION
        LARGE_INTEGER times[3];
        ULONG wait_time;
        void* start;
        HANDLE process, id;
        LONG priority, base_priority;
        ULONG switches, state, reason;
    };
    struct ProcessEntry {  // SYSTEM_PROCESS_INFORMATION; its threads come behind it
        ULONG next, threads;
    };
    constexpr std::size_t kHead = sizeof(void*) == 8 ? 256 : 184;
    constexpr int kSystemProcessInformation = 5;
    constexpr ULONG kWaiting = 5, kForAQueue = 15;
    using Query = LONG NTAPI(int, void*, ULONG, ULONG*);
    const auto query = w32::find_function<Query>(L"ntdll", "NtQuerySystemInformation");
    std::vector<ULONG_PTR> memory(1 << 20);
    const auto size = static_cast<ULONG>(memory.size() * sizeof memory[0]);
    if (query(kSystemProcessInformation, memory.data(), size, nullptr) < 0) return false;
    const auto* at = reinterpret_cast<const char*>(memory.data());
    for (;;) {
        const auto& process = *reinterpret_cast<const ProcessEntry*>(at);
        const auto* const first = reinterpret_cast<const ThreadEntry*>(at + kHead);
        for (const ThreadEntry& each : std::span(first, process.threads))
            if (reinterpret_cast<ULONG_PTR>(each.id) == thread)
                return each.state == kWaiting && each.reason == kForAQueue;
        if (process.next == 0) return false;
        at += process.next;
    }
}

}  // namespace

TEST(Waiters, AreServedLastInFirstOut) {
    WB_CLAIM("N10-24", "Of those who wait, the one that came last gets the next packet.");
    WB_SKIP_UNDER_WINE("who came first is served first");
    w32::CompletionPort port(4);
    w32::Event served(w32::Reset::automatic);
    std::string order;
    std::vector<w32::Thread> workers;
    for (int i = 1; i <= 3; ++i) {
        workers.emplace_back("waits", [&, i] {
            (void)port.get(w32::forever);
            order += std::to_string(i);
            served.set();
        });
        while (!waits_at_a_port(workers.back().id())) ::SwitchToThread();
    }
    for (int i = 0; i < 3; ++i) {
        port.post(0, 1);
        served.wait();
    }
    EXPECT_EQ(order, "321");
}

TEST(Concurrency, LimitsHowManyRun) {
    WB_CLAIM("N10-25",
             "NumberOfConcurrentThreads limits how many run at once: at 1, the second "
             "packet waits while the first one is worked at.");
    WB_SKIP_UNDER_WINE("the number is ignored");
    w32::CompletionPort port(1);
    std::atomic<int> taken = 0;
    std::atomic<bool> go_on = false;
    const auto work = [&] {
        (void)port.get(w32::forever);
        ++taken;
        while (!go_on) YieldProcessor();  // runs, and waits for nothing
    };
    port.post(0, 1);
    port.post(0, 2);
    w32::Thread first(work);
    w32::Thread second(work);
    while (taken == 0) ::SwitchToThread();
    EXPECT_EQ(::WaitForSingleObject(second.get(), 50), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(taken, 1) << "in 50 ms, which may miss a fault and invents none";
    go_on = true;
}

TEST(Concurrency, WhoWaitsLetsAnotherOneRun) {
    WB_CLAIM("N10-26",
             "A worker that waits for something does not count: another one gets the next "
             "packet.");
    w32::CompletionPort port(1);
    w32::Event answered(w32::Reset::manual);
    const auto work = [&] {
        if (port.get(w32::forever).key == 1)
            answered.wait();
        else
            answered.set();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
    EXPECT_TRUE(answered.wait_for(ports::kNow));
}

TEST(Concurrency, AnyNumberMayWait) {
    WB_CLAIM("N10-27", "The number says nothing about how many threads may use the port.");
    w32::CompletionPort port(1);
    std::atomic<int> ended = 0;
    std::vector<w32::Thread> workers;
    for (int i = 0; i < 5; ++i)
        workers.emplace_back("waits", [&] {
            (void)port.get(w32::forever);
            ++ended;
        });
    for (int i = 0; i < 5; ++i) port.post(0, 0);
    workers.clear();
    EXPECT_EQ(ended, 5);
}

TEST(GetEx, TakesAsManyAsAreThere) {
    WB_CLAIM("N10-30",
             "GetQueuedCompletionStatusEx takes as many packets as are there, up to a "
             "limit, and waits for no more.");
    w32::CompletionPort port;
    for (ULONG_PTR key = 1; key <= 5; ++key) port.post(0, key);
    std::array<OVERLAPPED_ENTRY, 3> entries{};
    ULONG taken = 0;
    ASSERT_TRUE(
        ::GetQueuedCompletionStatusEx(port.raw(), entries.data(), 3, &taken, INFINITE, FALSE));
    EXPECT_EQ(taken, 3u);
    ASSERT_TRUE(
        ::GetQueuedCompletionStatusEx(port.raw(), entries.data(), 3, &taken, INFINITE, FALSE));
    EXPECT_EQ(taken, 2u);
    EXPECT_EQ(entries[1].lpCompletionKey, 5u);
}

TEST(GetEx, SaysNothingOfHowARequestHasEnded) {
    WB_CLAIM("N10-31",
             "GetQueuedCompletionStatusEx answers TRUE also for a request that failed; "
             "GetOverlappedResult has the error.");
    Joined now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.leave();
    OVERLAPPED_ENTRY entry{};
    ULONG taken = 0;
    ASSERT_TRUE(::GetQueuedCompletionStatusEx(now.port.raw(), &entry, 1, &taken, 5000, FALSE));
    EXPECT_EQ(entry.lpOverlapped, &now.request);
    DWORD count = 0;
    EXPECT_FALSE(::GetOverlappedResult(now.pipe.ours(), &now.request, &count, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_BROKEN_PIPE});
}

TEST(GetEx, MayWaitAlertably) {
    WB_CLAIM("N10-32", "GetQueuedCompletionStatusEx may wait alertably: an APC ends it, with 192.");
    const w32::CompletionPort port;
    OVERLAPPED_ENTRY entry{};
    ULONG taken = 0;
    int calls = 0;
    w32::check(::QueueUserAPC([](ULONG_PTR count) { ++*reinterpret_cast<int*>(count); },
                              ::GetCurrentThread(), reinterpret_cast<ULONG_PTR>(&calls)) != 0,
               "QueueUserAPC");
    EXPECT_FALSE(::GetQueuedCompletionStatusEx(port.raw(), &entry, 1, &taken, 5000, TRUE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(calls, 1);
}

TEST(Quit, EndsOneWorkerEach) {
    WB_CLAIM("N10-33", "A quit packet ends the one worker that takes it.");
    w32::CompletionPort port;
    std::atomic<int> ended = 0;
    const auto work = [&] {
        while (port.get(w32::forever).key != 0) {
        }
        ++ended;
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 0);
    const HANDLE both[] = {first.get(), second.get()};
    const DWORD which = ::WaitForMultipleObjects(2, both, FALSE, INFINITE);
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(::WaitForSingleObject(both[1 - which], 50), DWORD{WAIT_TIMEOUT});
    port.post(0, 0);
}

TEST(Quit, ComesBehindWhatIsQueued) {
    WB_CLAIM("N10-34",
             "A quit packet comes behind those that are queued already, and before what a "
             "cancellation queues later.");
    Joined now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.port.post(0, 1);
    now.port.post(0, 0);
    (void)w32::cancel(now.pipe.ours(), now.request);
    EXPECT_EQ(now.packet().key, 1u);
    EXPECT_EQ(now.packet().key, 0u);
    EXPECT_EQ(now.packet().overlapped, &now.request) << "a worker that quits leaves it behind";
}

TEST(ClosedPort, EndsTheWaitWith735) {
    WB_CLAIM("N10-35", "Closing the port wakes who waits there: FALSE, no OVERLAPPED, 735.");
    WB_SKIP_UNDER_WINE("who waits is never woken");
    w32::Handle port =
        w32::own(::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0), "port");
    DWORD error = 0;
    OVERLAPPED mark{};
    OVERLAPPED* ended = &mark;
    w32::Thread worker("waits", [&, handle = port.get()] {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        if (!::GetQueuedCompletionStatus(handle, &bytes, &key, &ended, INFINITE))
            error = ::GetLastError();
    });
    while (!waits_at_a_port(worker.id())) ::SwitchToThread();
    port.reset();
    worker.join();
    EXPECT_EQ(error, DWORD{ERROR_ABANDONED_WAIT_0});
    EXPECT_EQ(ended, nullptr);
}
