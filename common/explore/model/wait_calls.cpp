// wait_calls.cpp - the wait functions.
#include "common/explore/model/kernel.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

#include <algorithm>

namespace explore {
namespace {

// Everything that can be waited for; false, with the last error set, if misuse is to be answered as
// Windows does.
bool add(Wait& wait, HANDLE handle, const char* call) {
    Object* object = object_of(handle, call, wait.place);
    if (object == nullptr) return false;
    wait.objects[wait.count++] = object;
    return true;
}

// Looked for when each handle has been found to be one.
bool has_duplicates(const Wait& wait) {
    for (DWORD i = 1; i < wait.count; ++i)
        if (std::find(wait.objects, wait.objects + i, wait.objects[i]) != wait.objects + i)
            return true;
    return false;
}

// The half of SignalObjectAndWait that signals.
bool signal(HANDLE handle, const Place& place) {
    Object* object = object_of(handle, "SignalObjectAndWait", place);
    if (object == nullptr) return false;
    switch (object->type) {
        case ObjectType::event: return explored_SetEvent(handle, place.file, place.line) != FALSE;
        case ObjectType::mutex:
            return explored_ReleaseMutex(handle, place.file, place.line) != FALSE;
        case ObjectType::semaphore:
            return explored_ReleaseSemaphore(handle, 1, nullptr, place.file, place.line) != FALSE;
        default: ::SetLastError(ERROR_INVALID_HANDLE); return false;
    }
}

// The place says which of the two functions was called.
DWORD wait_for_one(HANDLE handle, DWORD milliseconds, BOOL alertable, const Place& place) {
    Wait wait;
    wait.milliseconds = milliseconds;
    wait.alertable = alertable != FALSE;
    wait.place = place;
    if (!add(wait, handle, "WaitForSingleObject")) return WAIT_FAILED;
    return wait_for(the_engine.self(), wait);
}

DWORD wait_for_several(DWORD count, const HANDLE* handles, BOOL all, DWORD milliseconds,
                       BOOL alertable, const Place& place) {
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    Wait wait;
    wait.all = all != FALSE;
    wait.milliseconds = milliseconds;
    wait.alertable = alertable != FALSE;
    wait.place = place;
    for (DWORD i = 0; i < count; ++i) {
        // Here, unlike in a wait for one object, pseudo handles are refused.
        if (handles[i] == ::GetCurrentThread() || handles[i] == ::GetCurrentProcess()) {
            ::SetLastError(ERROR_INVALID_HANDLE);
            return WAIT_FAILED;
        }
        if (!add(wait, handles[i], "WaitForMultipleObjects")) return WAIT_FAILED;
    }
    if (wait.all && has_duplicates(wait)) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    return wait_for(the_engine.self(), wait);
}

}  // namespace
}  // namespace explore

using namespace explore;

DWORD explored_WaitForSingleObject(HANDLE handle, DWORD milliseconds, const char* file, int line) {
    return wait_for_one(handle, milliseconds, FALSE, {file, line});
}

DWORD explored_WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable,
                                     const char* file, int line) {
    return wait_for_one(handle, milliseconds, alertable, {file, line});
}

DWORD explored_WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL all,
                                      DWORD milliseconds, const char* file, int line) {
    return wait_for_several(count, handles, all, milliseconds, FALSE, {file, line});
}

DWORD explored_WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL all,
                                        DWORD milliseconds, BOOL alertable, const char* file,
                                        int line) {
    return wait_for_several(count, handles, all, milliseconds, alertable, {file, line});
}

// Nobody in a lab has a window: no message comes, for which MWMO_WAITALL waits as well.
DWORD explored_MsgWaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, DWORD milliseconds,
                                           DWORD, DWORD flags, const char* file, int line) {
    const BOOL alertable = (flags & MWMO_ALERTABLE) != 0;
    if (count == 0 || (flags & MWMO_WAITALL) != 0)
        return explored_SleepEx(milliseconds, alertable, file, line) == 0 ? WAIT_TIMEOUT
                                                                          : WAIT_IO_COMPLETION;
    return wait_for_several(count, handles, FALSE, milliseconds, alertable, {file, line});
}

DWORD explored_SleepEx(DWORD milliseconds, BOOL alertable, const char* file, int line) {
    Wait wait;
    wait.milliseconds = milliseconds;
    wait.alertable = alertable != FALSE;
    wait.place = {file, line};
    return wait_for(the_engine.self(), wait) == WAIT_IO_COMPLETION ? WAIT_IO_COMPLETION : 0;
}

// Two steps: Windows does not promise that nothing comes between the signal and the wait.
DWORD explored_SignalObjectAndWait(HANDLE to_signal, HANDLE to_wait_for, DWORD milliseconds,
                                   BOOL alertable, const char* file, int line) {
    const Place place{file, line};
    if (object_of(to_wait_for, "SignalObjectAndWait", place) == nullptr) return WAIT_FAILED;
    if (!signal(to_signal, place)) return WAIT_FAILED;
    return explored_WaitForSingleObjectEx(to_wait_for, milliseconds, alertable, file, line);
}
