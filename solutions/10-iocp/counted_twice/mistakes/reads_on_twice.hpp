// MISTAKE: reads on after TRUE, and for the packet of the same read again.
// Caught by: Test1 as over-twice
#pragma once

#include "common/win32/windows.hpp"

#include <string_view>

/// Given by the judge. A record that has come.
void log_record(std::string_view record);
/// Given by the judge. The other end has gone: no more records. Once.
void over();

/// Reads records from a pipe and logs each one, in the order in which they come.
struct Reader : OVERLAPPED {
    HANDLE pipe;  // belongs to the port
    HANDLE port;
    bool skips;  // set for this pipe: FILE_SKIP_COMPLETION_PORT_ON_SUCCESS
    char record[4];

    Reader(HANDLE opened, HANDLE its_port, bool mode)
        : OVERLAPPED{}, pipe(opened), port(its_port), skips(mode) {}
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// Begins to read. Waits for nobody.
    void start() { read_next(); }

    /// A packet with this OVERLAPPED was taken; `ok` and `bytes` are what the port has told.
    void on_packet(bool ok, DWORD bytes) {
        if (!ok) return over();
        log_record({record, bytes});
        read_next();
    }

    /// Writes the text and blocks until it is written or the other end has gone, without using the
    /// processor. The port hears nothing of it.
    void answer(std::string_view text) {
        const HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        OVERLAPPED write{};
        write.hEvent = without_packet(ended);
        DWORD bytes = 0;
        if (!::WriteFile(pipe, text.data(), static_cast<DWORD>(text.size()), nullptr, &write) &&
            ::GetLastError() == ERROR_IO_PENDING)
            ::GetOverlappedResult(pipe, &write, &bytes, TRUE);
        ::CloseHandle(ended);
    }

private:
    static HANDLE without_packet(HANDLE event) {
        return reinterpret_cast<HANDLE>(reinterpret_cast<ULONG_PTR>(event) | 1);
    }

    void read_next() {
        for (;;) {
            static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
            DWORD bytes = 0;
            if (!::ReadFile(pipe, record, sizeof record, &bytes, this)) {
                if (::GetLastError() != ERROR_IO_PENDING) over();
                return;
            }
            log_record({record, bytes});
        }
    }
};
