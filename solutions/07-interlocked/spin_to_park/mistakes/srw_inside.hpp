// MISTAKE: hands everything to an SRW lock, which can do it already.
// Caught by: Test1 as ready-made-lock
#pragma once

#include "common/win32/windows.hpp"

/// A lock that is one word. One thread has it at a time; that thread does not take it twice.
struct WordLock {
    SRWLOCK inner = SRWLOCK_INIT;

    void lock() { ::AcquireSRWLockExclusive(&inner); }
    void unlock() { ::ReleaseSRWLockExclusive(&inner); }
};
