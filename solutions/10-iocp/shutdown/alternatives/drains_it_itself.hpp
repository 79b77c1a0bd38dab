// ALTERNATIVE: the workers go first, so nobody starts a read any more and no lock is needed; stop()
// takes the packets of the cancelled reads itself.
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
    bool is_over = false;  // set by whoever takes its last packet
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
        for (int i = 0; i < kWorkers; ++i) ::PostQueuedCompletionStatus(port, 0, kQuit, nullptr);
        ::WaitForMultipleObjects(kWorkers, workers, TRUE, INFINITE);
        for (const auto& session : sessions)
            if (!session->is_over) ::CancelIoEx(session->pipe, session.get());
        for (const auto& session : sessions)
            while (!session->is_over) take_last_packet();
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
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (!::ReadFile(session.pipe, session.record, sizeof session.record, nullptr, &session) &&
            ::GetLastError() != ERROR_IO_PENDING)
            end(session);
    }

    void end(Session& session) {
        session.is_over = true;
        over(session.client);
    }

    // Nobody starts a read any more, so the packet of each session is its last one.
    void take_last_packet() {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        ::GetQueuedCompletionStatus(port, &bytes, &key, &request, INFINITE);
        if (request != nullptr) end(*static_cast<Session*>(request));
    }
};
