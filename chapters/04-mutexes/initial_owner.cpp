// What does bInitialOwner do?
//
// Create a mutex with TRUE, then open the same one with TRUE from another thread.
//
// Before you run it, write down: how many owners are there afterwards?
// Then change the first TRUE to FALSE.
// In the debugger: stop behind each CreateMutexW; the watch `$err` (or `@err`) shows the last
// error.
// Topics: T54
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/thread.hpp"

static w32::Handle create(const char* who, const std::wstring& name) {
    const HANDLE raw = ::CreateMutexW(nullptr, TRUE, name.c_str());
    const bool existed = ::GetLastError() == ERROR_ALREADY_EXISTS;
    w32::Handle mutex = w32::own(raw, "CreateMutexW");
    lab::saw(std::string(who) + ": " + (existed ? "has opened it" : "has created it"));
    return mutex;
}

static void release(const char* who, const w32::Handle& mutex) {
    lab::saw(std::string(who) + ": ReleaseMutex " +
             (::ReleaseMutex(mutex.get()) ? "succeeds: it was the owner"
                                          : "fails: it was not the owner"));
}

int main() {
    return lab::demo("bInitialOwner makes an owner of the creator, and of nobody else.", [] {
        const std::wstring name =
            L"Local\\workbook.demo.initial_owner." + std::to_wstring(::GetCurrentProcessId());
        lab::doing("two threads call CreateMutexW with TRUE, one after the other");
        const w32::Handle mutex = create("main  ", name);
        w32::Thread("opens", [&] {
            const w32::Handle same = create("second", name);
            release("second", same);
        }).join();
        release("main  ", mutex);
        lab::why(
            "TRUE closes one gap: from the first moment of the mutex its creator owns it, so\n"
            "nobody sees what it has not prepared yet. Who opens an existing mutex gets a handle\n"
            "and ERROR_ALREADY_EXISTS, and has to wait like everybody. With a name you cannot\n"
            "know before which of the two you will be: pass FALSE, look at the error, wait.");
    });
}
