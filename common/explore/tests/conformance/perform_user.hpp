// perform_user.hpp - steps on condition variables, addresses, INIT_ONCE and interlocked lists.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace conformance {

template <class Api>
void perform_sleep(World<Api>& world, const Step& step, Seen& seen) {
    PCONDITION_VARIABLE condition = &world.user.condition[step.b];
    const auto milliseconds = static_cast<DWORD>(step.a);
    record(seen, [&] {
        if (step.call == Call::sleep_section)
            return Api::SleepConditionVariableCS(condition, &world.section[step.target],
                                                 milliseconds);
        return Api::SleepConditionVariableSRW(condition, &world.lock[step.target], milliseconds,
                                              static_cast<ULONG>(step.count));
    });
}

template <class Api>
void perform_on_condition(World<Api>& world, const Step& step, Seen& seen) {
    PCONDITION_VARIABLE condition = &world.user.condition[step.target];
    if (step.call == Call::wake_condition)
        record_void(seen, [&] { Api::WakeConditionVariable(condition); });
    else
        record_void(seen, [&] { Api::WakeAllConditionVariable(condition); });
}

/// `b` bytes are compared with what the actor has read, or, if `count` is not 0, with another
/// value.
template <class Api>
void perform_on_word(World<Api>& world, const Step& step, Seen& seen) {
    LONG64& word = world.user.word[step.target];
    LONG64& noted = world.user.noted[step.actor];
    switch (step.call) {
        case Call::note_word:
            noted = word;
            seen.result = noted;
            return;
        case Call::wait_on_word: {
            LONG64 compared = step.count == 0 ? noted : ~word;
            record(seen, [&] {
                return Api::WaitOnAddress(&word, &compared, static_cast<SIZE_T>(step.b),
                                          static_cast<DWORD>(step.a));
            });
            return;
        }
        case Call::wake_word:
            record_void(seen, [&] { Api::WakeByAddressSingle(static_cast<void*>(&word)); });
            return;
        case Call::wake_all_word:
            record_void(seen, [&] { Api::WakeByAddressAll(static_cast<void*>(&word)); });
            return;
        case Call::interlocked:
            record(seen, [&] { return Api::kInterlocked[step.count].call(&word, step.a, step.b); });
            break;
        default: record(seen, [&] { return Api::increment_word(&word); }); break;
    }
    seen.out = word;
}

struct OnceCallback {
    BOOL result;
    LPVOID context;
    int runs;
};

inline BOOL CALLBACK initialize_once(PINIT_ONCE, PVOID parameter, PVOID* context) {
    auto& callback = *static_cast<OnceCallback*>(parameter);
    ++callback.runs;
    *context = callback.context;
    return callback.result;
}

template <class Api>
void perform_once_begin(PINIT_ONCE once, const Step& step, Seen& seen) {
    BOOL pending = 7;
    LPVOID context = reinterpret_cast<LPVOID>(std::intptr_t{77});
    record(seen, [&] {
        return Api::InitOnceBeginInitialize(once, static_cast<DWORD>(step.a), &pending, &context);
    });
    seen.out =
        pending * 1'000 + static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(context));
}

template <class Api>
void perform_on_once(World<Api>& world, const Step& step, Seen& seen) {
    PINIT_ONCE once = &world.user.once[step.target];
    const LPVOID given = reinterpret_cast<LPVOID>(static_cast<std::intptr_t>(step.b));
    LPVOID context = reinterpret_cast<LPVOID>(std::intptr_t{77});
    OnceCallback callback{static_cast<BOOL>(step.a), given, 0};
    switch (step.call) {
        case Call::once_initialize:
            record_void(seen, [&] { Api::InitOnceInitialize(once); });
            return;
        case Call::once_begin: perform_once_begin<Api>(once, step, seen); return;
        case Call::once_complete:
            record(seen,
                   [&] { return Api::InitOnceComplete(once, static_cast<DWORD>(step.a), given); });
            return;
        default: break;
    }
    const BOOL done = record(seen, [&] {
        return Api::InitOnceExecuteOnce(once, &initialize_once, static_cast<void*>(&callback),
                                        &context);
    });
    // The context is received "upon success".
    if (done == FALSE) context = nullptr;
    seen.out =
        callback.runs * 1'000 + static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(context));
}

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
