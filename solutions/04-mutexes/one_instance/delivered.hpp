// LAB L15 - One instance                                            about 25 minutes
//
// Goal    Of all processes that claim a name, one is the first, and each other one learns that it
//         is not. As it stands, two that start together may both be the first.
//
// Given   log_line(), below: it belongs to the judge. It writes to a file, as logs do, and the
//         thread's last error is another one afterwards.
// To do   the places marked TODO. The contract of Instance stays as it is.
// Rules   any Win32 call; no Sleep. Each claim goes on writing its lines to the log.
//
// Judged  wb check L15   (Visual Studio: Test Explorer, ch04.lab.one_instance). The judge starts
//         processes that claim a name: one after the other, two side by side, after a death.
// Stuck?  wb hint L15, then notes/04-mutexes.md#how-does-a-program-run-only-once
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
        // TODO 1: asking and claiming are one step: nobody comes in between.
        mutex_ = ::OpenMutexW(SYNCHRONIZE, FALSE, name);
        if (mutex_ != nullptr) {
            log_line("somebody was here before");
            standing_ = Standing::second;
            return;
        }
        mutex_ = ::CreateMutexW(nullptr, FALSE, name);
        log_line("has claimed the name");
        // TODO 2: how that one step has ended, no call after it can change any more.
        standing_ = mutex_ != nullptr ? Standing::first : Standing::failed;
    }
    // TODO 3: who is not the first keeps nothing that stands for the name.
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
