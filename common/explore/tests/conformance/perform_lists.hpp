// perform_lists.hpp - steps on interlocked lists.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

#include <algorithm>
#include <iterator>

namespace conformance {

/// The entry's number, 1 and up; 0: none. It may be pushed again.
template <class Api>
std::int64_t taken(World<Api>& world, const SLIST_ENTRY* entry) {
    const auto found =
        std::find_if(std::begin(world.user.entry), std::end(world.user.entry),
                     [entry](const Entry& candidate) { return &candidate.link == entry; });
    if (found == std::end(world.user.entry)) return 0;
    found->listed = false;
    return 1 + (found - std::begin(world.user.entry));
}

template <class Api>
std::int64_t number_of_entry(const World<Api>& world, const SLIST_ENTRY* entry) {
    for (int i = 0; i < kEntries; ++i)
        if (&world.user.entry[i].link == entry) return 1 + i;
    return 0;
}

/// An entry is in one list at most: pushing one twice is undefined.
template <class Api>
void perform_push(World<Api>& world, const Step& step, PSLIST_HEADER list, Seen& seen) {
    Entry* free[kEntries];
    int count = 0;
    for (Entry& entry : world.user.entry)
        if (!entry.listed) free[count++] = &entry;
    count = std::min(count, step.call == Call::list_push ? 1 : 1 + static_cast<int>(step.a));
    if (count == 0) return;
    for (int i = 0; i < count; ++i) {
        free[i]->listed = true;
        free[i]->link.Next = i + 1 < count ? &free[i + 1]->link : nullptr;
    }
    PSLIST_ENTRY before = nullptr;
    record(seen, [&] {
        before = step.call == Call::list_push
                     ? Api::InterlockedPushEntrySList(list, &free[0]->link)
                     : Api::InterlockedPushListSListEx(list, &free[0]->link, &free[count - 1]->link,
                                                       static_cast<ULONG>(count));
        return number_of_entry(world, before);
    });
    seen.out = free[0]->link.Next != nullptr ? 1 : 0;
}

template <class Api>
void perform_on_list(World<Api>& world, const Step& step, Seen& seen) {
    PSLIST_HEADER list = &world.user.list[step.target];
    PSLIST_ENTRY entry = nullptr;
    switch (step.call) {
        case Call::list_push:
        case Call::list_push_many: perform_push(world, step, list, seen); return;
        case Call::list_initialize:
            record_void(seen, [&] { Api::InitializeSListHead(list); });
            return;
        case Call::list_depth: record(seen, [&] { return Api::QueryDepthSList(list); }); return;
        case Call::list_pop:
            record(seen, [&] {
                entry = Api::InterlockedPopEntrySList(list);
                return taken(world, entry);
            });
            return;
        default: break;
    }
    record(seen, [&] {
        entry = Api::InterlockedFlushSList(list);
        return number_of_entry(world, entry);
    });
    seen.out = 0;
    for (; entry != nullptr; entry = entry->Next) seen.out = seen.out * 10 + taken(world, entry);
}

}  // namespace conformance
