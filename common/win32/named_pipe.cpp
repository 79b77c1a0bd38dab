// named_pipe.cpp - flags, and the answers of ConnectNamedPipe.
#include "common/win32/named_pipe.hpp"

#include "common/win32/deadline.hpp"
#include "common/win32/wait_board.hpp"

namespace w32 {
namespace {

DWORD server_access(PipeAccess access) {
    switch (access) {
        case PipeAccess::inbound: return PIPE_ACCESS_INBOUND;
        case PipeAccess::outbound: return PIPE_ACCESS_OUTBOUND;
        default: return PIPE_ACCESS_DUPLEX;
    }
}

DWORD client_access(PipeAccess access) {
    switch (access) {
        // GENERIC_WRITE holds FILE_WRITE_ATTRIBUTES, which SetNamedPipeHandleState wants; a
        // read-only end must ask for it. Reading attributes is for GetNamedPipeInfo.
        case PipeAccess::inbound: return GENERIC_WRITE | FILE_READ_ATTRIBUTES;
        case PipeAccess::outbound: return GENERIC_READ | FILE_WRITE_ATTRIBUTES;
        default: return GENERIC_READ | GENERIC_WRITE;
    }
}

HANDLE open_client(const wchar_t* name, PipeAccess access) {
    return ::CreateFileW(name, client_access(access), 0, nullptr, OPEN_EXISTING,
                         FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS,
                         nullptr);
}

// Ends the wait for `request`, and only returns when the system has let go of it.
std::optional<IoResult> collect(HANDLE pipe, const IoStarted& started, Overlapped& request,
                                Timeout limit, std::source_location where) {
    if (started.how != Io::pending) return IoResult{started.bytes, started.error};
    if (auto result = request.finish_within(pipe, limit, where)) return result;
    (void)cancel(pipe, request.raw(), where);
    const IoResult late = request.finish(pipe, where);
    // It may have ended between the time-out and the cancellation: then it did happen.
    if (late.error != ERROR_OPERATION_ABORTED) return late;
    return std::nullopt;
}

}  // namespace

PipeServer::PipeServer(const wchar_t* name, const PipeOptions& options,
                       std::source_location where) {
    DWORD open = server_access(options.access) | FILE_FLAG_OVERLAPPED;
    if (options.first_instance) open |= FILE_FLAG_FIRST_PIPE_INSTANCE;
    DWORD mode = options.type == PipeType::message ? PIPE_TYPE_MESSAGE : PIPE_TYPE_BYTE;
    mode |= options.read_mode == PipeType::message ? PIPE_READMODE_MESSAGE : PIPE_READMODE_BYTE;
    if (options.reject_remote) mode |= PIPE_REJECT_REMOTE_CLIENTS;
    handle_ = own_file(::CreateNamedPipeW(name, open, mode, options.instances, options.quota,
                                          options.quota, 0, options.security),
                       "CreateNamedPipeW", where);
}

IoStarted PipeServer::start_connect(OVERLAPPED& request) {
    // For an overlapped pipe TRUE is never answered; every answer is an error code.
    if (::ConnectNamedPipe(handle_.get(), &request)) return {Io::done, 0, ERROR_SUCCESS};
    const DWORD error = ::GetLastError();
    if (error == ERROR_IO_PENDING) return {Io::pending, 0, error};
    if (error == ERROR_PIPE_CONNECTED) return {Io::done, 0, ERROR_SUCCESS};
    return {Io::failed, 0, error};
}

std::optional<IoResult> PipeServer::connect(Timeout limit, std::source_location where) {
    Overlapped request;
    return collect(handle_.get(), start_connect(request.raw()), request, limit, where);
}

DWORD PipeServer::client_process_id() const noexcept {
    ULONG id = 0;
    return ::GetNamedPipeClientProcessId(handle_.get(), &id) ? id : 0;
}

PipeClient::PipeClient(const wchar_t* name, const PipeClientOptions& options,
                       std::source_location where)
    : handle_(own_file(open_client(name, options.access), "CreateFileW", where)) {
    if (options.read_mode == PipeType::byte) return;  // what a client end starts with
    DWORD mode = PIPE_READMODE_MESSAGE;
    check(::SetNamedPipeHandleState(handle_.get(), &mode, nullptr, nullptr),
          "SetNamedPipeHandleState", where);
}

std::optional<PipeClient> PipeClient::open(const wchar_t* name, Timeout limit,
                                           const PipeClientOptions& options) {
    const Deadline deadline(limit);
    for (;;) {
        try {
            return PipeClient(name, options);
        } catch (const Error& error) {
            if (error.code() != ERROR_PIPE_BUSY || deadline.passed()) {
                ::SetLastError(error.code());
                return std::nullopt;
            }
            // A free instance is first come, first served: somebody may be faster, so look again.
            const OnWaitBoard line("a free pipe instance", nullptr);
            // NMPWAIT_WAIT_FOREVER is INFINITE; 0 would mean the server's default instead.
            (void)::WaitNamedPipeW(name, std::max(deadline.left().ms(), DWORD{1}));
        }
    }
}

std::optional<IoResult> read_within(HANDLE pipe, std::span<std::byte> buffer, Timeout limit,
                                    std::source_location where) {
    Overlapped request;
    return collect(pipe, start_read(pipe, buffer, request.raw()), request, limit, where);
}

std::optional<IoResult> write_within(HANDLE pipe, std::span<const std::byte> data, Timeout limit,
                                     std::source_location where) {
    Overlapped request;
    return collect(pipe, start_write(pipe, data, request.raw()), request, limit, where);
}

}  // namespace w32
