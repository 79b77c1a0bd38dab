// folder_notice.cpp - three calls; the handle is closed by one of its own kind, hence no
// w32::Handle.
#include "common/runner/watch/folder_notice.hpp"

namespace runner {

FolderNotice::FolderNotice(const fs::path& folder)
    : handle_(::FindFirstChangeNotificationW(
          folder.c_str(), FALSE,
          FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE)) {
    if (handle_ == INVALID_HANDLE_VALUE) handle_ = nullptr;
}

void FolderNotice::rearm() noexcept {
    if (handle_ != nullptr && !::FindNextChangeNotification(handle_)) close();
}

void FolderNotice::close() noexcept {
    if (handle_ != nullptr) ::FindCloseChangeNotification(handle_);
    handle_ = nullptr;
}

}  // namespace runner
