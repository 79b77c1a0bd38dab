// MISTAKE: whatever is not ERROR_ALREADY_EXISTS is success.
// Caught by: Test6 as failure-taken-for-first
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
        standing_ = ::GetLastError() == ERROR_ALREADY_EXISTS ? Standing::second : Standing::first;
        if (standing_ == Standing::first) return;
        ::CloseHandle(mutex_);
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
