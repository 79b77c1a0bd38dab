// named_pipe.hpp - both ends of a named pipe.
//
//     w32::PipeServer server(LR"(\\.\pipe\workbook)", {.type = w32::PipeType::message});
//     w32::PipeClient client(LR"(\\.\pipe\workbook)");
//
// A server end is one *instance* of the pipe: it serves one client, then another after
// disconnect(). Every end is opened for overlapped I/O; start_read and start_write (overlapped.hpp)
// do the work, and blocking helpers are there for tests and small programs.
// https://learn.microsoft.com/windows/win32/ipc/named-pipes
#pragma once

#include "common/win32/overlapped.hpp"

#include <string>

namespace w32 {

/// What one WriteFile becomes at the other end: part of a stream, or a message with a border.
enum class PipeType { byte, message };

/// From whose point of view: the server's.
enum class PipeAccess { inbound, outbound, duplex };

struct PipeOptions {
    PipeType type = PipeType::message;
    /// A message-type pipe may still be read as bytes: many messages in one ReadFile.
    PipeType read_mode = PipeType::message;
    PipeAccess access = PipeAccess::duplex;
    DWORD instances = PIPE_UNLIMITED_INSTANCES;  ///< 1 to 254, or PIPE_UNLIMITED_INSTANCES
    DWORD quota = 16 * 1024;                     ///< bytes buffered per direction; advisory
    /// Fail if the name exists already: nobody can have put up a pipe in our name before us.
    /// Wine 8 ignores it.
    bool first_instance = false;
    bool reject_remote = true;
    /// Who may open it; borrowed for the call. nullptr: the default, which lets its creator,
    /// administrators and the system write.
    SECURITY_ATTRIBUTES* security = nullptr;
};

/// One instance of a pipe, server side. Movable; used by one thread at a time, except that
/// requests may be pending while it waits.
class PipeServer {
public:
    PipeServer() noexcept = default;
    /// `name` begins with \\.\pipe\ . Throws Error 231 when all instances are taken, Error 5 when
    /// first_instance finds the name in use.
    PipeServer(const wchar_t* name, const PipeOptions& options,
               std::source_location where = std::source_location::current());

    /// Starts waiting for a client. `done` also when one came between create and connect
    /// (ERROR_PIPE_CONNECTED: no packet and no event will follow); `failed` with ERROR_NO_DATA when
    /// that early client has left again: disconnect() and start anew.
    IoStarted start_connect(OVERLAPPED& request);

    /// Blocks until a client is there; answers how that ended (finish_within's empty = timed out).
    std::optional<IoResult> connect(Timeout limit,
                                    std::source_location where = std::source_location::current());

    /// Throws the client out; unread data is lost. The instance may be connected again.
    void disconnect() { check(::DisconnectNamedPipe(handle_.get()), "DisconnectNamedPipe"); }

    /// The client's process id as the system knows it; 0 if there is no client.
    DWORD client_process_id() const noexcept;

    HANDLE get() const noexcept { return handle_.get(); }
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

private:
    Handle handle_;
};

struct PipeClientOptions {
    PipeAccess access = PipeAccess::duplex;  ///< as the server created it
    PipeType read_mode = PipeType::byte;     ///< message only if the pipe's type is message
};

/// The client's end. The server may not impersonate us beyond asking nothing
/// (SECURITY_ANONYMOUS): a pipe name is a public place, and who answers may be anybody.
class PipeClient {
public:
    PipeClient() noexcept = default;
    /// Throws Error 2 if no such pipe exists and Error 231 if no instance is free.
    explicit PipeClient(const wchar_t* name, const PipeClientOptions& options = {},
                        std::source_location where = std::source_location::current());

    /// As the constructor, but waits while every instance is busy; empty after `limit` or while
    /// there is no such pipe (the error is then in GetLastError()).
    static std::optional<PipeClient> open(const wchar_t* name, Timeout limit,
                                          const PipeClientOptions& options = {});

    HANDLE get() const noexcept { return handle_.get(); }
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

private:
    Handle handle_;
};

/// Blocking helpers on either end: start, and wait for the end of it. Empty = still running after
/// `limit`; the request was then cancelled and collected, so buffer and pipe are free again.
std::optional<IoResult> read_within(HANDLE pipe, std::span<std::byte> buffer, Timeout limit,
                                    std::source_location where = std::source_location::current());
std::optional<IoResult> write_within(HANDLE pipe, std::span<const std::byte> data, Timeout limit,
                                     std::source_location where = std::source_location::current());

}  // namespace w32
