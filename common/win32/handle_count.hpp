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

#include <vector>

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

/// The handles that this process has open, sockets included. Not GetProcessHandleCount: under Wine
/// 8 that answers 0, and each comparison with it would hold.
inline DWORD handles_of_this_process() {
    struct Entry {  // SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX
        void* object;
        ULONG_PTR process_id;
        ULONG_PTR handle;
        ULONG fields[4];
    };
    struct Table {
        ULONG_PTR count;
        ULONG_PTR reserved;
        Entry entries[1];
    };
    constexpr int kSystemExtendedHandleInformation = 64;
    constexpr LONG kTooShort = static_cast<LONG>(0xC0000004);
    using Query = LONG NTAPI(int, void*, ULONG, ULONG*);
    const auto query = find_function<Query>(L"ntdll", "NtQuerySystemInformation");
    if (query == nullptr) throw Error("GetProcAddress NtQuerySystemInformation", ::GetLastError());
    std::vector<ULONG_PTR> memory(32 * 1024);
    LONG status = 0;
    do {
        memory.resize(memory.size() * 2);
        status = query(kSystemExtendedHandleInformation, memory.data(),
                       static_cast<ULONG>(memory.size() * sizeof(ULONG_PTR)), nullptr);
    } while (status == kTooShort);
    if (status < 0) throw Error("NtQuerySystemInformation", ERROR_INVALID_FUNCTION);
    const auto* const table = reinterpret_cast<const Table*>(memory.data());
    DWORD count = 0;
    for (ULONG_PTR i = 0; i < table->count; ++i)
        if (table->entries[i].process_id == ::GetCurrentProcessId()) ++count;
    return count;
}

}  // namespace w32
