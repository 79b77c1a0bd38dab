// SOLUTION L41 - A ring in shared memory (optional)
// (the task: labs/11-syelog/ring/ring.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

#include <atomic>

/// What a writer says.
struct Record {
    int writer;
    int number;
};

/// Given by the judge, beside the mapping.
struct Bells {
    HANDLE data;  ///< an automatic event, not set: for the reader, "look again"
    HANDLE room;  ///< a semaphore: a unit for each free cell, Ring::kCells in the beginning
};

/// The mapping. One byte counts, so that the judge sees it come round; 64 bits do in the daemon.
struct Ring {
    static constexpr unsigned kCells = 4;  // divides 256: the cell of 0 follows that of 255
    struct Cell {
        std::atomic<bool> written;
        Shared<int> writer;
        Shared<int> number;
    };

    std::atomic<unsigned char> claimed;  // records, since the beginning
    Shared<unsigned char> read;          // the same; the reader's alone
    Cell cells[kCells];
};

/// Any number of threads of any processes. Blocks, asleep, while all cells are taken. The records
/// of one thread stay in their order.
inline void put(Ring& ring, const Bells& bells, const Record& record) {
    ::WaitForSingleObject(bells.room, INFINITE);
    const unsigned char position = ring.claimed.fetch_add(1);
    Ring::Cell& cell = ring.cells[position % Ring::kCells];
    cell.writer = record.writer;
    cell.number = record.number;
    cell.written = true;  // whoever sees that sees what was stored before
    ::SetEvent(bells.data);
}

/// One thread: the reader. The record that was claimed next. Blocks, asleep, until it is written.
inline Record take(Ring& ring, const Bells& bells) {
    Ring::Cell& cell = ring.cells[ring.read % Ring::kCells];
    while (!cell.written) ::WaitForSingleObject(bells.data, INFINITE);
    const Record record{cell.writer, cell.number};
    cell.written = false;
    ++ring.read;
    ::ReleaseSemaphore(bells.room, 1, nullptr);  // last: from here on the cell is a writer's
    return record;
}

// DISCUSSION
//
// The claim       A unit of `room` says that a cell is free, not which. The fetch_add says which,
//                 to one writer each. The reader frees cells in their order, so whoever has a unit
//                 finds the next one free. Claimed first, a cell waits for a unit that another
//                 writer may get (mistakes/claims_before_there_is_room.hpp).
// The commit      Between claim and commit the cell is its writer's alone. A cell behind it may be
//                 written first, so each says for itself whether it is (mistakes/
//                 counts_commits.hpp). `written` is stored last: whoever loads it finds what was
//                 stored before it, on every processor, since the store releases and the load
//                 acquires. A relaxed store does not (mistakes/relaxed.hpp).
// The end         is the same thing backwards: copied first, then emptied, then given back. After
//                 ReleaseSemaphore nothing of the cell is the reader's (mistakes/frees_first.hpp,
//                 mistakes/empties_after_the_release.hpp).
// Who wakes me?   The event keeps a wake-up that comes between the look and the wait. So it must
//                 not be taken back, and it may be an old one: the reader looks again. It may also
//                 be that of a writer that has overtaken the one we wait for.
// The remainder   of a counter that comes round goes on only if the number of cells divides 256.
//                 32 bits put it off for 24 minutes, at three million records per second; 64 bits
//                 for ever. That, and the division, is why rings have a power of two.
// No lock         An SRW lock or a critical section is of one process. A mutex would do, but who is
//                 stopped while he has it stops all. A writer that is stopped between claim and
//                 commit holds up the reader, and when the ring is full the other writers. If it
//                 dies there, nobody ever goes on: the ring of the daemon says in the cell who has
//                 claimed it, and that one owns a mutex while it lives (chapters/11-syelog/ring).
// What it costs   Calls of the system for each record, at both ends, as with a pipe. The daemon's
//                 ring has none while nobody sleeps: the reader says when it does, and only then
//                 the event is set (alternatives/wakes_a_sleeper.hpp). It says "I sleep", then
//                 looks at the cell; the writer writes the cell, then looks whether the reader
//                 sleeps. If one of these stores is late, neither sees the other. So both are
//                 sequentially consistent (mistakes/stores_late.hpp).
// Worth it?       bench_syelog measures the daemon's ring beside its pipe. With Wine it takes about
//                 half of the processor time of batches through the pipe; a write per record takes
//                 some fifty times as much. For that each writer can write over the records of all
//                 others, and nobody knows who wrote one (notes/11-syelog.md).
// In the library  No lock-free queue. std::atomic_ref makes an atomic of a word in a mapping.
