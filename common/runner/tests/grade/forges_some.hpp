// forges_some.hpp - writes a result of its own: one test, which passes.
#pragma once

#include "common/win32/windows.hpp"

#include <cstdio>

inline const char kForged[] =
    "workbook-result 1\n"
    "test\tLab_01_ExitCode259.Test1_EveryResultArrives\tpassed\t\t\n"
    "verdict\tpassed\t\n";

inline const int forged = [] {
    wchar_t path[MAX_PATH];
    (void)::GetEnvironmentVariableW(L"WORKBOOK_RESULT_FILE", path, MAX_PATH);
    if (std::FILE* file = ::_wfopen(path, L"wb")) {
        (void)std::fputs(kForged, file);
        (void)std::fclose(file);
    }
    ::ExitProcess(0);
    return 0;
}();
