// spawns_fifty.hpp - starts fifty processes that wait for ever, and waits itself.
#pragma once

#include "common/win32/windows.hpp"

inline void start_this_program() {
    wchar_t path[MAX_PATH];
    (void)::GetModuleFileNameW(nullptr, path, MAX_PATH);
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION started{};
    (void)::CreateProcessW(path, nullptr, nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup,
                           &started);
}

inline const int spawned = [] {
    if (::GetEnvironmentVariableW(L"ONE_OF_FIFTY", nullptr, 0) == 0) {
        (void)::SetEnvironmentVariableW(L"ONE_OF_FIFTY", L"yes");
        for (int i = 0; i < 50; ++i) start_this_program();
    }
    ::Sleep(INFINITE);  // on purpose: it has to be ended
    return 0;
}();
