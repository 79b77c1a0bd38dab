// perform_thread_data.hpp - steps on thread-local and fiber-local storage.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

namespace conformance {

/// What the callbacks of fiber-local storage were given: a sum, for their order is open.
template <class Api>
struct FlsLog {
    inline static std::int64_t sum = 0;
    static void WINAPI add(PVOID value) {
        sum += static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(value));
    }
};

template <class Api>
struct FlsEnd {
    DWORD index;
    LPVOID value;
    static DWORD WINAPI run(LPVOID argument) {
        const FlsEnd& self = *static_cast<FlsEnd*>(argument);
        return static_cast<DWORD>(Api::FlsSetValue(self.index, self.value));
    }
};

template <class Api>
void perform_fls_end(const Step& step, DWORD index, Seen& seen) {
    FlsEnd<Api> end{index, reinterpret_cast<LPVOID>(static_cast<std::intptr_t>(step.a))};
    DWORD id = 0;
    record(seen, [&] {
        const HANDLE thread =
            Api::CreateThread(&FlsEnd<Api>::run, static_cast<void*>(&end), 0u, &id);
        Api::WaitForSingleObject(thread, INFINITE);
        DWORD code = 0;
        Api::GetExitCodeThread(thread, &code);
        Api::CloseHandle(thread);
        return code;
    });
}

// An index that somebody else may have by now must not be used.
template <class Api>
void perform_free(DWORD& index, const Step& step, Seen& seen) {
    const auto free = [&] {
        return step.call == Call::tls_free || step.call == Call::tls_free_twice
                   ? Api::TlsFree(index)
                   : Api::FlsFree(index);
    };
    if (step.call == Call::tls_free_twice || step.call == Call::fls_free_twice) free();
    record(seen, free);
    index = TLS_OUT_OF_INDEXES;
}

template <class Api>
void perform_alloc(DWORD& index, const Step& step, Seen& seen) {
    if (index != TLS_OUT_OF_INDEXES) return;
    record(seen, [&] {
        index = step.call == Call::tls_alloc
                    ? Api::TlsAlloc()
                    : Api::FlsAlloc(step.a != 0 ? &FlsLog<Api>::add : nullptr);
        return index != TLS_OUT_OF_INDEXES;
    });
}

template <class Api>
void perform_on_index(World<Api>& world, const Step& step, Seen& seen) {
    DWORD& tls = world.user.tls[step.target];
    DWORD& fls = world.user.fls[step.target];
    const LPVOID value = reinterpret_cast<LPVOID>(static_cast<std::intptr_t>(step.a));
    const std::int64_t before = FlsLog<Api>::sum;
    switch (step.call) {
        case Call::tls_alloc: perform_alloc<Api>(tls, step, seen); break;
        case Call::fls_alloc: perform_alloc<Api>(fls, step, seen); break;
        case Call::tls_free:
        case Call::tls_free_twice: perform_free<Api>(tls, step, seen); break;
        case Call::fls_free:
        case Call::fls_free_twice: perform_free<Api>(fls, step, seen); break;
        case Call::tls_set: record(seen, [&] { return Api::TlsSetValue(tls, value); }); break;
        case Call::fls_set: record(seen, [&] { return Api::FlsSetValue(fls, value); }); break;
        case Call::tls_get:
            record(seen, [&] { return reinterpret_cast<std::intptr_t>(Api::TlsGetValue(tls)); });
            break;
        case Call::fls_get:
            record(seen, [&] { return reinterpret_cast<std::intptr_t>(Api::FlsGetValue(fls)); });
            break;
        default: perform_fls_end<Api>(step, fls, seen); break;
    }
    if (FlsLog<Api>::sum != before) seen.out = FlsLog<Api>::sum - before;
}

/// Gives back what the sequence has left.
template <class Api>
void clean_thread_data(World<Api>& world) {
    for (DWORD& index : world.user.tls)
        if (index != TLS_OUT_OF_INDEXES) Api::TlsFree(index);
    for (DWORD& index : world.user.fls)
        if (index != FLS_OUT_OF_INDEXES) Api::FlsFree(index);
}

}  // namespace conformance
