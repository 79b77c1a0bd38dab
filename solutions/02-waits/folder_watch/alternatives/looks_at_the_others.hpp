// ALTERNATIVE: waits for any of the three, then looks at each. More looks than answers.
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
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    if (change == INVALID_HANDLE_VALUE) return false;
    show_folder(folder);
    bool ended = false;
    const auto is_signaled = [](HANDLE object) {
        return ::WaitForSingleObject(object, 0) == WAIT_OBJECT_0;
    };
    const HANDLE objects[] = {change, stop, child};  // without the child at the end, two
    while (::WaitForMultipleObjects(ended ? 2 : 3, objects, FALSE, INFINITE) != WAIT_FAILED) {
        if (is_signaled(stop)) break;
        if (!ended && is_signaled(child)) {
            DWORD exit_code = 0;
            ::GetExitCodeProcess(child, &exit_code);
            show_end(exit_code);
            ended = true;
        }
        if (is_signaled(change)) {
            ::FindNextChangeNotification(change);
            show_folder(folder);
        }
    }
    ::FindCloseChangeNotification(change);
    return true;
}
