// perform_user.hpp - steps on condition variables, addresses, Interlocked variables and INIT_ONCE.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

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

}  // namespace conformance
