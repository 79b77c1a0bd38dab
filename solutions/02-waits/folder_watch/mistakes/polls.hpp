// MISTAKE: looks ten times a second, whether anything has changed or not.
// Caught by: Test1 as polls
#pragma once

#include "common/win32/windows.hpp"

#include <string>

/// Given by the judge: reads which files are in the folder, and shows them.
void show_folder(const std::wstring& folder);

/// Given by the judge: shows that the child has ended, and with which code.
void show_end(DWORD exit_code);

/// Shows the folder, and again whenever a file in it was created, renamed or deleted (more often
/// does no harm). Shows the end of the process `child`, once. Returns true when the event `stop` is
/// signaled (a manual one); false, without a wait, if the folder cannot be watched. However often
/// the folder changes, it delays neither the child's end nor stop. Closes what it has opened.
inline bool watch(const std::wstring& folder, HANDLE child, HANDLE stop) {
    if (::GetFileAttributesW(folder.c_str()) == INVALID_FILE_ATTRIBUTES) return false;
    bool ended = false;
    do {
        show_folder(folder);
        if (ended || ::WaitForSingleObject(child, 0) != WAIT_OBJECT_0) continue;
        DWORD exit_code = 0;
        ::GetExitCodeProcess(child, &exit_code);
        show_end(exit_code);
        ended = true;
    } while (::WaitForSingleObject(stop, 100) != WAIT_OBJECT_0);
    return true;
}
