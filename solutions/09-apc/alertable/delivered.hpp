// LAB L32 - The alertable wait                                      about 25 minutes
//
// Goal    Each record is delivered on the reader's thread, and run() returns after the last one. As
//         it stands, the records come and nobody delivers them.
//
// Given   deliver(), below: it belongs to the judge. `thread` is set before anybody calls read().
// To do   the places marked TODO. The contracts of read() and run() stay as they are; members may
//         be added.
// Rules   ReadFileEx with a completion routine; no further thread, no Sleep, no polling.
//
// Judged  wb check L32   (Visual Studio: Test Explorer, ch09.lab.alertable). The judge lets records
//         come and reads be asked for in every order; wb replay L32 runs the first order that fails
//         again.
// Stuck?  wb hint L32, then notes/09-apc.md#in-which-waits-does-an-apc-run
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
    HANDLE all = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);  // is set after the last one

    explicit Reader(std::size_t records) : left(records) {}
    ~Reader() { ::CloseHandle(all); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Asks for the next record of a pipe, which was opened with FILE_FLAG_OVERLAPPED, and waits
    /// for nobody. Any thread may ask, that of the reader included.
    void read(HANDLE pipe) {
        // TODO 3: which thread runs the routine?
        start(*new Read{this, pipe});
    }

    /// Returns when as many records as the reader was made for have been delivered. Blocks without
    /// using the processor.
    void run() {
        // TODO 1: the routines run in the reader's thread while it waits; not in every wait.
        // TODO 2: such a wait may end before all have come, and one of them may run several.
        ::WaitForSingleObject(all, INFINITE);
    }

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
        if (--reader.left == 0) ::SetEvent(reader.all);
    }
};
