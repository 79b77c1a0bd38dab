// peek.hpp - reads memory that may not be there.
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <cstring>

namespace explore {

/// Copies a few bytes. False, and nothing is copied, where a plain read would fault or would use up
/// a guard page. ReadProcessMemory answers the same, but under Wine it asks another process, which
/// takes much longer.
/// https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualquery
inline bool peek(const void* address, void* to, std::size_t bytes) {
    constexpr DWORD kReadable = PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY |
                                PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
    MEMORY_BASIC_INFORMATION region;
    if (::VirtualQuery(address, &region, sizeof region) == 0 || region.State != MEM_COMMIT ||
        (region.Protect & PAGE_GUARD) != 0 || (region.Protect & kReadable) == 0)
        return false;
    const char* end = static_cast<const char*>(region.BaseAddress) + region.RegionSize;
    if (bytes > static_cast<std::size_t>(end - static_cast<const char*>(address))) return false;
    std::memcpy(to, address, bytes);
    return true;
}

}  // namespace explore
