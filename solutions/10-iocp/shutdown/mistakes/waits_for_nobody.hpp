// MISTAKE: waits for the last session to end, even if it had ended before, or was never there.
// Caught by: Test1 as no-quit-packet
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
    HANDLE all_over = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    LONG open = 0;  // sessions
    SRWLOCK lock = SRWLOCK_INIT;
    bool is_stopping = false;  // guarded by lock
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
        ::InterlockedIncrement(&open);
        read_next(session);
    }

    /// Ends each session, then the workers, and then closes the port and all that is the server's.
    /// What clients have written and no worker has taken yet may be lost. Blocks until all that is
    /// done, and not for what clients do. Once.
    void stop() {
        ::AcquireSRWLockExclusive(&lock);
        is_stopping = true;  // from now on nobody starts a read
        ::ReleaseSRWLockExclusive(&lock);
        for (const auto& session : sessions)
            ::CancelIoEx(session->pipe, session.get());  // FALSE: its packet is on its way
        ::WaitForSingleObject(all_over, INFINITE);
        for (int i = 0; i < kWorkers; ++i) ::PostQueuedCompletionStatus(port, 0, kQuit, nullptr);
        ::WaitForMultipleObjects(kWorkers, workers, TRUE, INFINITE);
        for (const HANDLE worker : workers) ::CloseHandle(worker);
        ::CloseHandle(all_over);
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
        ::AcquireSRWLockExclusive(&lock);
        const bool has_begun = !is_stopping && start_read(session);
        ::ReleaseSRWLockExclusive(&lock);
        if (!has_begun) end(session);
    }

    // false: there is no request, so there will be no packet.
    static bool start_read(Session& session) {
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        return ::ReadFile(session.pipe, session.record, sizeof session.record, nullptr, &session) ||
               ::GetLastError() == ERROR_IO_PENDING;
    }

    void end(Session& session) {
        over(session.client);
        leave();
    }

    void leave() {
        if (::InterlockedDecrement(&open) == 0) ::SetEvent(all_over);
    }
};
