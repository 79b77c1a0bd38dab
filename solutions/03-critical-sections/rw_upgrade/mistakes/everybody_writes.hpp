// MISTAKE: takes the lock exclusively from the start, for known names too.
// Caught by: Test4 as readers-keep-each-other-out
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Numbers names in the order in which they were first asked for. Any number of threads may ask at
/// once; those that ask for names that it knows do not keep each other out.
struct Directory {
    static constexpr int kMost = 8;
    SRWLOCK lock = SRWLOCK_INIT;
    Shared<int> names[kMost] = {};  // guarded by `lock`, and so is count
    Shared<int> count = 0;

    Directory() = default;
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    /// The name's number, from 0 on, the same each time; a new name gets the next one. At most
    /// kMost names.
    int id_of(int name) {
        ::AcquireSRWLockExclusive(&lock);
        int id = find(name);
        if (id < 0) id = add(name);
        ::ReleaseSRWLockExclusive(&lock);
        return id;
    }

    /// How many names it knows.
    int known() {
        ::AcquireSRWLockShared(&lock);
        const int names_known = count;
        ::ReleaseSRWLockShared(&lock);
        return names_known;
    }

    /// The name's number, or -1. For a caller that holds the lock, shared or not.
    int find(int name) const {
        for (int id = 0; id < count; ++id)
            if (names[id] == name) return id;
        return -1;
    }

    /// Gives the name the next number. For a caller that holds the lock exclusively.
    int add(int name) {
        names[count] = name;
        return count++;
    }
};
