// LAB L08 - Folder watch                                            about 30 minutes
//
// Goal    What was shown last is what is in the folder, however often that changes, and whenever.
//         As it stands, one change is shown and then no other; `wb` would build once, and sleep.
//
// Given   show_folder() and show_end(), below: they belong to the judge. The folder may change at
//         any time, also while it is being shown.
// To do   the places marked TODO. The contract of watch() stays as it is.
// Rules   The functions of Windows that are here already, and FindNextChangeNotification and
//         WaitForMultipleObjects. One thread, no Sleep, no wait with a limit.
//
// Judged  wb check L08   (Visual Studio: Test Explorer, ch02.lab.folder_watch). A script creates,
//         renames and deletes files in a real folder, above all where nobody is looking. Whenever
//         watch() goes to sleep, it must have shown what is there.
// Stuck?  wb hint L08, then notes/02-waits.md#how-does-one-watch-a-folder
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
    show_folder(folder);
    // TODO 1: nothing happens unseen between the first look and the first wait.
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    // TODO 2: a folder that cannot be watched is not waited for.
    // TODO 3: one wait for all three, over and over; which comes first is not known before.
    // TODO 4: the second change is shown like the first.
    ::WaitForSingleObject(change, INFINITE);
    show_folder(folder);
    ::WaitForSingleObject(child, INFINITE);
    DWORD exit_code = 0;
    ::GetExitCodeProcess(child, &exit_code);
    show_end(exit_code);
    ::WaitForSingleObject(stop, INFINITE);
    ::FindCloseChangeNotification(change);
    return true;
}
