// recorded_line.hpp - what every recorded call does: one line in the ledger, one check of its
// handle. For the recorded_*.cpp files only.
#pragma once

#include "common/testing/ledger_impl.hpp"

#include <cstring>

namespace workbook {

using Where = const std::source_location&;

/// One call, from its line in the ledger to its result. Keeps the last error for its caller.
class Line {
public:
    Line(const char* name, const void* object, DWORD argument, Where where);

    /// Writes the result down; returns it with the last error as the call left it.
    template <class Result>
    Result done(Result result, const void* object = nullptr) {
        std::uint64_t number = 0;
        std::memcpy(&number, &result, sizeof result);
        write(static_cast<DWORD>(number), object);
        return result;
    }

private:
    void write(DWORD result, const void* object);

    Ledger::Impl* ledger_ = nullptr;
    std::size_t index_ = 0;
};

/// Notes a use of a handle that the lab has closed. true: the call must fail as Windows would.
bool closed_before(const char* call, HANDLE handle, Where where);

}  // namespace workbook
