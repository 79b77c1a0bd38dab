// ALTERNATIVE: counts who wants the lock, and hands it on by an automatic event; works on any
// Windows.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// A lock that is one word. One thread has it at a time; that thread does not take it twice.
struct WordLock {
    LONG volatile wanted = 0;  // the owner, and those who wait
    HANDLE handed_on = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);

    WordLock() = default;
    ~WordLock() { ::CloseHandle(handed_on); }
    WordLock(const WordLock&) = delete;
    WordLock& operator=(const WordLock&) = delete;

    /// Blocks until the caller alone has the lock. After kTries tries it does not use the
    /// processor.
    void lock() {
        if (::InterlockedIncrement(&wanted) > 1) ::WaitForSingleObject(handed_on, INFINITE);
    }

    /// Gives the lock back.
    void unlock() {
        if (::InterlockedDecrement(&wanted) > 0) ::SetEvent(handed_on);
    }
};
