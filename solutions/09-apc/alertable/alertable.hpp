// SOLUTION L32 - The alertable wait
// (the task: labs/09-apc/alertable/alertable.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string_view>

/// Given by the judge. Takes a record; "" if its pipe has ended. On the reader's thread only.
void deliver(std::string_view record);

/// Reads records from pipes. Its thread is the one that calls run().
struct Reader {
    static constexpr DWORD kBytes = 4;

    struct Read {
        Reader* reader;
        HANDLE pipe;
        OVERLAPPED request{};
        char record[kBytes] = {};
    };

    HANDLE thread = nullptr;  // the reader's: a handle that is good in each thread
    std::size_t left;         // records that have not been delivered

    explicit Reader(std::size_t records) : left(records) {}
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Asks for the next record of a pipe, which was opened with FILE_FLAG_OVERLAPPED, and waits
    /// for nobody. Any thread may ask, that of the reader included.
    void read(HANDLE pipe) {
        auto* read = new Read{this, pipe};
        ::QueueUserAPC(&start_here, thread, reinterpret_cast<ULONG_PTR>(read));
    }

    /// Returns when as many records as the reader was made for have been delivered. Blocks without
    /// using the processor.
    void run() {
        while (left > 0) ::SleepEx(INFINITE, TRUE);
    }

    static void CALLBACK start_here(ULONG_PTR read) { start(*reinterpret_cast<Read*>(read)); }

    /// Begins to read.
    static void start(Read& read) {
        read.request.hEvent = &read;
        if (!::ReadFileEx(read.pipe, read.record, kBytes, &read.request, &ended))
            ended(::GetLastError(), 0, &read.request);  // there is no request: nobody else will
    }

    /// The completion routine: an error has no bytes, or at least none that are a record.
    static void CALLBACK ended(DWORD error, DWORD bytes, OVERLAPPED* request) {
        Read* read = static_cast<Read*>(request->hEvent);
        Reader& reader = *read->reader;
        deliver({read->record, error == ERROR_SUCCESS ? bytes : 0});
        delete read;
        --reader.left;
    }
};

// DISCUSSION
//
// Who runs it?    Nobody but the thread that has called ReadFileEx, and only inside a wait in which
//                 it has said that it may be interrupted: SleepEx, WaitForSingleObjectEx,
//                 WaitForMultipleObjectsEx, MsgWaitForMultipleObjectsEx, SignalObjectAndWait, and
//                 GetQueuedCompletionStatusEx and GetOverlappedResultEx as well.
// And until then? The read ends without it. The bytes are in the buffer, the routine is in the
//                 queue of the thread, and stays there: a plain wait for what the routine would do
//                 never ends.
// Why a loop?     WAIT_IO_COMPLETION says that at least one APC has run. One wait runs all that are
//                 queued; another one ends for an APC that had nothing to do with a record. So ask
//                 for what you wait for (`left`), and never count waits.
// Another thread? It cannot lend its wait, but it can hand over the work: QueueUserAPC lets the
//                 reader's thread make the request itself. The order is kept: first in, first out.
// No lock?        None. `left` and each Read belong to the reader's thread from the moment it runs
//                 start_here. An APC never interrupts its thread outside such a wait.
// The argument    must live until the APC has run: a Read on the heap, not a local of read().
// The handle      GetCurrentThread() is no handle but a word for "I": handed to another thread, it
//                 means that one. A real one comes from CreateThread, OpenThread, DuplicateHandle.
// FALSE?          ReadFileEx has refused; there is no request, and no routine will ever run. What
//                 it would have done has to be done on the spot.
// With the event? A loop around an alertable wait for it is right as well (alternatives/).
// In the library  Nothing: std::jthread and the coroutines of C++20 have no alertable wait.
