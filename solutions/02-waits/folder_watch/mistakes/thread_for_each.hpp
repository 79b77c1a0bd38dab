// MISTAKE: a thread for each object. As many threads as waits, and all of them to be stopped.
// Caught by: Test1 as other-thread
#pragma once

#include "common/win32/windows.hpp"

#include <string>
#include <thread>

/// Given by the judge: reads which files are in the folder, and shows them.
void show_folder(const std::wstring& folder);

/// Given by the judge: shows that the child has ended, and with which code.
void show_end(DWORD exit_code);

/// Shows the folder, and again whenever a file in it was created, renamed or deleted (more often
/// does no harm). Shows the end of the process `child`, once. Returns true when the event `stop` is
/// signaled (a manual one); false, without a wait, if the folder cannot be watched. However often
/// the folder changes, it delays neither the child's end nor stop. Closes what it has opened.
inline bool watch(const std::wstring& folder, HANDLE child, HANDLE stop) {
    std::thread folder_thread([&] {
        const HANDLE change =
            ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
        const HANDLE objects[] = {stop, change};
        do {
            show_folder(folder);
            ::FindNextChangeNotification(change);
        } while (::WaitForMultipleObjects(2, objects, FALSE, INFINITE) != WAIT_OBJECT_0);
        ::FindCloseChangeNotification(change);
    });
    std::thread child_thread([&] {
        const HANDLE objects[] = {stop, child};
        if (::WaitForMultipleObjects(2, objects, FALSE, INFINITE) == WAIT_OBJECT_0) return;
        DWORD exit_code = 0;
        ::GetExitCodeProcess(child, &exit_code);
        show_end(exit_code);
    });
    folder_thread.join();
    child_thread.join();
    return true;
}
