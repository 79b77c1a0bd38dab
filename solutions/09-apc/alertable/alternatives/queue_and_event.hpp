// ALTERNATIVE: a queue under a lock, and one wait for its event and for routines.
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

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
    SRWLOCK lock = SRWLOCK_INIT;
    std::vector<HANDLE> asked;                                     // under the lock
    HANDLE wake = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);  // there is something in it

    explicit Reader(std::size_t records) : left(records) {}
    ~Reader() { ::CloseHandle(wake); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Asks for the next record of a pipe, which was opened with FILE_FLAG_OVERLAPPED, and waits
    /// for nobody. Any thread may ask, that of the reader included.
    void read(HANDLE pipe) {
        ::AcquireSRWLockExclusive(&lock);
        asked.push_back(pipe);
        ::ReleaseSRWLockExclusive(&lock);
        ::SetEvent(wake);
    }

    /// Returns when as many records as the reader was made for have been delivered. Blocks without
    /// using the processor.
    void run() {
        while (left > 0)
            if (::WaitForSingleObjectEx(wake, INFINITE, TRUE) == WAIT_OBJECT_0)
                for (const HANDLE pipe : take()) start(*new Read{this, pipe});
    }

    std::vector<HANDLE> take() {
        ::AcquireSRWLockExclusive(&lock);
        const std::vector<HANDLE> taken = std::exchange(asked, {});
        ::ReleaseSRWLockExclusive(&lock);
        return taken;
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
        --reader.left;
    }
};
