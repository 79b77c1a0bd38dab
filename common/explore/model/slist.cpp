// slist.cpp - interlocked singly linked lists: each call is one step.
//
// The header holds the first entry and the depth; that Windows also counts changes there, against
// ABA, makes no difference when a call is one step.
// https://learn.microsoft.com/windows/win32/sync/interlocked-singly-linked-lists
#include "common/explore/model/atomics.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/explore/redirect/user_calls.hpp"

#include <cstring>

namespace explore {
namespace {

struct Head {
    PSLIST_ENTRY first = nullptr;
    std::uint64_t depth = 0;
};
static_assert(sizeof(Head) <= sizeof(SLIST_HEADER));

Head read(PSLIST_HEADER list) {
    Head head;
    std::memcpy(static_cast<void*>(&head), list, sizeof head);
    return head;
}

void write(PSLIST_HEADER list, const Head& head) {
    std::memcpy(static_cast<void*>(list), static_cast<const void*>(&head), sizeof head);
}

// The list that `entry` begins and `last` ends goes to the front.
PSLIST_ENTRY push(PSLIST_HEADER list, PSLIST_ENTRY entry, PSLIST_ENTRY last, ULONG count,
                  const Place& place) {
    // Only this thread has the entries now, so what it writes there is a plain variable.
    plain_access(&last->Next, sizeof last->Next, true, false, place.address);
    Object& object = begin_update(list, sizeof(void*), place);
    Head head = read(list);
    const PSLIST_ENTRY before = head.first;
    last->Next = before;
    head = {entry, head.depth + count};
    write(list, head);
    end_update(object, true, kSequential, place);
    return before;
}

}  // namespace
}  // namespace explore

using namespace explore;

void explored_InitializeSListHead(PSLIST_HEADER list, const char*, int) {
    save_global(the_engine, list, sizeof(Head));
    write(list, {});
}

PSLIST_ENTRY explored_InterlockedPushEntrySList(PSLIST_HEADER list, PSLIST_ENTRY entry,
                                                const char* file, int line) {
    return push(list, entry, entry, 1, {file, line});
}

PSLIST_ENTRY explored_InterlockedPushListSListEx(PSLIST_HEADER list, PSLIST_ENTRY entry,
                                                 PSLIST_ENTRY last, ULONG count, const char* file,
                                                 int line) {
    return push(list, entry, last, count, {file, line});
}

PSLIST_ENTRY explored_InterlockedPopEntrySList(PSLIST_HEADER list, const char* file, int line) {
    const Place place{file, line};
    Object& object = begin_update(list, sizeof(void*), place);
    Head head = read(list);
    const PSLIST_ENTRY popped = head.first;
    if (popped != nullptr) write(list, {popped->Next, head.depth - 1});
    end_update(object, popped != nullptr, kSequential, place);
    return popped;
}

PSLIST_ENTRY explored_InterlockedFlushSList(PSLIST_HEADER list, const char* file, int line) {
    const Place place{file, line};
    Object& object = begin_update(list, sizeof(void*), place);
    const PSLIST_ENTRY first = read(list).first;
    write(list, {});
    end_update(object, first != nullptr, kSequential, place);
    return first;
}

USHORT explored_QueryDepthSList(PSLIST_HEADER list, const char* file, int line) {
    (void)load_atomic(list, sizeof(void*), kSequential, {file, line});
    return static_cast<USHORT>(read(list).depth);
}
