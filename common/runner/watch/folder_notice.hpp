// folder_notice.hpp - an object that is signaled when something changes in a folder.
//
//     const HANDLE objects[] = {notice.get(), ...};      // waited for; then
//     notice.rearm();                                    // before the folder is looked at
//
// Some file systems deliver nothing (a network share, a container's mount seen through Wine): then
// there is nothing to wait for, and whoever cares looks at the folder from time to time.
// https://learn.microsoft.com/windows/win32/fileio/obtaining-directory-change-notifications
#pragma once

#include "common/runner/files.hpp"
#include "common/win32/windows.hpp"

namespace runner {

class FolderNotice {
public:
    /// Names, sizes and times of the files in `folder` itself. get() is nullptr if the file system
    /// has no notifications.
    explicit FolderNotice(const fs::path& folder);
    ~FolderNotice() { close(); }
    FolderNotice(const FolderNotice&) = delete;
    FolderNotice& operator=(const FolderNotice&) = delete;

    HANDLE get() const noexcept { return handle_; }

    /// Waits for the next change; what comes between this and the look at the folder is signaled
    /// again. After a failure (the folder is gone) get() is nullptr.
    void rearm() noexcept;

private:
    void close() noexcept;
    HANDLE handle_;
};

}  // namespace runner
