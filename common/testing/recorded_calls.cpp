// recorded_calls.cpp - the lab's side of the ledger: write down, call, write down.
//
// Order matters. The line is written before a call that may block (or the hang would not be in the
// ledger), and GetLastError is put back last, because a learner reads it in the next statement.
#include "common/testing/recorded_calls.hpp"

#include "common/testing/gate.hpp"
#include "common/testing/recorded_line.hpp"
#include "common/win32/wait_board.hpp"

namespace workbook {

bool closed_before(const char* call, HANDLE handle, Where where) {
    const KeepLastError keep;
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
    return true;
}

timeline::Object object_of(HANDLE handle) {
    static constexpr const char* kKinds[] = {"event", "mutex", "semaphore", "thread"};
    if (!timeline::recording()) return {"object", handle};
    const KeepLastError keep;
    const DWORD id = ::GetThreadId(handle);  // 0: it is no thread
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return {"object", handle};
    for (std::size_t i = 0; id != 0 && i < ledger->threads.size(); ++i)
        if (ledger->threads[i].id == id) return {"thread", handle, static_cast<int>(i) + 1};
    const HandleRecord* record = ledger->find(handle);
    for (const char* kind : kKinds)  // a timeline keeps the pointer, and the record goes
        if (record != nullptr && record->kind == kind) return {kind, handle};
    return {"object", handle};
}

HANDLE opened(HANDLE handle, const char* kind, Where where) {
    if (handle == nullptr) return handle;
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    if (Ledger::Impl* ledger = current_ledger())
        ledger->handles.push_back({handle, kind, w32::describe(where), ""});
    return handle;
}

}  // namespace workbook

namespace {

using namespace workbook;

// Takes a handle out of use for the lab. false: the ledger does not know it.
bool closed_in_ledger(HANDLE handle, Where where) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    HandleRecord* record = ledger != nullptr ? ledger->find(handle) : nullptr;
    if (record == nullptr) return false;
    record->closed_at = w32::describe(where);
    return true;
}

}  // namespace

BOOL wb_CloseHandle(HANDLE handle, Where where) {
    Line line("CloseHandle", handle, 0, where);
    if (closed_before("CloseHandle", handle, where)) return refuse(line, FALSE);
    // Closed for real when the ledger ends.
    return line.done(closed_in_ledger(handle, where) ? TRUE : ::CloseHandle(handle));
}

BOOL wb_DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                        LPHANDLE target, DWORD access, BOOL inherit, DWORD options, Where where) {
    Line line("DuplicateHandle", source, options, where);
    if (closed_before("DuplicateHandle", source, where)) return refuse(line, FALSE);
    // Only our own process's handles are in the ledger.
    const auto ours = [](HANDLE process) {
        return ::GetProcessId(process) == ::GetCurrentProcessId();
    };
    const bool close_source = (options & DUPLICATE_CLOSE_SOURCE) != 0 && ours(source_process);
    const DWORD rest = close_source ? options & ~DWORD{DUPLICATE_CLOSE_SOURCE} : options;
    const BOOL ok =
        ::DuplicateHandle(source_process, source, target_process, target, access, inherit, rest);
    const KeepLastError keep;
    if (ok && target != nullptr && ours(target_process)) (void)opened(*target, "duplicated", where);
    if (close_source && !closed_in_ledger(source, where)) ::CloseHandle(source);
    (void)line.done(ok);
    return ok;
}

HANDLE wb_CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name,
                       Where where) {
    Line line("CreateEventW", nullptr, static_cast<DWORD>(manual), where);
    const HANDLE event = ::CreateEventW(security, manual, initial, name);
    return opened(line.done(event, event), "event", where);
}

BOOL wb_SetEvent(HANDLE event, Where where) {
    Line line("SetEvent", event, 0, where);
    if (closed_before("SetEvent", event, where)) return refuse(line, FALSE);
    timeline::signal("SetEvent", object_of(event), where);
    return line.done(::SetEvent(event));
}

BOOL wb_ResetEvent(HANDLE event, Where where) {
    Line line("ResetEvent", event, 0, where);
    if (closed_before("ResetEvent", event, where)) return refuse(line, FALSE);
    return line.done(::ResetEvent(event));
}

HANDLE wb_CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owner, LPCWSTR name, Where where) {
    Line line("CreateMutexW", nullptr, static_cast<DWORD>(owner), where);
    const HANDLE mutex = ::CreateMutexW(security, owner, name);
    const bool mine = owner && mutex != nullptr && ::GetLastError() != ERROR_ALREADY_EXISTS;
    if (mine) timeline::acquired({"mutex", mutex}, where);
    return opened(line.done(mutex, mutex), "mutex", where);
}

BOOL wb_ReleaseMutex(HANDLE mutex, Where where) {
    Line line("ReleaseMutex", mutex, 0, where);
    if (closed_before("ReleaseMutex", mutex, where)) return refuse(line, FALSE);
    timeline::released(mutex);
    const BOOL released = line.done(::ReleaseMutex(mutex));
    if (released) pass_point(kAfterUnlock);
    return released;
}

HANDLE wb_CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name,
                           Where where) {
    Line line("CreateSemaphoreW", nullptr, static_cast<DWORD>(maximum), where);
    const HANDLE semaphore = ::CreateSemaphoreW(security, initial, maximum, name);
    return opened(line.done(semaphore, semaphore), "semaphore", where);
}

BOOL wb_ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous, Where where) {
    Line line("ReleaseSemaphore", semaphore, static_cast<DWORD>(count), where);
    if (closed_before("ReleaseSemaphore", semaphore, where)) return refuse(line, FALSE);
    timeline::signal("ReleaseSemaphore", object_of(semaphore), where);
    return line.done(::ReleaseSemaphore(semaphore, count, previous));
}
