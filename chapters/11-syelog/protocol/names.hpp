// names.hpp - the names that a daemon and those who look for it agree on.
//
// All are made from the pipe's name, so that daemons on different pipes do not meet.
#pragma once

#include "common/win32/windows.hpp"

#include <string>
#include <string_view>

namespace syelog {

inline constexpr const wchar_t* kDefaultPipe = LR"(\\.\pipe\syelog)";

/// Global: a pipe is seen by every session of the machine, so its names must be too. Kernel object
/// names have no other backslash and tell capitals from small letters; pipe names do not.
inline std::wstring object_name(std::wstring_view what, std::wstring_view pipe) {
    std::wstring name = L"Global\\syelog." + std::wstring(what) + L'.';
    const std::size_t start = name.size();
    name.append(pipe.substr(pipe.find_last_of(L'\\') + 1));
    ::CharLowerBuffW(name.data() + start, static_cast<DWORD>(name.size() - start));
    return name;
}

/// The mutex that a daemon holds while it serves `pipe`.
inline std::wstring daemon_mutex_name(std::wstring_view pipe) {
    return object_name(L"daemon", pipe);
}

/// The manual-reset event that asks the daemon on `pipe` to stop.
inline std::wstring stop_event_name(std::wstring_view pipe) { return object_name(L"stop", pipe); }

/// The pipe on which the daemon on `pipe` lets others read along.
inline std::wstring tail_pipe_name(std::wstring_view pipe) { return std::wstring(pipe) + L".tail"; }

}  // namespace syelog
