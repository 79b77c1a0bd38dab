// handle_count.hpp - how many handles refer to one kernel object, and how many we have.
//
//     w32::handle_count(thread.get())     // 1 after CreateThread, 2 after DuplicateHandle
//     w32::handles_of_this_process()      // the same before and after, or something has leaked
//
// For demos and tests only. The numbers are of the moment; the first one counts the handles of all
// processes.
// https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntqueryobject
#pragma once

#include "common/win32/compat.hpp"
#include "common/win32/error.hpp"
#include "common/win32/platform.hpp"

namespace w32 {

/// The handles that refer to the object behind `handle`, itself included. Throws Error if `handle`
/// is none.
inline DWORD handle_count(HANDLE handle) {
    // PUBLIC_OBJECT_BASIC_INFORMATION. The second counter also counts the kernel's own references;
    // its value is nobody's business, so it has no name here.
    struct {
        ULONG attributes;
        ACCESS_MASK granted_access;
        ULONG handle_count;
        ULONG reserved[11];
    } info{};
    constexpr int kObjectBasicInformation = 0;
    using Query = LONG NTAPI(HANDLE, int, void*, ULONG, ULONG*);
    const auto query = find_function<Query>(L"ntdll", "NtQueryObject");
    if (query == nullptr) throw Error("GetProcAddress NtQueryObject", ::GetLastError());
    if (query(handle, kObjectBasicInformation, &info, sizeof info, nullptr) < 0)
        throw Error("NtQueryObject", ERROR_INVALID_HANDLE);
    return info.handle_count;
}

/// The handles that this process has open, sockets included. Waits for nobody. Under Wine it asks
/// for each of them, some ten microseconds a piece; `most_at_once` is how many have ever been open
/// at the same time, or more.
inline DWORD handles_of_this_process(DWORD most_at_once = 1024) {
    DWORD count = 0;
    if (!running_under_wine()) {
        check(::GetProcessHandleCount(::GetCurrentProcess(), &count), "GetProcessHandleCount");
        return count;
    }
    // Under Wine 8 that answers 0, and each comparison with it would hold. The list of all handles
    // (NtQuerySystemInformation) is right, but ends Wine's server, and all programs with it, if
    // another process has no handle just then: when it begins or ends. So each value is asked for.
    // The lowest free one is always given out next, so no gap is larger than what once was open.
    DWORD flags = 0;
    for (ULONG_PTR value = 4, last = 0; value <= last + 4 * ULONG_PTR{most_at_once}; value += 4)
        if (::GetHandleInformation(reinterpret_cast<HANDLE>(value), &flags)) {
            ++count;
            last = value;
        }
    return count;
}

}  // namespace w32
