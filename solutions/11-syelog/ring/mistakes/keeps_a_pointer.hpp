// MISTAKE: keeps the address of the next cell; the mapping is elsewhere in another process.
// Caught by: Test1 as address-inside
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
    Shared<Cell*> next;  // the cell that is read next; nullptr: the first one
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
    if (ring.next == nullptr) ring.next = ring.cells;
    Ring::Cell& cell = *ring.next;
    while (!cell.written) ::WaitForSingleObject(bells.data, INFINITE);
    const Record record{cell.writer, cell.number};
    cell.written = false;
    ++ring.read;
    ring.next = ring.cells + ring.read % Ring::kCells;
    ::ReleaseSemaphore(bells.room, 1, nullptr);  // last: from here on the cell is a writer's
    return record;
}
