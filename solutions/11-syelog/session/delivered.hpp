// LAB L38 - Session                                                  about 40 minutes
//
// Goal    The daemon outlives whatever one client does, and the next client can always come. As it
//         stands, a client that is quicker than the daemon ends it, one that leaves at once is the
//         last one, and one that says too little is used after it was freed.
//
// Given   on_record() and end_process(), below: they belong to the judge.
// To do   the places marked TODO. The contract of Daemon stays as it is; members may be added.
// Rules   One thread; the functions of Windows that are here already. No Sleep, no wait with a
//         limit: what has ended is told by the port.
//
// Judged  wb check L38   (Visual Studio: Test Explorer, ch11.lab.session). Clients come before the
//         daemon waits for them, leave before it reads, and write what is no record, in every
//         order; wb replay L38 runs the first order that fails again.
// Stuck?  wb hint L38, then notes/11-syelog.md#what-may-a-client-do
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
        sessions_.push_back(std::make_unique<Session>());
        Session& session = *sessions_.back();
        session.pipe = ::CreateNamedPipeW(name_.c_str(), PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED,
                                          PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE,
                                          PIPE_UNLIMITED_INSTANCES, 0, 64, 0, nullptr);
        ::CreateIoCompletionPort(session.pipe, port_, kPipe, 0);
        if (::ConnectNamedPipe(session.pipe, &session)) return;
        if (::GetLastError() == ERROR_IO_PENDING) return;
        // TODO 1: what else may it answer, and is any of that a reason to give up?
        end(session);
        end_process();
    }

    void client_has_come(Session& session) {
        session.is_awaited = false;
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (!::ReadFile(session.pipe, &session.record, sizeof session.record, nullptr, &session)) {
            // TODO 2: this client has left. And the next one?
            if (::GetLastError() != ERROR_IO_PENDING) return end(session);
        }
        put_up_instance();
    }

    void record_has_come(Session& session, DWORD bytes) {
        // TODO 3: what is no record, and what is done with its client?
        if (bytes < kHeader) end(session);
        on_record(session.record.text);
        static_cast<OVERLAPPED&>(session) = OVERLAPPED{};
        if (!::ReadFile(session.pipe, &session.record, sizeof session.record, nullptr, &session) &&
            ::GetLastError() == ERROR_BROKEN_PIPE)
            end(session);
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
