// When has something changed in a folder?
//
// Look at a change notification: after a file was created, after a wait, after it was armed again.
//
// Before you run it, write down: the notification has ended one wait; will it end the next one too?
// Then leave FindNextChangeNotification out, and compare the second look.
// In the debugger: stop before FindNextChangeNotification and create files by hand.
// Topics: T25
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

static std::wstring make_folder() {
    wchar_t base[MAX_PATH];
    w32::check(::GetTempPathW(MAX_PATH, base) != 0, "GetTempPathW");
    std::wstring path =
        std::wstring(base) + L"workbook-watch-" + std::to_wstring(::GetCurrentProcessId());
    w32::check(::CreateDirectoryW(path.c_str(), nullptr), "CreateDirectoryW");
    return path;
}

static void create_file(const std::wstring& path) {
    (void)w32::own_file(
        ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr),
        "CreateFileW");
}

static int count_files(const std::wstring& folder) {
    WIN32_FIND_DATAW found;
    const HANDLE search = ::FindFirstFileW((folder + L"\\*.txt").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return 0;
    int count = 1;
    while (::FindNextFileW(search, &found)) ++count;
    ::FindClose(search);
    return count;
}

static void look(HANDLE change, const std::wstring& folder) {
    lab::saw(std::string(w32::signaled_now(change) ? "signaled" : "not signaled") + ", " +
             std::to_string(count_files(folder)) + " files");
}

int main() {
    return lab::demo("A change notification says \"look again\", until it is armed again.", [] {
        const std::wstring folder = make_folder();
        const HANDLE change =
            ::FindFirstChangeNotificationW(folder.c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
        w32::check(change != INVALID_HANDLE_VALUE, "FindFirstChangeNotificationW");
        lab::doing("a first file");
        create_file(folder + L"\\1.txt");
        (void)w32::wait(change, w32::forever);
        look(change, folder);
        lab::doing("the right order: arm it again, then look into the folder");
        w32::check(::FindNextChangeNotification(change), "FindNextChangeNotification");
        look(change, folder);
        lab::doing("a second file, whenever it comes");
        create_file(folder + L"\\2.txt");
        (void)w32::wait(change, w32::forever);
        look(change, folder);
        ::FindCloseChangeNotification(change);
        for (const wchar_t* name : {L"\\1.txt", L"\\2.txt"}) ::DeleteFileW((folder + name).c_str());
        ::RemoveDirectoryW(folder.c_str());
        lab::why(
            "It tells that something has changed, not what: the folder has to be read again. Arm\n"
            "first, then look: what comes after the look ends the next wait; at worst one looks\n"
            "once too often. A handle of its own kind: FindCloseChangeNotification.");
    });
}
