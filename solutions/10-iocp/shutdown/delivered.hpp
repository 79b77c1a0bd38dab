// LAB L36 - Shutdown                                                 about 40 minutes
//
// Goal    stop() ends the server in an order in which nobody waits for ever and nothing is used
//         that has gone. As it stands, one worker never returns - and if it did, the sessions would
//         be freed while the system still reads into them.
//
// Given   on_record() and over(), below: they belong to the judge. Any thread may call them.
// To do   the places marked TODO. The contracts of add() and stop() stay as they are; members may
//         be added.
// Rules   the functions of Windows that are here already, CancelIoEx, locks, events and interlocked
//         functions; no Sleep, no polling, no limits.
//
// Judged  wb check L36   (Visual Studio: Test Explorer, ch10.lab.shutdown). The judge calls stop()
//         at every moment: when nobody is there, when clients say nothing, when one writes or
//         leaves; wb replay L36 runs the first order that fails again.
// Stuck?  wb hint L36, then notes/10-iocp.md#how-does-one-shut-it-down
#pragma once

#include "common/win32/windows.hpp"

#include <memory>
#include <string_view>
#include <vector>

/// Given by the judge. A record of that client has come.
void on_record(int client, std::string_view record);
/// Given by the judge. The session of that client has ended: its last packet was taken, and no read
/// of it is pending. Once for each client.
void over(int client);

struct Session : OVERLAPPED {
    int client;
    HANDLE pipe;
    char record[4];
};

/// Two threads that serve any number of clients.
struct Server {
    static constexpr int kWorkers = 2;
    static constexpr ULONG_PTR kQuit = 0;
    static constexpr ULONG_PTR kSession = 1;  // of each client's pipe

    HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    std::vector<std::unique_ptr<Session>> sessions;
    HANDLE workers[kWorkers];

    Server() {
        for (HANDLE& worker : workers)
            worker = ::CreateThread(nullptr, 0, &routine, this, 0, nullptr);
    }
    /// After stop().
    ~Server() = default;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// From now on the client is served, until it leaves or stop() is called. The pipe stays the
    /// caller's, and open until stop() has returned. By one thread, before stop().
    void add(int client, HANDLE pipe) {
        sessions.push_back(std::make_unique<Session>());
        Session& session = *sessions.back();
        session.client = client;
        session.pipe = pipe;
        ::CreateIoCompletionPort(pipe, port, kSession, 0);
        read_next(session);
    }

    /// Ends each session, then the workers, and then closes the port and all that is the server's.
    /// What clients have written and no worker has taken yet may be lost. Blocks until all that is
    /// done, and not for what clients do. Once.
    void stop() {
        // TODO 1: each session ends, and over() is called for it, before its memory goes.
        // TODO 2: each worker returns.
        ::PostQueuedCompletionStatus(port, 0, kQuit, nullptr);
        ::WaitForMultipleObjects(kWorkers, workers, TRUE, INFINITE);
        for (const HANDLE worker : workers) ::CloseHandle(worker);
        ::CloseHandle(port);
        sessions.clear();
    }

private:
    static DWORD WINAPI routine(LPVOID self) {
        static_cast<Server*>(self)->work();
        return 0;
    }

    void work() {
        for (;;) {
            DWORD bytes = 0;
            ULONG_PTR key = 0;
            OVERLAPPED* request = nullptr;
            const BOOL ok = ::GetQueuedCompletionStatus(port, &bytes, &key, &request, INFINITE);
            if (key == kQuit) return;
            Session& session = *static_cast<Session*>(request);
            if (ok) {
                on_record(session.client, {session.record, bytes});
                read_next(session);
            } else {
                end(session);
            }
        }
    }

    void read_next(Session& session) {
        // TODO 3: who starts a read that nobody cancels any more?
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (!::ReadFile(session.pipe, session.record, sizeof session.record, nullptr, &session) &&
            ::GetLastError() != ERROR_IO_PENDING)
            end(session);
    }

    void end(Session& session) { over(session.client); }
};
