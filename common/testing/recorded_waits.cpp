// recorded_waits.cpp - calls that block, and questions asked again and again instead of blocking.
//
// A judge wants to know three things about them: which threads sit in a wait now, which thread's
// end a wait has told, and whether somebody polls. Nothing here decides by a clock.
#include "common/testing/recorded_calls.hpp"
#include "common/testing/recorded_line.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/wait_board.hpp"

#include <optional>
#include <span>

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

// A thread that has ended gives one answer for ever. More questions than a loop would ask that has
// an end of its own.
constexpr int kQuestions = 3000;

// The calling thread sits in a wait that will not give up by itself soon.
class InWait {
public:
    explicit InWait(DWORD ms) {
        if (ms == 0) return;
        const KeepLastError keep;
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger == nullptr) return;
        serial_ = ledger->serial;
        ++ledger->in_wait[::GetCurrentThreadId()];
        monitor_changed();
    }
    ~InWait() {
        if (serial_ == 0) return;
        const KeepLastError keep;
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        if (ledger != nullptr && ledger->serial == serial_)
            --ledger->in_wait[::GetCurrentThreadId()];
        monitor_changed();
    }
    InWait(const InWait&) = delete;
    InWait& operator=(const InWait&) = delete;

private:
    unsigned serial_ = 0;  // of the ledger that knows of this wait; 0: none
};

// How long a wait may really take. Where time is skipped, a finite wait first finds that it was
// too short; the fourth one on the same object waits, or a loop over it would spin.
DWORD real_limit(HANDLE object, DWORD ms) {
    if (ms == 0 || ms == INFINITE) return ms;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr || !ledger->time_is_skipped) return ms;
    return ++ledger->short_waits[object] <= 3 ? 0 : ms;
}

bool sleep_is_skipped(DWORD ms) {
    if (ms == INFINITE) return false;
    const w32::Guard hold(monitor_lock());
    const Ledger::Impl* ledger = current_ledger();
    return ledger != nullptr && ledger->time_is_skipped;
}

// Who asks this often without waiting does nothing else: its threads need not be held for it.
constexpr int kPollsLikeAWait = 100;

void note_poll(const void* frame) {
    bool like_a_wait = false;
    {
        const w32::Guard hold(monitor_lock());
        Ledger::Impl* ledger = current_ledger();
        like_a_wait = ledger != nullptr && ++ledger->polls == kPollsLikeAWait;
        monitor_changed();
    }
    if (like_a_wait) release_children(frame);
}

// The wait has told its caller that these objects are signaled: some may be threads.
void note_ends(std::span<const HANDLE> objects) {
    const KeepLastError keep;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr) return;
    for (const HANDLE object : objects) {
        const DWORD id = ::GetThreadId(object);  // a duplicate stands for the same thread
        for (auto& thread : ledger->threads)
            if (thread.handle == object || (id != 0 && thread.id == id)) thread.end_seen = true;
    }
}

// A look without blocking is a poll; a wait that blocks starts the threads that were held.
void about_to_wait(DWORD ms, const void* frame) {
    if (ms == 0)
        note_poll(frame);
    else
        release_children(frame);
}

// A wait in the timeline, and the mutex that it brings. A look is none.
class WaitInTimeline {
public:
    WaitInTimeline(const timeline::Object& object, DWORD ms, Where where) : where_(where) {
        if (ms != 0) wait_.emplace(object, where);
    }
    // `signaled`: the objects that the wait has taken.
    void over(std::span<const HANDLE> signaled) {
        wait_.reset();
        if (!timeline::recording()) return;
        for (const HANDLE handle : signaled) {
            const timeline::Object object = object_of(handle);
            if (std::strcmp(object.name, "mutex") == 0) timeline::acquired(object, where_);
        }
    }

private:
    const std::source_location where_;
    std::optional<timeline::Wait> wait_;
};

DWORD wait_single(Line& line, HANDLE handle, DWORD ms, BOOL alertable, Where where) {
    const DWORD limit = real_limit(handle, ms);
    const InWait waiting(limit);
    WaitInTimeline wait(object_of(handle), limit, where);
    const DWORD result = ::WaitForSingleObjectEx(handle, limit, alertable);
    if (result == WAIT_OBJECT_0 || result == WAIT_ABANDONED) wait.over({&handle, 1});
    if (result == WAIT_OBJECT_0) note_ends({&handle, 1});
    return line.done(result);
}

// Ends a loop that asks an ended thread for another answer than the one it has.
void stop_if_endless(HANDLE thread, Where where) {
    const KeepLastError keep;
    if (::WaitForSingleObject(thread, 0) != WAIT_OBJECT_0) return;
    const w32::Guard hold(monitor_lock());
    Ledger::Impl* ledger = current_ledger();
    if (ledger == nullptr || !ledger->stops_endless_polls) return;
    if (++ledger->asked_after_end[thread] <= kQuestions) return;
    ledger->endless_polls.push_back(w32::describe(where));
    throw EndlessPoll{};
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
    const DWORD limit = real_limit(first, wait.ms);
    const InWait waiting(limit);
    const w32::OnWaitBoard board(wait.all ? "all of several objects" : "one of several objects",
                                 first, where);
    const timeline::Object objects = wait.count == 1 ? object_of(first)
                                     : wait.all      ? "all of several objects"
                                                     : "one of several objects";
    WaitInTimeline in_timeline(objects, limit, where);
    const DWORD result =
        ::WaitForMultipleObjectsEx(wait.count, wait.handles, wait.all, limit, wait.alertable);
    const auto signaled = [&](DWORD base) {
        return wait.all ? std::span(wait.handles, wait.count)
                        : std::span(wait.handles + (result - base), 1);
    };
    if (result < WAIT_OBJECT_0 + wait.count) {
        note_ends(signaled(WAIT_OBJECT_0));
        in_timeline.over(signaled(WAIT_OBJECT_0));
    } else if (result >= WAIT_ABANDONED_0 && result < WAIT_ABANDONED_0 + wait.count) {
        in_timeline.over(signaled(WAIT_ABANDONED_0));
    }
    return line.done(result);
}

}  // namespace

BOOL wb_GetExitCodeThread(HANDLE thread, LPDWORD code, Where where) {
    Line line("GetExitCodeThread", thread, 0, where);
    if (closed_before("GetExitCodeThread", thread, where)) return refuse(line, FALSE);
    note_poll(WB_FRAME_ADDRESS());
    stop_if_endless(thread, where);
    return line.done(::GetExitCodeThread(thread, code));
}

DWORD wb_WaitForSingleObject(HANDLE handle, DWORD ms, Where where) {
    Line line("WaitForSingleObject", handle, ms, where);
    if (closed_before("WaitForSingleObject", handle, where)) return refuse(line, WAIT_FAILED);
    about_to_wait(ms, WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("object", handle, where);
    return wait_single(line, handle, ms, FALSE, where);
}

DWORD wb_WaitForSingleObjectEx(HANDLE handle, DWORD ms, BOOL alertable, Where where) {
    Line line("WaitForSingleObjectEx", handle, ms, where);
    if (closed_before("WaitForSingleObjectEx", handle, where)) return refuse(line, WAIT_FAILED);
    about_to_wait(ms, WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("object (alertable)", handle, where);
    return wait_single(line, handle, ms, alertable, where);
}

DWORD wb_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                Where where) {
    about_to_wait(ms, WB_FRAME_ADDRESS());
    return wait_multiple("WaitForMultipleObjects", {count, handles, all, ms, FALSE}, where);
}

DWORD wb_WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL all, DWORD ms,
                                  BOOL alertable, Where where) {
    about_to_wait(ms, WB_FRAME_ADDRESS());
    return wait_multiple("WaitForMultipleObjectsEx", {count, handles, all, ms, alertable}, where);
}

void wb_Sleep(DWORD ms, Where where) { (void)wb_SleepEx(ms, FALSE, where); }

DWORD wb_SleepEx(DWORD ms, BOOL alertable, Where where) {
    Line line("Sleep", nullptr, ms, where);
    if (ms == INFINITE) release_children(WB_FRAME_ADDRESS());
    const w32::OnWaitBoard board("the end of a sleep", nullptr, where);
    const timeline::Wait asleep("the end of a sleep", where);
    return line.done(::SleepEx(sleep_is_skipped(ms) ? 0 : ms, alertable));
}

BOOL wb_SwitchToThread(Where where) {
    Line line("SwitchToThread", nullptr, 0, where);
    return line.done(::SwitchToThread());
}
