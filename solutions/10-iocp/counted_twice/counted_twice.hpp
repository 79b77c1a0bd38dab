// SOLUTION L35 - Counted twice
// (the task: labs/10-iocp/counted_twice/counted_twice.hpp)
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
            if (!skips) return;  // done, and its packet comes all the same
            log_record({record, bytes});
        }
    }
};

// DISCUSSION
//
// Twice?          A port tells of each request that has begun and ended, also of one that ended
//                 inside the call. TRUE from ReadFile is news for the caller, and changes nothing
//                 for the port. So the usual server ignores TRUE: everything is done where the
//                 packet is taken.
// And the mode?   FILE_SKIP_COMPLETION_PORT_ON_SUCCESS saves the packet of what is done at once,
//                 and with it a way through the port. Then the caller is the only one who knows,
//                 and has to do everything: log, and read on - in a loop, for the next read may be
//                 done at once as well. A call from itself would grow the stack.
// What it skips   Only what ReadFile answers with TRUE. A pending read queues its packet when it
//                 ends, whenever that is. A refused one queues none, with the mode or without.
// Refused?        109 at once: no request, no packet. Whoever waits for one waits for ever.
//                 So does answer() that waits without asking whether its write has begun: an event
//                 is set when a request ends, and there is none.
// Which comes?    Nobody knows before. A test in which each read pends shows nothing of all this.
// The low bit     Is for one request: the event is set as always, and the port hears nothing. It
//                 needs an event: without one, there is no handle to set the bit in. The original
//                 note casts to DWORD; a handle is as wide as a pointer.
// Take it out?    answer() could take its packet from the port itself - and get that of the read
//                 (mistakes/takes_a_packet.hpp). Who gets a packet does not choose which.
