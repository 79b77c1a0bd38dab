// LAB L13 - The upgrade                                             about 20 minutes
//
// Goal    A name that nobody has asked for gets a number, once. As it stands, who asks for a new
//         name waits for himself.
//
// Given   Directory: an SRW lock and a list of names. Members may be added. Shared<T> is T; it
//         tells the judge of each access where the compiler cannot.
// To do   the places marked TODO in id_of(). The contracts stay as they are.
// Rules   any Win32 lock; no Sleep, no polling. Not std::shared_mutex: the judge cannot look into
//         it.
//
// Judged  wb check L13   (Visual Studio: Test Explorer, ch03.lab.rw_upgrade). The judge lets
//         threads ask in every order that their steps can come in, and counts who takes the lock
//         how; wb replay L13 runs the first order that fails again, on real threads.
// Stuck?  wb hint L13, then notes/03-critical-sections.md#what-does-an-srw-lock-do-differently
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
        ::AcquireSRWLockShared(&lock);
        int id = find(name);
        if (id < 0) {
            // TODO 1: a new name gets its number, and nobody waits for himself.
            // TODO 2: what is true about the name is known while the lock is held exclusively.
            ::AcquireSRWLockExclusive(&lock);
            id = add(name);
            ::ReleaseSRWLockExclusive(&lock);
        }
        ::ReleaseSRWLockShared(&lock);
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
