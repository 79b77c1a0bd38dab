// SOLUTION L34 - Four outcomes
// (the task: labs/10-iocp/four_outcomes/four_outcomes.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <string_view>

/// A client: the OVERLAPPED of its read, and what is read. Its address is the key of its pipe.
struct Client : OVERLAPPED {
    HANDLE pipe;
    char record[4];
};

/// Given by the judge. A record has come; it may be empty.
void on_record(Client& client, std::string_view record);
/// Given by the judge. The client has gone, or its read has failed: no read of it is pending, and
/// there will be no other one. Once for each client.
void let_go(Client& client);
/// Given by the judge. Nothing has come for a while.
void on_idle();

struct Server {
    HANDLE port;
    DWORD idle;  // in milliseconds; INFINITE: on_idle() is never called

    Server(HANDLE its_port, DWORD limit) : port(its_port), idle(limit) {}
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// From now on the client is served.
    void add(Client& client) {
        ::CreateIoCompletionPort(client.pipe, port, reinterpret_cast<ULONG_PTR>(&client), 0);
        read_next(client);
    }

    /// Serves all clients: each record is told, and each client that leaves is let go. Each time
    /// that nothing has come for `idle`, on_idle() is called. Returns when the packet that stop()
    /// has posted is taken, or when the port is closed.
    void work() {
        for (;;) {
            ULONG_PTR key = 0;
            LPOVERLAPPED lpo = nullptr;
            DWORD bytes = 0;
            const BOOL b = ::GetQueuedCompletionStatus(port, &bytes, &key, &lpo, idle);
            const auto client = reinterpret_cast<Client*>(key);
            if (lpo == NULL) {  // no packet of a request: key and bytes say nothing
                const DWORD error = b ? ERROR_SUCCESS : ::GetLastError();
                if (error != WAIT_TIMEOUT) return;  // stop(), or a port that is closed
                on_idle();
                continue;
            }
            if (!b) {  // a packet of a request that has failed: one client
                let_go(*client);
                continue;
            }
            on_record(*client, {client->record, bytes});
            read_next(*client);
        }
    }

    /// Any thread.
    void stop() { ::PostQueuedCompletionStatus(port, 0, 0, nullptr); }

private:
    void read_next(Client& client) {
        static_cast<OVERLAPPED&>(client) = OVERLAPPED{};
        if (!::ReadFile(client.pipe, client.record, sizeof client.record, nullptr, &client) &&
            ::GetLastError() != ERROR_IO_PENDING)
            let_go(client);  // there is no request, so there will be no packet
    }
};

// DISCUSSION
//
// Which order?    The OVERLAPPED first. It alone says whether a packet of a request was taken; the
//                 BOOL says how that request has ended. In the other order three things share one
//                 FALSE, and the original's line treats them alike: the server ends.
// Its next branch? `else if (!b)` behind `if (!b || ...)` is never reached. What was written there
//                 for a broken pipe has never run, and no compiler says so.
// FALSE and lpo   The read has failed, and the port is well. 109 is the usual reason; 995 after a
//                 cancellation, 64 for a socket. All of them are the end of one client, so the
//                 error is for the log, not for the decision.
// FALSE, no lpo   258: nothing has come for a while. 735: the port was closed while we waited; 6:
//                 it had been closed before. Only the first one is worth another round.
// TRUE, no lpo    A packet that somebody has posted. Nobody looks into it on the way.
// 0 bytes         A message may be empty: TRUE, an OVERLAPPED and no bytes are a record of a pipe.
//                 With a socket they are the end of the stream; nobody has reset or cancelled
//                 anything there either. So 0 bytes are asked for by their file, not by the port.
// Key and bytes   Mean something only if a packet was taken. After a time-out they are what they
//                 were before: with variables outside the loop, those of the client before.
// The error       Only after FALSE. After TRUE GetLastError says what it said before, and may well
//                 be the 109 of another client.
// Several at once What GetQueuedCompletionStatusEx has brought is out of the port, so each of them
//                 has to be served here. Its TRUE says that it has brought some; how each request
//                 has ended is in its OVERLAPPED (alternatives/several_at_once.hpp).
// Closed on Wine  Wine 8 never wakes who waits at a port that is closed. Post a packet instead, on
//                 Windows, too: lab L36.
// In the wrappers w32::CompletionPort::get answers with one of four names.
