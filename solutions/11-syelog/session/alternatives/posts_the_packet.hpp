// ALTERNATIVE: a client that was quicker is told by a packet, too: the daemon posts it itself. So
// there is one place where clients come in.
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Given by the judge. A client has written this.
void on_record(std::string_view text);
/// Given by the judge. What ExitProcess(1) would be: no thread comes any further.
void end_process();

/// As it travels: one write is one record. It ends with the NUL of its text, and `bytes` says how
/// many it has in all.
struct Record {
    BYTE bytes;
    BYTE severity;
    char text[6];
};

inline constexpr std::size_t kHeader = offsetof(Record, text);
inline constexpr ULONG_PTR kQuit = 0;  // posted: stop
inline constexpr ULONG_PTR kPipe = 1;  // of each instance

/// An instance of the pipe, from the wait for its client to the end of that client.
struct Session : OVERLAPPED {
    HANDLE pipe = INVALID_HANDLE_VALUE;
    bool is_awaited = true;  // the client
    Record record{};
};

/// Tells each record of each client, in order, also of a client that has left meanwhile. A record's
/// text ends with its NUL, or with what has come. A client that writes something else - less than
/// kHeader bytes, more than a Record, or another number than `bytes` says - is thrown out: its
/// instance is closed, and nothing of that write is told. Of all this no other client notices
/// anything.
class Daemon {
public:
    Daemon(std::wstring pipe, HANDLE port) : name_(std::move(pipe)), port_(port) {}

    /// Returns after a packet with the key kQuit. Until then a client can come: an instance waits
    /// for it, or one will as soon as the daemon gets to it; the pipe's name is there all the time.
    /// When it returns, each instance is closed, and each request has ended.
    void run() {
        put_up_instance();
        while (take()) {
        }
        is_stopping_ = true;
        for (const auto& session : sessions_) ::CancelIoEx(session->pipe, session.get());
        while (!sessions_.empty()) take();
    }

private:
    // False: it was kQuit.
    bool take() {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        const BOOL ok = ::GetQueuedCompletionStatus(port_, &bytes, &key, &request, INFINITE);
        if (request == nullptr) return false;
        Session& session = *static_cast<Session*>(request);
        if (is_stopping_ || !ok)
            end(session);
        else if (session.is_awaited)
            client_has_come(session);
        else
            record_has_come(session, bytes);
        return true;
    }

    void put_up_instance() {
        Session& next = add_instance();
        if (::ConnectNamedPipe(next.pipe, &next)) return;
        const DWORD error = ::GetLastError();
        if (error == ERROR_PIPE_CONNECTED || error == ERROR_NO_DATA)
            ::PostQueuedCompletionStatus(port_, 0, kPipe, &next);
        else if (error != ERROR_IO_PENDING)
            end(next);
    }

    Session& add_instance() {
        sessions_.push_back(std::make_unique<Session>());
        Session& session = *sessions_.back();
        session.pipe = ::CreateNamedPipeW(name_.c_str(), PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED,
                                          PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE,
                                          PIPE_UNLIMITED_INSTANCES, 0, 64, 0, nullptr);
        ::CreateIoCompletionPort(session.pipe, port_, kPipe, 0);
        return session;
    }

    void client_has_come(Session& session) {
        session.is_awaited = false;
        put_up_instance();  // first: this client may be gone, and its instance with it
        read_next(session);
    }

    void record_has_come(Session& session, DWORD bytes) {
        const Record& record = session.record;
        if (bytes < kHeader || bytes != record.bytes) return end(session);
        const std::string_view text(record.text, bytes - kHeader);
        on_record(text.substr(0, text.find('\0')));
        read_next(session);
    }

    // After this the session is the system's, or it is gone.
    void read_next(Session& session) {
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (::ReadFile(session.pipe, &session.record, sizeof session.record, nullptr, &session))
            return;
        const DWORD error = ::GetLastError();
        // 234 is a warning: the read was carried out, and its packet tells of it.
        if (error != ERROR_IO_PENDING && error != ERROR_MORE_DATA) end(session);
    }

    // No request of the session is pending.
    void end(Session& session) {
        ::CloseHandle(session.pipe);
        std::erase_if(sessions_, [&](const auto& each) { return each.get() == &session; });
    }

    std::wstring name_;
    HANDLE port_;
    bool is_stopping_ = false;
    std::vector<std::unique_ptr<Session>> sessions_;
};
