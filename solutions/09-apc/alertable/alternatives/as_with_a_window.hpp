// ALTERNATIVE: waits as a thread with a window would, and for no message.
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
        auto* read = new Read{this, pipe};
        ::QueueUserAPC(&start_here, thread, reinterpret_cast<ULONG_PTR>(read));
    }

    /// Returns when as many records as the reader was made for have been delivered. Blocks without
    /// using the processor.
    void run() {
        while (::MsgWaitForMultipleObjectsEx(1, &all, INFINITE, 0, MWMO_ALERTABLE) ==
               WAIT_IO_COMPLETION) {
            // a routine or an APC has run; was it the last one?
        }
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
        if (--reader.left == 0) ::SetEvent(reader.all);
    }
};
