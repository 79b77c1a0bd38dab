// recorded_waits.cpp - calls that block: they let the threads run that their caller has created.
#include "common/testing/recorded_calls.hpp"
#include "common/testing/recorded_line.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/wait_board.hpp"

namespace {

using namespace workbook;
using Lives = ThreadRecord::Lives;

// What is below the caller's frame on its own stack belongs to functions that have returned.
Lives where_it_lives(const void* object, const void* frame) {
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;
    ::GetCurrentThreadStackLimits(&low, &high);
    const auto address = reinterpret_cast<ULONG_PTR>(object);
    if (address < low || address >= high) return Lives::not_on_stack;
    return address < reinterpret_cast<ULONG_PTR>(frame) ? Lives::in_dead_frame
                                                        : Lives::in_live_frame;
}

// A thread that is about to block starts the threads it has created: they could not come later.
// `frame` belongs to the recorded function that the lab called.
void release_children(const void* frame) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    const DWORD me = ::GetCurrentThreadId();
    for (std::size_t i = 0; i < ledger->threads.size(); ++i) {
        Lives& lives = ledger->threads[i].argument_lives;
        if (ledger->starts[i].creator == me && lives == Lives::unknown)
            lives = where_it_lives(ledger->threads[i].argument, frame);
    }
    ledger->release_children_of(me);
}

struct MultipleWait {
    DWORD count;
    const HANDLE* handles;
    BOOL all;
    DWORD ms;
    BOOL alertable;
};

DWORD wait_multiple(const char* name, const MultipleWait& wait, Where where) {
    const HANDLE first = wait.count > 0 ? wait.handles[0] : nullptr;
    Line line(name, first, wait.ms, where);
    for (DWORD i = 0; i < wait.count && i < MAXIMUM_WAIT_OBJECTS; ++i)
        if (closed_before(name, wait.handles[i], where)) return refuse(line, WAIT_FAILED);
    const w32::OnWaitBoard board(wait.all ? "all of several objects" : "one of several objects",
                                 first, where);
    return line.done(
        ::WaitForMultipleObjectsEx(wait.count, wait.handles, wait.all, wait.ms, wait.alertable));
}

}  // namespace

DWORD wb_WaitForSingleObject(HANDLE handle, DWORD ms, Where where) {
    Line line("WaitForSingleObject", handle, ms, where);
    if (closed_before("WaitForSingleObject", handle, where)) return refuse(line, WAIT_FAILED);
    if (ms != 0) release_children(WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("object", handle, where);
    return line.done(::WaitForSingleObject(handle, ms));
}

DWORD wb_WaitForSingleObjectEx(HANDLE handle, DWORD ms, BOOL alertable, Where where) {
    Line line("WaitForSingleObjectEx", handle, ms, where);
    if (closed_before("WaitForSingleObjectEx", handle, where)) return refuse(line, WAIT_FAILED);
    if (ms != 0) release_children(WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("object (alertable)", handle, where);
    return line.done(::WaitForSingleObjectEx(handle, ms, alertable));
}

DWORD wb_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                Where where) {
    if (ms != 0) release_children(WB_FRAME_ADDRESS());
    return wait_multiple("WaitForMultipleObjects", {count, handles, all, ms, FALSE}, where);
}

DWORD wb_WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                  BOOL alertable, Where where) {
    if (ms != 0) release_children(WB_FRAME_ADDRESS());
    return wait_multiple("WaitForMultipleObjectsEx", {count, handles, all, ms, alertable}, where);
}

void wb_Sleep(DWORD ms, Where where) { (void)wb_SleepEx(ms, FALSE, where); }

DWORD wb_SleepEx(DWORD ms, BOOL alertable, Where where) {
    Line line("Sleep", nullptr, ms, where);
    if (ms == INFINITE) release_children(WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("the end of a sleep", nullptr, where);
    return line.done(::SleepEx(ms, alertable));
}

BOOL wb_SwitchToThread(Where where) {
    Line line("SwitchToThread", nullptr, 0, where);
    return line.done(::SwitchToThread());
}
