// recorded_line.cpp - writes the ledger's lines, and finds uses of closed handles.
#include "common/testing/recorded_line.hpp"

namespace workbook {

Line::Line(const char* name, const void* object, DWORD argument, Where where) {
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    ledger_ = ledger;
    index_ = ledger->calls.size();
    const DWORD me = ::GetCurrentThreadId();
    const int held = static_cast<int>(ledger->held[me].size());
    ledger->calls.push_back({name, me, object, argument, 0, w32::describe(where), held});
}

void Line::write(DWORD result, const void* object) {
    const DWORD error = ::GetLastError();
    {
        const w32::Guard hold(monitor_lock());
        if (ledger_ != nullptr && ledger_ == current_ledger()) {
            ledger_->calls[index_].result = result;
            if (object != nullptr) ledger_->calls[index_].object = object;
        }
        monitor_changed();
    }
    ::SetLastError(error);
}

bool closed_before(const char* call, HANDLE handle, Where where) {
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return false;
    const HandleRecord* record = ledger->find(handle);
    if (record == nullptr || record->closed_at.empty()) return false;
    const std::string sentence = std::string(call) + " at " + w32::describe(where) + " on the " +
                                 record->kind + " handle that " + record->closed_at + " had closed";
    if (std::strcmp(call, "CloseHandle") == 0)
        ledger->closed_twice.push_back(sentence);
    else
        ledger->used_after_close.push_back(sentence);
    ::SetLastError(ERROR_INVALID_HANDLE);
    return true;
}

}  // namespace workbook
