// How does Windows keep a stack without a lock?
//
// Push three entries, pop one, push it again, and compare the header with what it was before.
//
// Before you run it, write down: is the header with the same three entries the same 16 bytes?
// Then flush the list and walk through what you got.
// In the debugger: watch `list`, 16 bytes: a depth, a count of changes, the address of the first.
// Topics: M12
#include "common/demo/demo.hpp"

#include <cstring>
#include <utility>

struct alignas(MEMORY_ALLOCATION_ALIGNMENT) Entry {
    SLIST_ENTRY link;
    char name;
};

static std::string depth(SLIST_HEADER& list) { return std::to_string(::QueryDepthSList(&list)); }

int main() {
    return lab::demo("An SLIST tells \"the same again\" from \"never changed\".", [] {
        SLIST_HEADER list;
        ::InitializeSListHead(&list);
        Entry entries[] = {{{}, 'A'}, {{}, 'B'}, {{}, 'C'}};

        lab::doing("push A, B and C");
        for (Entry& entry : entries) ::InterlockedPushEntrySList(&list, &entry.link);
        SLIST_HEADER before;
        std::memcpy(&before, &list, sizeof list);
        lab::saw("depth " + depth(list));

        lab::doing("pop one, and push it again");
        const PSLIST_ENTRY popped = ::InterlockedPopEntrySList(&list);
        lab::saw(std::string("popped ") + reinterpret_cast<Entry*>(popped)->name);
        ::InterlockedPushEntrySList(&list, popped);
        const bool same = std::memcmp(&before, &list, sizeof list) == 0;
        lab::saw("depth " + depth(list) + ", the header is " + (same ? "the same" : "another one"));

        lab::doing("take out all in one step");
        std::string order;
        for (PSLIST_ENTRY entry = ::InterlockedFlushSList(&list); entry != nullptr;)
            order += reinterpret_cast<Entry*>(std::exchange(entry, entry->Next))->name;
        lab::saw(order + ", depth " + depth(list));
        lab::why(
            "The header holds the first entry, the depth and a count of changes, and all 16\n"
            "bytes are compared and exchanged at once. Who has read it before the pop finds\n"
            "another count, and begins again.");
    });
}
