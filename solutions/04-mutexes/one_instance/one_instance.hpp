// SOLUTION L15 - One instance
// (the task: labs/04-mutexes/one_instance/one_instance.hpp)
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. Changes the calling thread's last error.
void log_line(const char* text);

enum class Standing {
    first,   // nobody else is, as long as this Instance lives
    second,  // somebody else is the first
    failed,  // the name cannot be claimed at all: it belongs to an object of another kind
};

/// A claim to a name, for as long as the object lives. When the first one has gone - destroyed, or
/// with its process, which may die at any moment - the next one that comes is the first, even if a
/// second one lives on. Two claims in one process are two claims.
class Instance {
public:
    /// `name` may begin with Local\ or Global\. May be constructed by several threads and several
    /// processes at once.
    explicit Instance(const wchar_t* name) {
        log_line("claims the name");
        mutex_ = ::CreateMutexW(nullptr, FALSE, name);
        const DWORD error = ::GetLastError();  // read at once: it is half of the answer
        log_line("has asked for the name");
        if (mutex_ == nullptr) return;  // failed
        if (error != ERROR_ALREADY_EXISTS) {
            standing_ = Standing::first;
            return;
        }
        standing_ = Standing::second;
        ::CloseHandle(mutex_);  // else the mutex would outlive the first one, through us
        mutex_ = nullptr;
    }
    ~Instance() {
        if (mutex_ != nullptr) ::CloseHandle(mutex_);
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    Standing standing() const { return standing_; }

private:
    HANDLE mutex_ = nullptr;
    Standing standing_ = Standing::failed;
};

// DISCUSSION
//
// Why one call?   Between OpenMutexW and CreateMutexW there is time, and in that time the other one
//                 does the same. CreateMutexW looks and creates in one step inside the kernel; of
//                 two callers one has made the mutex. OpenMutexW is for who must not create it.
// Its answer      is a handle and a last error. Both get a handle; only ERROR_ALREADY_EXISTS tells
//                 them apart, and the next call of anything may overwrite it.
// Who owns it?    Nobody: nobody ever waits here. That the name exists is the whole message. So
//                 bInitialOwner is FALSE; TRUE would do nothing for the second one anyway.
// How long?       As long as one handle is open. The kernel closes the handles of a process that
//                 dies, so no stale lock remains - unlike a lock file.
// The second      keeps no handle. Even so there is a moment between its CreateMutexW and its
//                 CloseHandle; if the first one ends just then, the next one is told wrongly that
//                 it is second. It errs on the safe side.
// Whose name?     Local\ means one per session of a user, and is the default; Global\ means one per
//                 machine. Another program may use the name first, by chance or in order to keep
//                 you out: take a name with a GUID in it, and decide what to do when it fails.
// Access denied   If the first one runs with more rights, CreateMutexW may answer NULL with
//                 ERROR_ACCESS_DENIED: somebody has the name. OpenMutexW may work then.
// In the library  std:: knows no other processes.
