// world.hpp - what the steps of a sequence work on. `Api` has the Win32 functions, of the kernel or
// of the model.
#pragma once

#include "common/explore/tests/conformance/io_things.hpp"
#include "common/explore/tests/conformance/sequence.hpp"
#include "common/explore/tests/conformance/user_things.hpp"

#include <string>

namespace conformance {

/// What the steps of one sequence work on.
template <class Api>
struct World {
    const Sequence* sequence = nullptr;
    Transcript* transcript = nullptr;
    HANDLE turn[kActors + 1] = {};
    int next = 0;      // step
    int joining = -1;  // an actor that is ending
    Seen* ending = nullptr;
    bool ended[kActors] = {};
    bool over = false;
    DWORD exit_code[kActors] = {};
    DWORD id[kActors] = {};
    HANDLE slot[kSlots] = {};
    bool closed[kSlots] = {};
    bool held[kSlots] = {};  // a thread that is suspended since its creation
    CRITICAL_SECTION section[kLocks] = {};
    bool initialized[kLocks] = {};
    SRWLOCK lock[kLocks] = {};
    int entered[kActors][kLocks] = {};
    bool exclusive[kActors][kLocks] = {};
    int shared[kLocks] = {};  // nobody owns it: any thread may give it back
    LONG variable[kLocks] = {};
    bool apcs = false;  // some were queued
    UserThings user;
    IoThings io;
};

inline const HANDLE kNobodysHandle = reinterpret_cast<HANDLE>(std::intptr_t{0x7FFF0000});

template <class Api>
HANDLE handle_of(const World<Api>& world, int target, bool low_bits) {
    HANDLE handle = nullptr;
    switch (target) {
        case kNull: break;
        case kNeverOpened: handle = kNobodysHandle; break;
        case kCurrentProcess: handle = ::GetCurrentProcess(); break;
        case kCurrentThread: handle = ::GetCurrentThread(); break;
        default: handle = world.slot[target]; break;
    }
    if (!low_bits || target < 0) return handle;
    return reinterpret_cast<HANDLE>(reinterpret_cast<std::intptr_t>(handle) | 3);
}

/// Calls, and notes the result and the last error.
template <class Function>
auto record(Seen& seen, Function call) {
    seen.out = kNotWritten;
    ::SetLastError(kUntouched);
    const auto result = call();
    seen.error = ::GetLastError();
    seen.result = static_cast<std::int64_t>(result);
    return result;
}

/// The same for a call that returns nothing.
template <class Function>
void record_void(Seen& seen, Function call) {
    record(seen, [&] {
        call();
        return 0;
    });
}

/// Names of this process alone: another one may run the same sequences.
inline const std::wstring kNameTexts[kNames + 1] = {
    L"",
    L"workbook a" + std::to_wstring(::GetCurrentProcessId()),
    L"workbook b" + std::to_wstring(::GetCurrentProcessId()),
    L"workbook A" + std::to_wstring(::GetCurrentProcessId()),
    L"workbook\\no",
};

inline LPCWSTR name_of(int number) { return number == 0 ? nullptr : kNameTexts[number].c_str(); }

/// The order in which asynchronous procedure calls ran.
template <class Api>
struct Apcs {
    inline static std::int64_t log = 0;
    static void CALLBACK run(ULONG_PTR number) {
        log = (log * 10 + static_cast<std::int64_t>(number)) % 1'000'000;
    }
};

}  // namespace conformance
