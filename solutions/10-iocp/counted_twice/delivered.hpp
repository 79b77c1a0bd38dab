// LAB L35 - Counted twice                                            about 30 minutes
//
// Goal    Each record is logged once. As it stands, a record that is there before it is read is
//         logged twice: ReadFile tells of it, and so does the port.
//
// Given   log_record() and over(), below: they belong to the judge. One thread takes the packets of
//         the port, and calls on_packet() for each. It calls start(), once, and answer(), too.
// To do   the places marked TODO. The contracts stay as they are; members may be added.
// Rules   ReadFile and WriteFile with an OVERLAPPED; no second thread, no Sleep, no polling.
//
// Judged  wb check L35   (Visual Studio: Test Explorer, ch10.lab.counted_twice). The judge lets a
//         read be done at once and later, with FILE_SKIP_COMPLETION_PORT_ON_SUCCESS and without;
//         wb replay L35 runs the first order that fails again.
// Stuck?  wb hint L35, then notes/10-iocp.md#which-requests-queue-a-packet
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
        // TODO 3: a packet with this OVERLAPPED comes when there is no such OVERLAPPED any more.
        OVERLAPPED write{};
        write.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        DWORD bytes = 0;
        if (!::WriteFile(pipe, text.data(), static_cast<DWORD>(text.size()), nullptr, &write) &&
            ::GetLastError() == ERROR_IO_PENDING)
            ::GetOverlappedResult(pipe, &write, &bytes, TRUE);
        ::CloseHandle(write.hEvent);
    }

private:
    void read_next() {
        static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
        DWORD bytes = 0;
        // TODO 1: done at once, and the port tells of it all the same: who logs the record?
        // TODO 2: done at once, and the port does not tell (`skips`): who logs it, who reads on?
        if (::ReadFile(pipe, record, sizeof record, &bytes, this))
            log_record({record, bytes});
        else if (::GetLastError() != ERROR_IO_PENDING)
            over();
    }
};
