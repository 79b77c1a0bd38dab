// scripted_folder.hpp - a folder of a test's own, in which things change when the test says so.
//
//     workbook::ScriptedFolder folder;
//     const HANDLE change = ::FindFirstChangeNotificationW(folder.path().c_str(), ...);
//     folder.create(L"a");                  // now the notification is signaled: no wait needed
//
// A call that changes a file returns when the system has told the change to all who watch the
// folder. So a test can also say that a notification is not signaled, without waiting for it.
#pragma once

#include "common/win32/event.hpp"

#include <set>
#include <string>
#include <vector>

namespace workbook {

/// Made by the constructor, removed with what is in it by the destructor. Names are those of files
/// in it, without a path. Each member throws w32::Error if Windows refuses; one thread only.
class ScriptedFolder {
public:
    ScriptedFolder();
    ~ScriptedFolder();
    ScriptedFolder(const ScriptedFolder&) = delete;
    ScriptedFolder& operator=(const ScriptedFolder&) = delete;

    const std::wstring& path() const noexcept { return path_; }
    std::wstring file(const std::wstring& name) const { return path_ + L'\\' + name; }
    /// What is in it now, folders included.
    std::set<std::wstring> names() const;

    void create(const std::wstring& name);
    void rename(const std::wstring& from, const std::wstring& to);
    void remove(const std::wstring& name);
    void create_folder(const std::wstring& name);
    /// Makes the file read-only, and writable again.
    void protect(const std::wstring& name);
    /// Makes the file longer, and waits until that is on the disk.
    void append(const std::wstring& name);

    /// What the destructor does about the folder, for a test that ends its process.
    void discard() const;

private:
    struct Told {
        DWORD action;
        std::wstring name;
    };

    void watch();
    void wait_until_told(DWORD action, const std::wstring& name);
    std::vector<Told> take_told();

    std::wstring path_;
    w32::Handle folder_;
    w32::Event told_{w32::Reset::manual};
    OVERLAPPED request_{};
    alignas(DWORD) char buffer_[4096];
};

}  // namespace workbook
