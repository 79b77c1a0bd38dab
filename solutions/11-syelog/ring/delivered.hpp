// LAB L41 - A ring in shared memory (optional)                       about 40 minutes
//
// Goal    Optional, and the last one: a shared-memory ring beside the pipe, measured against it
//         (bench_syelog measures that of the daemon, chapters/11-syelog/ring). Each record comes
//         out once, whole and in order. As it stands, writers share a cell, the reader sees records
//         that are not there yet or not there any more, and sleeps while one waits for it.
//
// Given   Record, and Bells: kernel objects, which processes share by name. Ring lies in a file
//         mapping, at another address in each process, and all zero is an empty ring. Members may
//         be added and get other types; Shared<T> is T, and tells the judge of each access where
//         the compiler cannot.
// To do   the places marked TODO. The contracts of put() and take() stay as they are.
// Rules   std::atomic or Interlocked functions, and the two objects of Bells. No pointers and no
//         lock in the ring, no Sleep, no wait with a limit.
//
// Judged  wb check L41   (Visual Studio: Test Explorer, ch11.lab.ring). Two writers and the reader
//         use the ring in every order that their steps can come in - with three records, in those
//         with up to two interruptions; wb replay L41 runs the first order that fails again.
// Stuck?  wb hint L41, then notes/11-syelog.md#would-shared-memory-be-cheaper
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
    // TODO 5: 256 records later the counters begin again at 0, and the cells go on in their order.
    static constexpr unsigned kCells = 3;  // any number from 2 to 4
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
    // TODO 1: no two writers have the same cell.
    const unsigned char position = ring.claimed;
    ring.claimed = static_cast<unsigned char>(position + 1);
    Ring::Cell& cell = ring.cells[position % Ring::kCells];
    // TODO 2: what the reader may see is whole.
    cell.written = true;
    cell.writer = record.writer;
    cell.number = record.number;
    ::SetEvent(bells.data);
}

/// One thread: the reader. The record that was claimed next. Blocks, asleep, until it is written.
inline Record take(Ring& ring, const Bells& bells) {
    Ring::Cell& cell = ring.cells[ring.read % Ring::kCells];
    // TODO 3: the reader sleeps until this cell is written, and no longer.
    if (!cell.written) {
        ::ResetEvent(bells.data);
        ::WaitForSingleObject(bells.data, INFINITE);
    }
    // TODO 4: whoever gets the cell next finds nothing in it that is still needed.
    cell.written = false;
    ++ring.read;
    ::ReleaseSemaphore(bells.room, 1, nullptr);
    return {cell.writer, cell.number};
}
