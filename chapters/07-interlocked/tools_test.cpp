// What notes/07-interlocked.md claims about what Windows builds from single steps: lists and waits;
// and about where variables lie.
// Topics: M06 M12 M21
#include "common/testing/claim.hpp"
#include "common/win32/thread.hpp"

#include <cstddef>
#include <cstring>
#include <vector>

namespace {

struct alignas(MEMORY_ALLOCATION_ALIGNMENT) Item {
    SLIST_ENTRY link;
    int value;
};

/// A list of Windows, and two items that are not in it yet.
struct List {
    SLIST_HEADER head;
    Item items[2] = {{{}, 1}, {{}, 2}};

    List() { ::InitializeSListHead(&head); }
    PSLIST_ENTRY push(int i) { return ::InterlockedPushEntrySList(&head, &items[i].link); }
    PSLIST_ENTRY pop() { return ::InterlockedPopEntrySList(&head); }
};

/// Looks whether `value` still is what it is expected to be, and does not wait.
BOOL still(LONG volatile& value, LONG expected, SIZE_T bytes = sizeof(LONG)) {
    return !::WaitOnAddress(&value, &expected, bytes, 0);
}

void wait_while_zero(LONG volatile& value) {
    LONG zero = 0;
    while (::InterlockedCompareExchange(&value, 0, 0) == 0)
        ::WaitOnAddress(&value, &zero, sizeof value, INFINITE);
}

struct alignas(8) Neighbours {
    LONG volatile first = 0;
    LONG volatile second = 0;
};

struct Apart {
    alignas(64) LONG volatile first = 0;
    alignas(64) LONG volatile second = 0;
};

DWORD line_size() {
    DWORD bytes = 0;
    ::GetLogicalProcessorInformation(nullptr, &bytes);
    std::vector<SYSTEM_LOGICAL_PROCESSOR_INFORMATION> all(
        bytes / sizeof(SYSTEM_LOGICAL_PROCESSOR_INFORMATION));
    if (all.empty() || !::GetLogicalProcessorInformation(all.data(), &bytes)) return 0;
    for (const auto& entry : all)
        if (entry.Relationship == RelationCache && entry.Cache.Level == 1)
            return entry.Cache.LineSize;
    return 0;
}

}  // namespace

TEST(InterlockedList, GivesBackTheLastOneFirst) {
    WB_CLAIM("N07-13", "An SLIST is a stack: what was pushed last is popped first.");
    List list;
    EXPECT_EQ(list.pop(), nullptr) << "empty";
    EXPECT_EQ(list.push(0), nullptr) << "what was on top before";
    EXPECT_EQ(list.push(1), &list.items[0].link);
    EXPECT_EQ(::QueryDepthSList(&list.head), 2);
    EXPECT_EQ(list.pop(), &list.items[1].link);
    EXPECT_EQ(list.pop(), &list.items[0].link);
    EXPECT_EQ(list.pop(), nullptr);
}

TEST(InterlockedList, IsEmptiedInOneStep) {
    WB_CLAIM("N07-14", "InterlockedFlushSList takes out all at once, and returns the first.");
    List list;
    list.push(0);
    list.push(1);
    const PSLIST_ENTRY all = ::InterlockedFlushSList(&list.head);
    ASSERT_EQ(all, &list.items[1].link);
    EXPECT_EQ(all->Next, &list.items[0].link);
    EXPECT_EQ(all->Next->Next, nullptr);
    EXPECT_EQ(list.pop(), nullptr);
}

TEST(InterlockedList, CountsItsChanges) {
    WB_CLAIM("N07-15", "An SLIST header counts changes: the same list again is another header.");
    List list;
    list.push(0);
    SLIST_HEADER before;
    std::memcpy(&before, &list.head, sizeof before);
    EXPECT_EQ(list.pop(), &list.items[0].link);
    list.push(0);
    EXPECT_NE(std::memcmp(&before, &list.head, sizeof before), 0);
}

TEST(InterlockedList, WantsAlignedEntries) {
    WB_CLAIM("N07-16", "An SLIST header is aligned to 16 bytes, and so must its entries be.");
    EXPECT_EQ(std::size_t{MEMORY_ALLOCATION_ALIGNMENT}, 16u);
    EXPECT_EQ(alignof(SLIST_HEADER), std::size_t{MEMORY_ALLOCATION_ALIGNMENT});
    EXPECT_EQ(sizeof(SLIST_HEADER), 16u);
}

TEST(AddressWait, ReturnsAtOnceIfTheValueHasChanged) {
    WB_CLAIM("N07-17", "WaitOnAddress sleeps only while the variable has the given value.");
    LONG volatile value = 1;
    LONG other = 0;
    EXPECT_TRUE(::WaitOnAddress(&value, &other, sizeof value, INFINITE));
}

TEST(AddressWait, TellsATimeOut) {
    WB_CLAIM("N07-18", "A time-out of WaitOnAddress is FALSE with ERROR_TIMEOUT.");
    LONG volatile value = 1;
    EXPECT_TRUE(still(value, 1));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_TIMEOUT});
}

TEST(AddressWait, KnowsFourSizes) {
    WB_CLAIM("N07-19", "WaitOnAddress compares 1, 2, 4 or 8 bytes; else ERROR_INVALID_PARAMETER.");
    LONG volatile value = 1;
    EXPECT_TRUE(still(value, 1, 3));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(AddressWait, ForgetsAWakeUpThatNobodyWaitsFor) {
    WB_CLAIM("N07-20", "A wake-up by address is lost if nobody waits: the value has to tell.");
    LONG volatile value = 0;
    ::WakeByAddressSingle(const_cast<LONG*>(&value));
    EXPECT_TRUE(still(value, 0));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_TIMEOUT});
}

TEST(AddressWait, IsEndedForAllByWakeAll) {
    WB_CLAIM("N07-21", "After a store, WakeByAddressAll lets all go on that wait for it.");
    LONG volatile open = 0;
    LONG volatile passed = 0;
    {
        std::vector<w32::Thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back("waits", [&] {
                wait_while_zero(open);
                ::InterlockedIncrement(&passed);
            });
        ::InterlockedExchange(&open, 1);
        ::WakeByAddressAll(const_cast<LONG*>(&open));
    }
    EXPECT_EQ(passed, 3);
}

TEST(CacheLine, IsAskedFor) {
    WB_CLAIM("N07-22", "GetLogicalProcessorInformation tells how long a cache line is.");
    const DWORD bytes = line_size();
    if (bytes == 0) GTEST_SKIP() << "this machine tells nothing of its caches";
    EXPECT_GE(bytes, 32u);
    EXPECT_EQ(bytes & (bytes - 1), 0u) << "a power of two";
}

TEST(CacheLine, IsSharedByNeighbours) {
    WB_CLAIM("N07-23", "Members lie side by side in one cache line; alignas sets them apart.");
    EXPECT_EQ(offsetof(Neighbours, second), sizeof(LONG));
    EXPECT_EQ(offsetof(Apart, second), 64u);
    EXPECT_EQ(alignof(Apart), 64u);
}
