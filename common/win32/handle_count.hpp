// handle_count.hpp - how many handles refer to one kernel object.
//
//     w32::handle_count(thread.get())     // 1 after CreateThread, 2 after DuplicateHandle
//
// For demos and tests only. The number is of the moment and counts the handles of all processes.
// https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntqueryobject
#pragma once

#include "common/win32/compat.hpp"
#include "common/win32/error.hpp"

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

}  // namespace w32
