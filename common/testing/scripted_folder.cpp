// scripted_folder.cpp - changes files and waits until ReadDirectoryChangesW has told it.
//
// The system tells all who watch a folder in one go, so what it has told this watcher it has told
// the others too. Unlike a change notification, this watcher gets each change with its name.
#include "common/testing/scripted_folder.hpp"

#include <cstddef>
#include <cstring>
#include <utility>

namespace workbook {
namespace {

constexpr DWORD kAll = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME |
                       FILE_NOTIFY_CHANGE_ATTRIBUTES | FILE_NOTIFY_CHANGE_SIZE |
                       FILE_NOTIFY_CHANGE_LAST_WRITE;

std::wstring make_folder() {
    wchar_t base[MAX_PATH];
    w32::check(::GetTempPathW(MAX_PATH, base) != 0, "GetTempPathW");
    const std::wstring stem =
        std::wstring(base) + L"workbook-" + std::to_wstring(::GetCurrentProcessId()) + L'-';
    for (int number = 1;; ++number) {  // a process of this number may have left one behind
        std::wstring path = stem + std::to_wstring(number);
        if (::CreateDirectoryW(path.c_str(), nullptr)) return path;
        w32::check(::GetLastError() == ERROR_ALREADY_EXISTS, "CreateDirectoryW");
    }
}

}  // namespace

ScriptedFolder::ScriptedFolder() : path_(make_folder()) {
    folder_ = w32::own_file(
        ::CreateFileW(path_.c_str(), FILE_LIST_DIRECTORY,
                      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, nullptr),
        "CreateFileW");
    watch();
}

ScriptedFolder::~ScriptedFolder() {
    DWORD bytes = 0;
    ::CancelIoEx(folder_.get(), &request_);
    ::GetOverlappedResult(folder_.get(), &request_, &bytes, TRUE);  // the buffer is ours again
    folder_.reset();
    discard();
}

void ScriptedFolder::discard() const {
    for (const std::wstring& name : names())
        if (!::DeleteFileW(file(name).c_str())) ::RemoveDirectoryW(file(name).c_str());
    ::RemoveDirectoryW(path_.c_str());
}

std::set<std::wstring> ScriptedFolder::names() const {
    std::set<std::wstring> names;
    WIN32_FIND_DATAW found;
    const HANDLE search = ::FindFirstFileW((path_ + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return names;
    do names.insert(found.cFileName);
    while (::FindNextFileW(search, &found));
    ::FindClose(search);
    names.erase(L".");
    names.erase(L"..");
    return names;
}

void ScriptedFolder::create(const std::wstring& name) {
    (void)w32::own_file(
        ::CreateFileW(file(name).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, 0, nullptr),
        "CreateFileW");
    wait_until_told(FILE_ACTION_ADDED, name);
}

void ScriptedFolder::rename(const std::wstring& from, const std::wstring& to) {
    w32::check(::MoveFileW(file(from).c_str(), file(to).c_str()), "MoveFileW");
    wait_until_told(FILE_ACTION_RENAMED_NEW_NAME, to);
}

void ScriptedFolder::remove(const std::wstring& name) {
    w32::check(::DeleteFileW(file(name).c_str()), "DeleteFileW");
    wait_until_told(FILE_ACTION_REMOVED, name);
}

void ScriptedFolder::create_folder(const std::wstring& name) {
    w32::check(::CreateDirectoryW(file(name).c_str(), nullptr), "CreateDirectoryW");
    wait_until_told(FILE_ACTION_ADDED, name);
}

void ScriptedFolder::protect(const std::wstring& name) {
    w32::check(::SetFileAttributesW(file(name).c_str(), FILE_ATTRIBUTE_READONLY),
               "SetFileAttributesW");
    wait_until_told(FILE_ACTION_MODIFIED, name);
    w32::check(::SetFileAttributesW(file(name).c_str(), FILE_ATTRIBUTE_NORMAL),
               "SetFileAttributesW");
    wait_until_told(FILE_ACTION_MODIFIED, name);
}

void ScriptedFolder::append(const std::wstring& name) {
    {
        const w32::Handle opened =
            w32::own_file(::CreateFileW(file(name).c_str(), FILE_APPEND_DATA, FILE_SHARE_READ,
                                        nullptr, OPEN_EXISTING, 0, nullptr),
                          "CreateFileW");
        DWORD written = 0;
        w32::check(::WriteFile(opened.get(), "text", 4, &written, nullptr), "WriteFile");
        w32::check(::FlushFileBuffers(opened.get()), "FlushFileBuffers");
    }
    wait_until_told(FILE_ACTION_MODIFIED, name);
}

void ScriptedFolder::watch() {
    told_.reset();
    request_ = {};
    request_.hEvent = told_.get();
    w32::check(::ReadDirectoryChangesW(folder_.get(), buffer_, sizeof buffer_, FALSE, kAll, nullptr,
                                       &request_, nullptr),
               "ReadDirectoryChangesW");
}

void ScriptedFolder::wait_until_told(DWORD action, const std::wstring& name) {
    for (;;)
        for (const Told& told : take_told())
            if (told.action == action && told.name == name) return;
}

std::vector<ScriptedFolder::Told> ScriptedFolder::take_told() {
    DWORD bytes = 0;
    told_.wait();
    w32::check(::GetOverlappedResult(folder_.get(), &request_, &bytes, FALSE),
               "GetOverlappedResult");
    std::vector<Told> all;
    for (DWORD at = 0; at < bytes;) {
        FILE_NOTIFY_INFORMATION entry;
        const std::size_t head = offsetof(FILE_NOTIFY_INFORMATION, FileName);
        std::memcpy(&entry, buffer_ + at, head);
        std::wstring name(entry.FileNameLength / sizeof(wchar_t), L'\0');
        std::memcpy(name.data(), buffer_ + at + head, entry.FileNameLength);
        all.push_back({entry.Action, std::move(name)});
        if (entry.NextEntryOffset == 0) break;
        at += entry.NextEntryOffset;
    }
    watch();
    return all;
}

}  // namespace workbook
