// What notes/01-threads.md claims about when and where a thread runs, and what may come between.
// Topics: T07 T08 T12 T72 T73 T74 T75 T76 T77 M27
#include "chapters/01-threads/raw_thread.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"

#include <tlhelp32.h>

#include <functional>

using chapter01::run;
using chapter01::start;
using chapter01::wait_for_end;
using w32::Event;
using w32::Reset;

namespace {

DWORD WINAPI wait_for_event(LPVOID event) {
    static_cast<Event*>(event)->wait();
    return 0;
}

/// Puts the process's priority class back.
struct KeepPriorityClass {
    DWORD before = ::GetPriorityClass(::GetCurrentProcess());
    ~KeepPriorityClass() { ::SetPriorityClass(::GetCurrentProcess(), before); }
};

/// The base priority, 0 to 31, as the kernel has it; -1 if the thread is not found.
long base_priority(DWORD thread_id) {
    const w32::Handle threads =
        w32::own_file(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0), "CreateToolhelp32Snapshot");
    THREADENTRY32 entry{};
    entry.dwSize = sizeof entry;
    for (BOOL more = ::Thread32First(threads.get(), &entry); more;
         more = ::Thread32Next(threads.get(), &entry))
        if (entry.th32ThreadID == thread_id) return entry.tpBasePri;
    return -1;
}

struct Node {
    Node* next = nullptr;
};
struct List {
    Node* volatile head = nullptr;

    int length() const {
        int count = 0;
        for (const Node* node = head; node != nullptr; node = node->next) ++count;
        return count;
    }
};

/// One thread's push, held after its first step until the other thread has pushed.
struct Push {
    List& list;
    std::function<void(List&, Node&, const std::function<void()>&)> how;
    Node node{};
    Event has_read{Reset::manual};
    Event may_write{Reset::manual};

    static DWORD WINAPI routine(LPVOID argument) {
        Push& mine = *static_cast<Push*>(argument);
        mine.how(mine.list, mine.node, [&] {
            mine.has_read.set();
            mine.may_write.wait();
        });
        return 0;
    }
};

template <class How>
int nodes_after_two_pushes(How how) {
    List list;
    Push first{list, how};
    Push second{list, how};
    second.may_write.set();  // this one is not held
    const w32::Handle slow = start(&Push::routine, &first);
    first.has_read.wait();
    run(&Push::routine, &second);
    first.may_write.set();
    wait_for_end(slow);
    return list.length();
}

}  // namespace

TEST(Suspend, CountsAndReturnsThePreviousCount) {
    WB_CLAIM("N01-46", "Suspend and resume count; both return the count as it was before.");
    const w32::Handle thread = start([](LPVOID) -> DWORD { return 0; }, nullptr, CREATE_SUSPENDED);
    EXPECT_EQ(::SuspendThread(thread.get()), 1u) << "CREATE_SUSPENDED counts as one";
    EXPECT_EQ(::SuspendThread(thread.get()), 2u);
    EXPECT_EQ(::ResumeThread(thread.get()), 3u);
    EXPECT_EQ(::ResumeThread(thread.get()), 2u);
    EXPECT_EQ(w32::wait(thread.get(), std::chrono::milliseconds{50}), w32::Waited::timed_out)
        << "at count 1 it must not run";
    EXPECT_EQ(::ResumeThread(thread.get()), 1u);
    wait_for_end(thread);
}

TEST(Suspend, ResumingARunningThreadChangesNothing) {
    WB_CLAIM("N01-47",
             "ResumeThread on a thread that is not suspended returns 0 and does nothing.");
    Event may_end{Reset::manual};
    const w32::Handle thread = start(&wait_for_event, &may_end);
    EXPECT_EQ(::ResumeThread(thread.get()), 0u);
    EXPECT_EQ(::SuspendThread(thread.get()), 0u) << "the count did not go below 0";
    EXPECT_EQ(::ResumeThread(thread.get()), 1u);
    may_end.set();
    wait_for_end(thread);
}

TEST(Suspend, StopsCountingAt127) {
    WB_CLAIM("N01-48", "The suspend count ends at 127: then ERROR_SIGNAL_REFUSED.");
    const w32::Handle thread = start([](LPVOID) -> DWORD { return 0; }, nullptr, CREATE_SUSPENDED);
    for (DWORD count = 1; count < MAXIMUM_SUSPEND_COUNT; ++count)
        ASSERT_EQ(::SuspendThread(thread.get()), count);
    EXPECT_EQ(::SuspendThread(thread.get()), static_cast<DWORD>(-1));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_SIGNAL_REFUSED});
    EXPECT_EQ(MAXIMUM_SUSPEND_COUNT, 127);
    while (::ResumeThread(thread.get()) > 1) {
    }
    wait_for_end(thread);
}

TEST(Priority, SevenLevelsReadBackAsSet) {
    WB_CLAIM("N01-49",
             "A thread has one of seven priority levels, relative to its process's class.");
    Event may_end{Reset::manual};
    const w32::Handle thread = start(&wait_for_event, &may_end);
    EXPECT_EQ(::GetThreadPriority(thread.get()), THREAD_PRIORITY_NORMAL);
    for (const int level :
         {THREAD_PRIORITY_IDLE, THREAD_PRIORITY_LOWEST, THREAD_PRIORITY_BELOW_NORMAL,
          THREAD_PRIORITY_NORMAL, THREAD_PRIORITY_ABOVE_NORMAL, THREAD_PRIORITY_HIGHEST,
          THREAD_PRIORITY_TIME_CRITICAL}) {
        EXPECT_TRUE(::SetThreadPriority(thread.get(), level)) << level;
        EXPECT_EQ(::GetThreadPriority(thread.get()), level);
    }
    may_end.set();
    wait_for_end(thread);
}

TEST(Priority, OtherLevelsAreRefused) {
    WB_CLAIM("N01-50", "Levels between the seven are refused outside the REALTIME class.");
    EXPECT_FALSE(::SetThreadPriority(::GetCurrentThread(), 3));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Priority, SixClassesReadBackAsSet) {
    WB_CLAIM("N01-51", "A process has one of six priority classes, not four.");
    const KeepPriorityClass keep;
    const HANDLE process = ::GetCurrentProcess();
    constexpr DWORD kClasses[] = {IDLE_PRIORITY_CLASS, BELOW_NORMAL_PRIORITY_CLASS,
                                  NORMAL_PRIORITY_CLASS, ABOVE_NORMAL_PRIORITY_CLASS,
                                  HIGH_PRIORITY_CLASS};
    for (const DWORD wanted : kClasses) {
        EXPECT_TRUE(::SetPriorityClass(process, wanted)) << wanted;
        EXPECT_EQ(::GetPriorityClass(process), wanted);
    }
    // The sixth needs a privilege; without it Windows gives HIGH and calls that success.
    EXPECT_TRUE(::SetPriorityClass(process, REALTIME_PRIORITY_CLASS));
    const DWORD got = ::GetPriorityClass(process);
    EXPECT_TRUE(got == REALTIME_PRIORITY_CLASS || got == HIGH_PRIORITY_CLASS) << got;
}

TEST(Priority, NormalInNormalIs8) {
    WB_CLAIM("N01-52", "Class NORMAL is base 8; levels add to it, IDLE and TIME_CRITICAL do not.");
    WB_SKIP_UNDER_WINE("base priorities read as 0");
    const KeepPriorityClass keep;
    ASSERT_TRUE(::SetPriorityClass(::GetCurrentProcess(), NORMAL_PRIORITY_CLASS));
    Event may_end{Reset::manual};
    const w32::Handle thread = start(&wait_for_event, &may_end);
    const DWORD id = ::GetThreadId(thread.get());
    EXPECT_EQ(base_priority(id), 8);
    EXPECT_TRUE(::SetThreadPriority(thread.get(), THREAD_PRIORITY_HIGHEST));
    EXPECT_EQ(base_priority(id), 10);
    EXPECT_TRUE(::SetThreadPriority(thread.get(), THREAD_PRIORITY_IDLE));
    EXPECT_EQ(base_priority(id), 1);
    EXPECT_TRUE(::SetThreadPriority(thread.get(), THREAD_PRIORITY_TIME_CRITICAL));
    EXPECT_EQ(base_priority(id), 15);
    may_end.set();
    wait_for_end(thread);
}

TEST(Priority, TheBoostCanBeSwitchedOff) {
    WB_CLAIM("N01-53", "The dynamic boost is on by default and can be switched off per thread.");
    WB_SKIP_UNDER_WINE("SetThreadPriorityBoost does nothing");
    Event may_end{Reset::manual};
    const w32::Handle thread = start(&wait_for_event, &may_end);
    BOOL disabled = TRUE;
    EXPECT_TRUE(::GetThreadPriorityBoost(thread.get(), &disabled));
    EXPECT_FALSE(disabled);
    EXPECT_TRUE(::SetThreadPriorityBoost(thread.get(), TRUE));
    EXPECT_TRUE(::GetThreadPriorityBoost(thread.get(), &disabled));
    EXPECT_TRUE(disabled);
    may_end.set();
    wait_for_end(thread);
}

TEST(Affinity, LimitsWhereAThreadRuns) {
    WB_CLAIM("N01-54", "A thread runs only on processors in its affinity mask.");
    const DWORD_PTR one = chapter01::one_processor();
    const HANDLE self = ::GetCurrentThread();
    const DWORD_PTR before = ::SetThreadAffinityMask(self, one);
    ASSERT_NE(before, 0u);
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(DWORD_PTR{1} << ::GetCurrentProcessorNumber(), one);
    EXPECT_EQ(::SetThreadAffinityMask(self, before), one) << "returns the mask as it was before";
}

TEST(Affinity, AnEmptyMaskIsRefused) {
    WB_CLAIM("N01-55", "An affinity mask without a processor of the process is refused.");
    EXPECT_EQ(::SetThreadAffinityMask(::GetCurrentThread(), 0), 0u);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(ListInsert, LosesANodeWhenTwoThreadsReadTheSameHead) {
    WB_CLAIM("N01-56", "Two threads that push onto an unlocked list can lose a node.");
    const auto plain = [](List& list, Node& node, const std::function<void()>& other_thread) {
        node.next = list.head;
        other_thread();
        list.head = &node;
    };
    EXPECT_EQ(nodes_after_two_pushes(plain), 1) << "one of the two nodes is gone";
}

TEST(ListInsert, AtomicCompareAndExchangeNoticesTheOther) {
    WB_CLAIM("N01-57", "An atomic compare-and-exchange notices the other push and tries again.");
    const auto atomic = [](List& list, Node& node, const std::function<void()>& other_thread) {
        bool first_try = true;
        for (;;) {
            node.next = list.head;
            if (std::exchange(first_try, false)) other_thread();
            auto* const cell = reinterpret_cast<void* volatile*>(&list.head);
            if (::InterlockedCompareExchangePointer(cell, &node, node.next) == node.next) return;
        }
    };
    EXPECT_EQ(nodes_after_two_pushes(atomic), 2);
}
