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

std::size_t buffered(const Pipe& pipe, int side) {
    std::size_t bytes = 0;
    for (const Chunk& chunk : pipe.data[side]) bytes += chunk.data.size();
    return bytes;
}

bool can_end(const Pipe& pipe, const Request& request) {
    if (request.cancelled != 0) return true;
    if (request.kind == Request::Kind::connect)  // a client that came and left did connect
        return pipe.connection == Connection::connected || pipe.connection == Connection::closing;
    if (request.kind == Request::Kind::write) return !request.waits;
    return !pipe.data[request.side].empty() || pipe.connection != Connection::connected;
}

DWORD broken(const Pipe& pipe) {
    return pipe.connection == Connection::disconnected ? ERROR_PIPE_NOT_CONNECTED
                                                       : ERROR_BROKEN_PIPE;
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

// Nobody will read it any more.
void forget_data(Pipe& pipe) {
    for (auto& data : pipe.data) {
        for (Chunk& chunk : data)
            if (chunk.writer != nullptr) chunk.writer->waits = false;
        data.clear();
    }
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
    const bool connected = pipe.connection == Connection::connected;
    if (request.kind == Request::Kind::connect) {
        if (connected) return ERROR_PIPE_CONNECTED;
        if (pipe.connection == Connection::closing) return ERROR_NO_DATA;
        if (pipe.connection == Connection::disconnected) pipe.connection = Connection::listening;
    } else if (request.kind == Request::Kind::write) {
        request.side = 1 - request.file->side;
        if (!connected)
            return pipe.connection == Connection::closing ? ERROR_NO_DATA : broken(pipe);
        request.waits = buffered(pipe, request.side) + request.bytes > pipe.quota;
        if (request.bytes != 0 || pipe.messages)
            pipe.data[request.side].push_back(
                {std::string(request.buffer, request.bytes), request.waits ? &request : nullptr});
    } else if (!connected && pipe.data[request.side].empty()) {
        return broken(pipe);
    }
    pipe.pending.push_back(&request);
    return ERROR_SUCCESS;
}

void transfer(Pipe& pipe, Request& request) {
    if (request.kind == Request::Kind::connect) return;
    if (request.kind == Request::Kind::write) {
        request.transferred = request.bytes;
        if (pipe.connection == Connection::disconnected) request.error = ERROR_PIPE_NOT_CONNECTED;
        return;
    }
    auto& data = pipe.data[request.side];
    if (data.empty()) {
        request.error = broken(pipe);
        return;
    }
    const bool message = request.file->message_reads;
    while (!data.empty() && (request.transferred < request.bytes || message)) {
        Chunk& chunk = data.front();
        const auto room = static_cast<std::size_t>(request.bytes - request.transferred);
        const std::size_t count = std::min(room, chunk.data.size());
        std::memcpy(request.buffer + request.transferred, chunk.data.data(), count);
        request.transferred += static_cast<DWORD>(count);
        chunk.data.erase(0, count);
        if (chunk.data.empty()) {
            if (chunk.writer != nullptr) chunk.writer->waits = false;
            data.pop_front();
        } else if (message) {
            request.error = ERROR_MORE_DATA;
        }
        if (message) break;
    }
}

void close_pipe_end(Thread& self, File& file, const Place& place) {
    Pipe& pipe = *file.pipe;
    perform_on_device(self, file, place);
    if (file.object->handles != 0) return;
    if (pipe.connection == Connection::connected) pipe.connection = Connection::closing;
    if (file.side == 0) {
        pipe.connection = Connection::closing;
        auto& open = pipe.instances->open;
        open.erase(std::remove(open.begin(), open.end(), &pipe), open.end());
    }
    cancel_requests(&file, nullptr, nullptr, ERROR_OPERATION_ABORTED);
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
    if (pipe.connection == Connection::claimed) pipe.connection = Connection::connected;
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
    if (most == 0 ||
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
    if (file == nullptr || file->pipe == nullptr) return FALSE;
    Pipe& pipe = *file->pipe;
    Thread& self = the_engine.self();
    perform_on_device(self, *file, place);
    if (pipe.connection == Connection::disconnected) {
        ::SetLastError(ERROR_PIPE_NOT_CONNECTED);
        return FALSE;
    }
    pipe.connection = Connection::disconnected;
    forget_data(pipe);
    settle(pipe);
    Engine::changed(*pipe.object);
    the_engine.release(self, *pipe.object);
    return TRUE;
}

BOOL explored_SetNamedPipeHandleState(HANDLE handle, LPDWORD mode, LPDWORD, LPDWORD, const char* at,
                                      int line) {
    File* file = file_of(handle, "SetNamedPipeHandleState", {at, line});
    if (file == nullptr || file->pipe == nullptr) return FALSE;
    if (mode == nullptr) return TRUE;
    const bool message = (*mode & PIPE_READMODE_MESSAGE) != 0;
    if (message && !file->pipe->messages) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    file->message_reads = message;
    return TRUE;
}
