// pipes.cpp - named pipes: instances, their two ends and what is on its way between them.
//
// Who connects, opens and closes meets others at the name; who reads and writes, at the instance.
// https://learn.microsoft.com/windows/win32/ipc/named-pipes
#include "common/explore/model/devices.hpp"
#include "common/explore/redirect/io_calls.hpp"

#include <algorithm>
#include <cstring>
#include <cwctype>
#include <map>
#include <utility>

namespace explore {

/// The instances of one name.
struct PipeName {
    std::string label;
    std::vector<Pipe*> open;
};

namespace {

constexpr DWORD kSmallestQuota = 4096;

std::map<std::wstring, PipeName> names;  // their addresses are their identity
std::deque<Pipe> pipes;
std::size_t used_pipes = 0;

PipeName& instances_of(LPCWSTR text) {
    std::wstring key = text;
    for (wchar_t& c : key) c = static_cast<wchar_t>(std::towlower(static_cast<wint_t>(c)));
    PipeName& found = names[key];
    if (found.label.empty())
        for (const wchar_t c : key) found.label += c < 128 ? static_cast<char>(c) : '?';
    return found;
}

HANDLE refuse(DWORD error) {
    ::SetLastError(error);
    return INVALID_HANDLE_VALUE;
}

BOOL fails(DWORD error) {
    ::SetLastError(error);
    return FALSE;
}

std::size_t buffered(const Pipe& pipe, int side) {
    std::size_t bytes = 0;
    for (const Chunk& chunk : pipe.data[side]) bytes += chunk.data.size();
    return bytes;
}

bool can_end(const Pipe& pipe, const Request& request) {
    if (request.cancelled != 0 || request.decided) return true;
    if (request.kind == Request::Kind::connect) return false;
    if (request.kind == Request::Kind::write) return !request.waits;
    return !pipe.data[request.side].empty() || pipe.connection != Connection::connected;
}

DWORD broken(const Pipe& pipe, const File& file) {
    if (file.cut_off) return ERROR_PIPE_NOT_CONNECTED;
    switch (pipe.connection) {
        case Connection::listening:
        case Connection::claimed: return ERROR_PIPE_LISTENING;
        case Connection::disconnected: return ERROR_PIPE_NOT_CONNECTED;
        default: return ERROR_BROKEN_PIPE;
    }
}

Pipe& make_pipe(Thread& self, PipeName& instances, Object& name) {
    if (used_pipes == pipes.size()) pipes.emplace_back();
    Pipe& pipe = pipes[used_pipes++];
    pipe = Pipe{};
    pipe.object = &the_engine.create(ObjectType::device, the_engine.key_of_new(self));
    pipe.object->label = instances.label.c_str();
    pipe.name = &name;
    pipe.instances = &instances;
    instances.open.push_back(&pipe);
    return pipe;
}

// A read gets its bytes, or the error that it ends with.
void take(Pipe& pipe, Request& request) {
    auto& data = pipe.data[request.side];
    request.taken.clear();
    if (data.empty()) {
        request.error = broken(pipe, *request.file);
        return;
    }
    const bool message = request.file->message_reads;
    while (!data.empty() && (request.transferred < request.bytes || message)) {
        Chunk& chunk = data.front();
        const auto room = static_cast<std::size_t>(request.bytes - request.transferred);
        const std::size_t count = std::min(room, chunk.data.size());
        request.taken.append(chunk.data, 0, count);
        request.transferred += static_cast<DWORD>(count);
        chunk.data.erase(0, count);
        if (chunk.data.empty()) {
            if (chunk.writer != nullptr) {
                chunk.writer->waits = false;
                chunk.writer->decided = true;  // too late to be cancelled
            }
            data.pop_front();
        } else if (message) {
            request.error = ERROR_MORE_DATA;
        }
        if (message) break;
    }
}

// A read gets the bytes that are there at once, however late its thread is told: later ones go to
// later reads, and it cannot be cancelled any more.
void serve(Pipe& pipe) {
    for (Request* request : pipe.pending) {
        if (request->kind != Request::Kind::read || request->done || request->decided ||
            request->cancelled != 0 || pipe.data[request->side].empty())
            continue;
        take(pipe, *request);
        request->decided = true;
    }
}

// The other end is gone: a read that waits has ended, and nothing later changes how.
void end_reads(Pipe& pipe) {
    for (Request* request : pipe.pending) {
        if (request->kind != Request::Kind::read || request->done || request->decided ||
            request->cancelled != 0)
            continue;
        take(pipe, *request);
        request->decided = true;
    }
}

// The server disconnects: what waits ends with an error, and nobody will read the data any more.
void end_all(Pipe& pipe) {
    for (Request* request : pipe.pending) {
        if (request->done || request->cancelled != 0 || request->decided) continue;
        if (request->waits || request->kind == Request::Kind::read)
            request->cancelled = ERROR_PIPE_NOT_CONNECTED;
        else if (request->kind == Request::Kind::write)
            request->decided = true;
    }
    for (auto& data : pipe.data) data.clear();
}

}  // namespace

void reset_pipes() {
    used_pipes = 0;
    for (auto& [text, instances] : names) instances.open.clear();
}

void settle(Pipe& pipe) {
    auto& pending = pipe.pending;
    pending.erase(std::remove_if(pending.begin(), pending.end(),
                                 [](const Request* request) { return request->done; }),
                  pending.end());
    pipe.object->state.woken = 0;
    const ThreadMask before = pipe.name->state.woken;
    ThreadMask connects = 0, mine = 0;
    bool first[2] = {true, true};
    for (const Request* request : pending) {
        const bool read = request->kind == Request::Kind::read;
        bool ready = can_end(pipe, *request);
        if (read && request->cancelled == 0) {
            ready = ready && first[request->side];
            first[request->side] = false;
        }
        const ThreadMask who = bit(request->by->id);
        if (request->kind == Request::Kind::connect) {
            mine |= who;
            if (ready) connects |= who;
        } else if (ready) {
            pipe.object->state.woken |= who;
        }
    }
    pipe.name->state.woken = (before & ~mine) | connects;
}

DWORD enter_pipe(Request& request) {
    Pipe& pipe = *request.file->pipe;
    const bool connected = pipe.connection == Connection::connected && !request.file->cut_off;
    if (request.kind == Request::Kind::connect) {
        if (connected) return ERROR_PIPE_CONNECTED;
        if (pipe.connection == Connection::closing) return ERROR_NO_DATA;
        if (pipe.connection == Connection::disconnected) pipe.connection = Connection::listening;
    } else if (request.kind == Request::Kind::write) {
        request.side = 1 - request.file->side;
        if (!connected) {
            const DWORD error = broken(pipe, *request.file);
            return error == ERROR_BROKEN_PIPE ? ERROR_NO_DATA : error;
        }
        request.waits = buffered(pipe, request.side) + request.bytes > pipe.quota;
        if (request.bytes != 0 || pipe.messages)
            pipe.data[request.side].push_back(
                {std::string(request.buffer, request.bytes), request.waits ? &request : nullptr});
    } else if (!connected && (request.file->cut_off || pipe.data[request.side].empty())) {
        return broken(pipe, *request.file);
    }
    pipe.pending.push_back(&request);
    serve(pipe);
    return ERROR_SUCCESS;
}

void withdraw(Request& request) {
    if (request.file->pipe == nullptr) return;
    auto& data = request.file->pipe->data[request.side];
    std::erase_if(data, [&](const Chunk& chunk) { return chunk.writer == &request; });
}

void transfer(Pipe& pipe, Request& request) {
    if (request.kind == Request::Kind::connect) return;
    if (request.kind == Request::Kind::write) {
        request.transferred = request.bytes;
        return;
    }
    if (!request.decided) take(pipe, request);
    if (request.transferred != 0)
        std::memcpy(request.buffer, request.taken.data(), request.taken.size());
}

void close_pipe_end(Thread& self, File& file, const Place& place) {
    Pipe& pipe = *file.pipe;
    perform_on_device(self, file, place);
    if (file.object->handles != 0) return;
    if (file.cut_off) return;
    if (pipe.connection == Connection::connected) pipe.connection = Connection::closing;
    if (file.side == 0) {
        pipe.connection = Connection::closing;
        auto& open = pipe.instances->open;
        open.erase(std::remove(open.begin(), open.end(), &pipe), open.end());
    }
    cancel_requests(&file, nullptr, nullptr, ERROR_OPERATION_ABORTED);
    end_reads(pipe);
    settle(pipe);
    Engine::changed(*pipe.object);
    the_engine.release(self, *pipe.object);
}

HANDLE open_pipe(LPCWSTR text, bool overlapped, const Place& place) {
    Thread& self = the_engine.self();
    PipeName& instances = instances_of(text);
    Object& name = the_engine.at(ObjectType::name, &instances);
    the_engine.perform(self, Kind::create, Want::nothing, true, &name, place);
    the_engine.acted(self);
    if (instances.open.empty()) return refuse(ERROR_FILE_NOT_FOUND);
    const auto free =
        std::find_if(instances.open.begin(), instances.open.end(),
                     [](const Pipe* pipe) { return pipe->connection == Connection::listening; });
    if (free == instances.open.end()) return refuse(ERROR_PIPE_BUSY);
    Pipe& pipe = **free;
    pipe.connection = Connection::claimed;
    File& file = new_file(self);
    file.pipe = &pipe;
    perform_on_device(self, file, place);
    file.side = 1;
    file.overlapped = overlapped;
    if (pipe.connection == Connection::claimed) {
        pipe.connection = Connection::connected;
        pipe.client = &file;
        for (Request* request : pipe.pending)
            if (request->kind == Request::Kind::connect) request->decided = true;
    }
    file.cut_off = pipe.client != &file && pipe.connection == Connection::disconnected;
    settle(pipe);
    Engine::changed(name);
    the_engine.release(self, name);
    return open_handle(*file.object, place);
}

}  // namespace explore

using namespace explore;

HANDLE explored_CreateNamedPipeW(LPCWSTR text, DWORD mode, DWORD pipe_mode, DWORD most, DWORD out,
                                 DWORD in, DWORD, LPSECURITY_ATTRIBUTES, const char* at, int line) {
    const Place place{at, line};
    Thread& self = the_engine.self();
    if (most == 0 || most > PIPE_UNLIMITED_INSTANCES ||
        ((pipe_mode & PIPE_READMODE_MESSAGE) != 0 && (pipe_mode & PIPE_TYPE_MESSAGE) == 0))
        return refuse(ERROR_INVALID_PARAMETER);
    PipeName& instances = instances_of(text);
    Object& name = the_engine.at(ObjectType::name, &instances);
    name.label = instances.label.c_str();
    the_engine.perform(self, Kind::create, Want::nothing, true, &name, place);
    the_engine.acted(self);
    if ((mode & FILE_FLAG_FIRST_PIPE_INSTANCE) != 0 && !instances.open.empty())
        return refuse(ERROR_ACCESS_DENIED);
    if (most != PIPE_UNLIMITED_INSTANCES && instances.open.size() >= most)
        return refuse(ERROR_PIPE_BUSY);
    Pipe& pipe = make_pipe(self, instances, name);
    pipe.messages = (pipe_mode & PIPE_TYPE_MESSAGE) != 0;
    pipe.quota = std::max({in, out, kSmallestQuota});
    File& file = new_file(self);
    file.pipe = &pipe;
    file.overlapped = (mode & FILE_FLAG_OVERLAPPED) != 0;
    file.message_reads = (pipe_mode & PIPE_READMODE_MESSAGE) != 0;
    ::SetLastError(ERROR_SUCCESS);
    return open_handle(*file.object, place);
}

BOOL explored_DisconnectNamedPipe(HANDLE handle, const char* at, int line) {
    const Place place{at, line};
    File* file = file_of(handle, "DisconnectNamedPipe", place);
    if (file == nullptr) return FALSE;
    if (file->pipe == nullptr || file->side != 0) return fails(ERROR_INVALID_FUNCTION);
    Pipe& pipe = *file->pipe;
    Thread& self = the_engine.self();
    perform_on_device(self, *file, place);
    if (pipe.connection == Connection::disconnected) return fails(ERROR_PIPE_NOT_CONNECTED);
    end_all(pipe);
    pipe.connection = Connection::disconnected;
    if (pipe.client != nullptr) std::exchange(pipe.client, nullptr)->cut_off = true;
    settle(pipe);
    Engine::changed(*pipe.object);
    the_engine.release(self, *pipe.object);
    return TRUE;
}

BOOL explored_SetNamedPipeHandleState(HANDLE handle, LPDWORD mode, LPDWORD, LPDWORD, const char* at,
                                      int line) {
    File* file = file_of(handle, "SetNamedPipeHandleState", {at, line});
    if (file == nullptr) return FALSE;
    if (file->pipe == nullptr) return fails(ERROR_INVALID_FUNCTION);
    if (file->cut_off) return fails(ERROR_PIPE_NOT_CONNECTED);
    if (mode == nullptr) return TRUE;
    const bool message = (*mode & PIPE_READMODE_MESSAGE) != 0;
    if (message && !file->pipe->messages) return fails(ERROR_INVALID_PARAMETER);
    file->message_reads = message;
    return TRUE;
}
