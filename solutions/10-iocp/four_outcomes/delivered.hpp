// LAB L34 - Four outcomes                                            about 25 minutes
//
// Goal    The server outlives its clients, and idle times. As it stands, it ends when one of its
//         clients leaves: `if (!b || lpo == NULL)` is the line of the original article, and the
//         branch behind it is never reached.
//
// Given   on_record(), let_go() and on_idle(), below: they belong to the judge. One thread calls
//         work(); clients are added before that.
// To do   the places marked TODO. The contract of work() stays as it is; members may be added.
// Rules   GetQueuedCompletionStatus or GetQueuedCompletionStatusEx; no second thread, no Sleep, no
//         polling.
//
// Judged  wb check L34   (Visual Studio: Test Explorer, ch10.lab.four_outcomes). The judge produces
//         each answer of the port, alone and together with the others; wb replay L34 runs the first
//         order that fails again.
// Stuck?  wb hint L34, then notes/10-iocp.md#what-does-getqueuedcompletionstatus-answer
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
            // TODO 1: a read that has failed is the end of one client.
            // TODO 2: a while without a packet is no end at all.
            // TODO 3: the packet of stop(), and a port that is closed, are the end of the server.
            if (!b || lpo == NULL) {
                return;
            } else if (!b) {
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
