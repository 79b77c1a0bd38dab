// port_test.cpp - completion ports in every schedule.
#include "common/explore/tests/comparison.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

using explore::Outcome;

EXPLORE_TEST(CompletionPort, PacketsLeaveInOrder) {
    w32::CompletionPort port;
    OVERLAPPED request{};
    port.post(1, 11, &request);
    port.post(2, 22);
    w32::Dequeued packet = port.get(w32::forever);
    EXPECT_EQ(packet.bytes, 1u);
    EXPECT_EQ(packet.key, 11u);
    EXPECT_EQ(packet.overlapped, &request);
    packet = port.get(w32::forever);
    EXPECT_EQ(packet.key, 22u);
    EXPECT_EQ(packet.overlapped, nullptr);
    EXPECT_EQ(port.get(w32::Timeout{std::chrono::milliseconds{0}}).how,
              w32::Dequeued::How::timed_out);
}

EXPLORE_TEST(CompletionPort, SeveralPacketsAtOnce) {
    w32::CompletionPort port;
    for (ULONG_PTR key = 0; key < 5; ++key) port.post(0, key);
    OVERLAPPED_ENTRY entries[3];
    ULONG removed = 0;
    EXPECT_TRUE(::GetQueuedCompletionStatusEx(port.raw(), entries, 3, &removed, INFINITE, FALSE));
    EXPECT_EQ(removed, 3u);
    EXPECT_EQ(entries[2].lpCompletionKey, 2u);
    EXPECT_TRUE(::GetQueuedCompletionStatusEx(port.raw(), entries, 3, &removed, INFINITE, FALSE));
    EXPECT_EQ(removed, 2u);
    EXPECT_FALSE(::GetQueuedCompletionStatusEx(port.raw(), entries, 3, &removed, 0, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_TIMEOUT});
    ::QueueUserAPC([](ULONG_PTR) {}, ::GetCurrentThread(), 0);
    EXPECT_FALSE(::GetQueuedCompletionStatusEx(port.raw(), entries, 3, &removed, 0, TRUE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_IO_COMPLETION});
}

EXPLORE_TEST(CompletionPort, AnswersBadCreationsAsWindows) {
    w32::CompletionPort port;
    EXPECT_EQ(::CreateIoCompletionPort(INVALID_HANDLE_VALUE, port.raw(), 0, 0), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    w32::Event event{w32::Reset::manual};
    EXPECT_EQ(::CreateIoCompletionPort(event.get(), port.raw(), 0, 0), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

// A pool of workers, each of which ends with a packet of its own.
void pool(int quit_packets) {
    w32::CompletionPort port;
    std::atomic<int> done = 0;
    const auto work = [&] {
        for (;;) {
            const w32::Dequeued packet = port.get(w32::forever);
            if (packet.key == 0) return;
            ++done;
        }
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    for (int i = 0; i < quit_packets; ++i) port.post(0, 0);
    first.join();
    second.join();
    EXPECT_EQ(done, 1);
}

EXPLORE_TEST(CompletionPort, EachWorkerGetsItsQuitPacket) { pool(2); }

TEST(CompletionPort, OneQuitPacketStopsOneWorker) {
    const explore::Report report = explore::explore([] { pool(1); });
    EXPECT_FALSE(report.ok());
}

void two_workers() {
    w32::CompletionPort port;
    const auto work = [&] { (void)port.get(w32::forever); };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
}

void with_time_outs() {
    w32::CompletionPort port;
    w32::Thread worker([&] {
        const auto how = port.get(w32::Timeout{std::chrono::milliseconds{10}}).how;
        explore::outcome(how == w32::Dequeued::How::timed_out ? "time-out" : "packet");
    });
    w32::Thread other([&] { (void)port.get(w32::Timeout{std::chrono::milliseconds{0}}); });
    port.post(0, 1);
    other.join();
    worker.join();
}

TEST(CompletionPort, BothSearchesFindTheSameTraces) {
    explore::expect_same_of_several_traces(two_workers);
    explore::expect_same_of_several_traces(with_time_outs);
}

// The thread that came last waits on top.
void who_came_last() {
    w32::CompletionPort port;
    w32::Event first_has_it{w32::Reset::manual}, second_has_it{w32::Reset::manual};
    const HANDLE who[] = {first_has_it.get(), second_has_it.get()};
    w32::Thread first([&] {
        (void)port.get(w32::forever);
        first_has_it.set();
    });
    w32::Thread second([&] {
        (void)port.get(w32::forever);
        second_has_it.set();
    });
    port.post(0, 1);
    const DWORD got = ::WaitForMultipleObjects(2, who, FALSE, INFINITE);
    explore::outcome(std::to_string(got));
    port.post(0, 2);
    first.join();
    second.join();
}

TEST(CompletionPort, EitherWorkerMayComeLast) {
    explore::expect_same_of_several_traces(who_came_last);
    const explore::Report report = explore::explore(&who_came_last);
    EXPECT_TRUE(report.ok()) << report.sentence;
    EXPECT_EQ(report.outcomes, (std::set<std::string>{"0", "1"}));
}

// Times out when nobody else can go on: the others wait by then.
void until_they_wait() {
    w32::Event never{w32::Reset::manual};
    (void)never.wait_for(w32::Timeout{std::chrono::milliseconds{1}});
}

EXPLORE_TEST(CompletionPort, ServesTheThreadThatCameLast, .early_time_outs = 0) {
    w32::CompletionPort port;
    ULONG_PTR keys[2] = {};
    w32::Thread first([&] { keys[0] = port.get(w32::forever).key; });
    until_they_wait();
    w32::Thread second([&] { keys[1] = port.get(w32::forever).key; });
    until_they_wait();
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
    EXPECT_EQ(keys[1], 1u);
    EXPECT_EQ(keys[0], 2u);
}

EXPLORE_TEST(CompletionPort, ACopyOfItsHandleKeepsIt, .early_time_outs = 0) {
    const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    HANDLE copy = nullptr;
    ::DuplicateHandle(::GetCurrentProcess(), port, ::GetCurrentProcess(), &copy, 0, FALSE,
                      DUPLICATE_SAME_ACCESS);
    DWORD error = 0;
    w32::Thread waiter([&] {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        if (!::GetQueuedCompletionStatus(copy, &bytes, &key, &request, 5000))
            error = ::GetLastError();
    });
    until_they_wait();
    ::CloseHandle(port);
    waiter.join();
    EXPECT_EQ(error, DWORD{WAIT_TIMEOUT});  // the copy keeps the port
    ::CloseHandle(copy);
}

void at_once(DWORD limit, int expected) {
    w32::CompletionPort port(limit);
    std::atomic<int> running = 0;
    std::atomic<bool> go = false;
    const auto work = [&] {
        (void)port.get(w32::forever);
        ++running;
        while (!go) {
        }
    };
    w32::Thread first(work);
    w32::Thread second(work);
    until_they_wait();
    port.post(0, 1);
    port.post(0, 2);
    until_they_wait();
    EXPECT_EQ(running, expected);
    go = true;
    first.join();
    second.join();
}

// Threads that go round have many schedules; the first ones tell.
EXPLORE_TEST(CompletionPort, LetsOneRunAtATime, .early_time_outs = 0) { at_once(1, 1); }

// Too large for all schedules.
EXPLORE_TEST(CompletionPort, LetsAsManyRunAsItAllows, .search = explore::Search::bounded,
             .preemptions = 1, .early_time_outs = 0) {
    at_once(2, 2);
}

void limited_until_blocked() {
    w32::CompletionPort port(1);
    w32::Event go{w32::Reset::manual};
    const auto work = [&] {
        const w32::Dequeued packet = port.get(w32::forever);
        if (packet.key == 1)
            go.wait();
        else
            go.set();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
}

EXPLORE_TEST(CompletionPort, LetsAnotherRunWhenOneBlocks) { limited_until_blocked(); }

TEST(CompletionPort, BothSearchesFindTheSameTracesUnderALimit) {
    explore::expect_same_of_several_traces(limited_until_blocked);
}

// The same for each lock and sleep: the first packet's thread blocks until the second packet's has
// acted, which may run only because the first one blocks.
template <class Block, class Unblock, class Meanwhile>
void one_blocks(Block block, Unblock unblock, Meanwhile meanwhile) {
    w32::CompletionPort port(1);
    const auto work = [&] {
        const w32::Dequeued packet = port.get(w32::forever);
        if (packet.key == 1)
            block();
        else
            unblock();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    meanwhile();
    first.join();
    second.join();
}

void blocks_in_a_section() {
    w32::CriticalSection section;
    w32::Event go{w32::Reset::manual};
    section.lock();
    const auto meanwhile = [&] {
        go.wait();
        section.unlock();
    };
    one_blocks([&] { const w32::Guard hold(section); }, [&] { go.set(); }, meanwhile);
}

template <bool shared>
void blocks_in_an_srw_lock() {
    w32::SrwLock lock;
    w32::Event go{w32::Reset::manual};
    ::AcquireSRWLockExclusive(lock.get());
    const auto meanwhile = [&] {
        go.wait();
        ::ReleaseSRWLockExclusive(lock.get());
    };
    const auto block = [&] {
        if (!shared) {
            const w32::Guard hold(lock);
        } else {
            ::AcquireSRWLockShared(lock.get());
            ::ReleaseSRWLockShared(lock.get());
        }
    };
    one_blocks(
        block, [&] { go.set(); }, meanwhile);
}

void blocks_on_a_condition() {
    w32::SrwLock lock;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool ready = false;
    const auto block = [&] {
        const w32::Guard hold(lock);
        while (!ready) ::SleepConditionVariableSRW(&changed, lock.get(), INFINITE, 0);
    };
    const auto unblock = [&] {
        {
            const w32::Guard hold(lock);
            ready = true;
        }
        ::WakeConditionVariable(&changed);
    };
    one_blocks(block, unblock, [] {});
}

void blocks_on_an_address() {
    std::atomic<int> ready = 0;
    const auto block = [&] {
        int zero = 0;
        while (ready == 0) ::WaitOnAddress(&ready, &zero, sizeof zero, INFINITE);
    };
    const auto unblock = [&] {
        ready = 1;
        ::WakeByAddressSingle(&ready);
    };
    one_blocks(block, unblock, [] {});
}

template <void (*body)()>
void both_searches_agree() {
    const explore::Report report = explore::expect_same_of_several_traces(
        body, {.early_time_outs = 0, .spurious_wake_ups = 0});
    EXPECT_TRUE(report.ok()) << report.text();
}

TEST(CompletionPort, LetsAnotherRunWhenOneBlocksInASection) {
    both_searches_agree<blocks_in_a_section>();
}
TEST(CompletionPort, LetsAnotherRunWhenOneBlocksInAnSrwLock) {
    both_searches_agree<blocks_in_an_srw_lock<false>>();
    both_searches_agree<blocks_in_an_srw_lock<true>>();
}
TEST(CompletionPort, LetsAnotherRunWhenOneSleepsOnACondition) {
    both_searches_agree<blocks_on_a_condition>();
}
TEST(CompletionPort, LetsAnotherRunWhenOneSleepsOnAnAddress) {
    both_searches_agree<blocks_on_an_address>();
}

void close_under_a_waiter() {
    const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    w32::Thread waiter([&] {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        EXPECT_FALSE(::GetQueuedCompletionStatus(port, &bytes, &key, &request, INFINITE));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_ABANDONED_WAIT_0});
    });
    ::CloseHandle(port);
    waiter.join();
}

// In some schedules the port is closed before the thread asks it.
TEST(CompletionPort, ClosedUnderAWaiterIsAFinding) {
    EXPLORE_EXPECT_FAILURE(close_under_a_waiter, Outcome::bad_handle);
}

}  // namespace
