// SOLUTION L13 - The upgrade (the task: labs/03-critical-sections/rw_upgrade/rw_upgrade.hpp)
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
        ::ReleaseSRWLockShared(&lock);
        if (id >= 0) return id;
        ::AcquireSRWLockExclusive(&lock);
        id = find(name);  // again: somebody may have come in between
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

// DISCUSSION
//
// Who waits?      An exclusive acquisition waits until all readers have released the lock. The
//                 thread itself is one of them, so it waits for itself. A critical section would
//                 let its owner in again; an SRW lock does not remember who holds it.
// Why no upgrade? Two readers that both want to become the writer would each wait for the other one
//                 to stop reading. No lock can give both what they want without a new look, so
//                 this one has no such call at all.
// Why look again? Between the release and the acquisition the lock is free. Another thread may have
//                 added the same name; what was read before is a memory, not a fact.
// Why look twice at all?  Most questions are about known names: they read together and never
//                 come to the second look. Where most are new, one exclusive lock is simpler.
// Why not try?    TryAcquireSRWLockExclusive answers FALSE to a thread that reads itself, for
//                 ever: the deadlock becomes a loop.
// And back down?  There is no downgrade either. What is needed later is copied before the release.
// In the library  std::shared_mutex, with the same rules. boost::upgrade_mutex has a third mode
//                 that one thread at a time may have: there the upgrade waits for readers only.
