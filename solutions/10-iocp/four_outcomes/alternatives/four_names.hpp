// ALTERNATIVE: first a name for the outcome, then a case for each.
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
            switch (outcome_of(b, lpo)) {
                case Outcome::record:
                    on_record(*client, {client->record, bytes});
                    read_next(*client);
                    break;
                case Outcome::failed: let_go(*client); break;
                case Outcome::nothing: on_idle(); break;
                case Outcome::end: return;
            }
        }
    }

    /// Any thread.
    void stop() { ::PostQueuedCompletionStatus(port, 0, 0, nullptr); }

private:
    enum class Outcome { record, failed, nothing, end };

    // Right after the call: it looks at the last error.
    static Outcome outcome_of(BOOL ok, const OVERLAPPED* request) {
        if (request != nullptr) return ok ? Outcome::record : Outcome::failed;
        return !ok && ::GetLastError() == WAIT_TIMEOUT ? Outcome::nothing : Outcome::end;
    }

    void read_next(Client& client) {
        static_cast<OVERLAPPED&>(client) = OVERLAPPED{};
        if (!::ReadFile(client.pipe, client.record, sizeof client.record, nullptr, &client) &&
            ::GetLastError() != ERROR_IO_PENDING)
            let_go(client);  // there is no request, so there will be no packet
    }
};
