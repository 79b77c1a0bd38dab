// ALTERNATIVE: compare-and-exchange claims a cell of a lap; the lap in the cell says: written.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

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

/// The mapping. A cell says of which lap its record is, so that the reader need not empty it.
struct Ring {
    static constexpr unsigned kCells = 3;
    struct Cell {
        Shared<LONG volatile> lap;  // that of the record in it, from 1
        Shared<int> writer;
        Shared<int> number;
    };

    Shared<LONG volatile> claimed;  // the next cell in the low byte, its lap above
    Shared<LONG> read;              // the same; the reader's alone
    Cell cells[kCells];

    static ULONG cell_of(LONG position) { return static_cast<ULONG>(position) % 256; }
    static LONG lap_of(LONG position) {
        return static_cast<LONG>(static_cast<ULONG>(position) / 256 + 1);
    }
    static LONG after(LONG position) {
        if (cell_of(position) + 1 < kCells) return position + 1;
        return static_cast<LONG>(static_cast<ULONG>(lap_of(position)) * 256);
    }
};

/// Any number of threads of any processes. Blocks, asleep, while all cells are taken. The records
/// of one thread stay in their order.
inline void put(Ring& ring, const Bells& bells, const Record& record) {
    ::WaitForSingleObject(bells.room, INFINITE);
    LONG position = ring.claimed;
    for (;;) {
        const LONG found =
            ::InterlockedCompareExchange(&ring.claimed, Ring::after(position), position);
        if (found == position) break;
        position = found;  // another writer was quicker
    }
    Ring::Cell& cell = ring.cells[Ring::cell_of(position)];
    cell.writer = record.writer;
    cell.number = record.number;
    ::InterlockedExchange(&cell.lap, Ring::lap_of(position));
    ::SetEvent(bells.data);
}

/// One thread: the reader. The record that was claimed next. Blocks, asleep, until it is written.
inline Record take(Ring& ring, const Bells& bells) {
    Ring::Cell& cell = ring.cells[Ring::cell_of(ring.read)];
    const LONG lap = Ring::lap_of(ring.read);
    while (::InterlockedCompareExchange(&cell.lap, 0, 0) != lap)
        ::WaitForSingleObject(bells.data, INFINITE);
    const Record record{cell.writer, cell.number};
    ring.read = Ring::after(ring.read);
    ::ReleaseSemaphore(bells.room, 1, nullptr);  // last: from here on the cell is a writer's
    return record;
}
