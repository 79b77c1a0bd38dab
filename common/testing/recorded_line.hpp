// recorded_line.hpp - one recorded call, from its line in the ledger to its result; shared by the
// recorded_*.cpp files only.
#pragma once

#include "common/testing/ledger_impl.hpp"
#include "common/timeline/timeline.hpp"

#include <cstdint>
#include <cstring>

namespace workbook {

using Where = const std::source_location&;

// One call, from its line in the ledger to its result. Keeps the last error for its caller.
class Line {
public:
    Line(const char* name, const void* object, DWORD argument, Where where) {
        const KeepLastError keep;  // a call that succeeds may leave it alone
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger == nullptr) return;
        serial_ = ledger->serial;
        index_ = ledger->calls.size();
        const DWORD me = ::GetCurrentThreadId();
        const int held = static_cast<int>(ledger->held[me].size());
        ledger->calls.push_back({name, me, object, argument, 0, w32::describe(where), held});
    }

    // Writes the result down; returns it with the last error as the call left it.
    template <class Result>
    Result done(Result result, const void* object = nullptr) {
        const KeepLastError keep;
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger != nullptr && ledger->serial == serial_) {
            std::uint64_t number = 0;
            std::memcpy(&number, &result, sizeof result);
            ledger->calls[index_].result = static_cast<DWORD>(number);
            if (object != nullptr) ledger->calls[index_].object = object;
        }
        monitor_changed();
        return result;
    }

private:
    unsigned serial_ = 0;  // of the ledger that the line is in; 0: none
    std::size_t index_ = 0;
};

/// Notes a use of a handle that the lab has closed. true: the call must fail as Windows would.
bool closed_before(const char* call, HANDLE handle, Where where);

/// The answer that Windows gives for a handle that is none.
template <class Result>
Result refuse(Line& line, Result result) {
    ::SetLastError(ERROR_INVALID_HANDLE);
    return line.done(result);
}

/// What a timeline calls the object behind a handle.
timeline::Object object_of(HANDLE handle);

/// Enters a handle that the lab has opened, unless it is nullptr; returns it.
HANDLE opened(HANDLE handle, const char* kind, Where where);

}  // namespace workbook
