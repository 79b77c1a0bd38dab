// MISTAKE: closes the handle and keeps its number; the destructor closes whatever has it by then.
// Caught by: Test2 as closed-twice
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
        ::CloseHandle(mutex_);
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
