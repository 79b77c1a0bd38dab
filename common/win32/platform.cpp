// platform.cpp - asks ntdll, which cannot be shimmed, who it is.
#include "common/win32/platform.hpp"

#include "common/win32/compat.hpp"

#include <cstdlib>

namespace w32 {
namespace {

const char* wine_version() noexcept {
    const auto get = find_function<const char* __cdecl()>(L"ntdll", "wine_get_version");
    return get != nullptr ? get() : nullptr;
}

}  // namespace

bool running_under_wine() noexcept { return wine_version() != nullptr; }

int wine_major() noexcept {
    const char* version = wine_version();
    return version != nullptr ? std::atoi(version) : 0;
}

std::string platform_name() {
    if (const char* version = wine_version()) return std::string("Wine ") + version;
    // GetVersionEx answers 6.2 to a program without a manifest; RtlGetVersion does not lie.
    RTL_OSVERSIONINFOW info{};
    info.dwOSVersionInfoSize = sizeof info;
    const auto get = find_function<LONG WINAPI(RTL_OSVERSIONINFOW*)>(L"ntdll", "RtlGetVersion");
    if (get == nullptr || get(&info) != 0) return "Windows";
    return "Windows " + std::to_string(info.dwMajorVersion) + '.' +
           std::to_string(info.dwMinorVersion) + '.' + std::to_string(info.dwBuildNumber);
}

}  // namespace w32
