// ALTERNATIVE: looks before and after it arms. That does no harm, and is right wherever what comes
// before FindNextChangeNotification is recorded, and where it is not.
#pragma once

#include "common/win32/windows.hpp"

#include <string>
#include <vector>

/// Given by the judge: reads which files are in the folder, and shows them.
void show_folder(const std::wstring& folder);

/// Given by the judge: shows that the child has ended, and with which code.
void show_end(DWORD exit_code);

/// Shows the folder, and again whenever a file in it was created, renamed or deleted (more often
/// does no harm). Shows the end of the process `child`, once. Returns true when the event `stop` is
/// signaled (a manual one); false, without a wait, if the folder cannot be watched. However often
/// the folder changes, it delays neither the child's end nor stop. Closes what it has opened.
inline bool watch(const std::wstring& folder, HANDLE child, HANDLE stop) {
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    if (change == INVALID_HANDLE_VALUE) return false;
    show_folder(folder);
    std::vector<HANDLE> objects{stop, child, change};  // the lowest index wins
    for (;;) {
        const DWORD answer = ::WaitForMultipleObjects(static_cast<DWORD>(objects.size()),
                                                      objects.data(), FALSE, INFINITE);
        const DWORD index = answer - WAIT_OBJECT_0;
        if (index >= objects.size() || objects[index] == stop) {
            ::FindCloseChangeNotification(change);
            return answer != WAIT_FAILED;
        }
        if (objects[index] == child) {
            DWORD exit_code = 0;
            ::GetExitCodeProcess(child, &exit_code);
            show_end(exit_code);
            objects.erase(objects.begin() + 1);  // it stays signaled
        } else {
            show_folder(folder);
            // What comes after the second look ends the next wait.
            ::FindNextChangeNotification(change);
            show_folder(folder);
        }
    }
}
