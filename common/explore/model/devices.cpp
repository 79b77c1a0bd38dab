// devices.cpp - requests: who completes them, and who is told.
// https://learn.microsoft.com/windows/win32/sync/synchronization-and-overlapped-input-and-output
#include "common/explore/model/devices.hpp"

#include "common/explore/model/memory.hpp"

#include <algorithm>
#include <cstring>

namespace explore {
namespace {

std::deque<Request> requests;
std::size_t used_requests = 0;
std::deque<File> files;
std::size_t used_files = 0;

// The agent that completes a thread's requests with one OVERLAPPED: the same for all of them, so
// that a loop does not need more and more.
struct Agent {
    const OVERLAPPED* overlapped = nullptr;
    Thread* agent = nullptr;
};
std::vector<Agent> agents[kMaxThreads];

ULONG_PTR status_of(DWORD error) {
    switch (error) {
        case ERROR_SUCCESS: return 0;
        case ERROR_OPERATION_ABORTED: return 0xC0000120;
        case ERROR_BROKEN_PIPE: return 0xC000014B;
        case ERROR_HANDLE_EOF: return 0xC0000011;
        case ERROR_MORE_DATA: return 0x80000005;
        case ERROR_PIPE_NOT_CONNECTED: return 0xC00000B0;
        default: return 0xC0000001;
    }
}

void transfer(Disk& disk, Request& request) {
    const auto offset = static_cast<std::size_t>(request.offset);
    if (request.kind == Request::Kind::write) {
        if (request.bytes != 0 && disk.data.size() < offset + request.bytes)
            disk.data.resize(offset + request.bytes);
        if (request.bytes != 0)
            std::memcpy(disk.data.data() + offset, request.buffer, request.bytes);
        request.transferred = request.bytes;
    } else if (offset >= disk.data.size()) {
        if (request.positioned && request.bytes != 0) request.error = ERROR_HANDLE_EOF;
    } else {
        request.transferred =
            static_cast<DWORD>(std::min<std::size_t>(request.bytes, disk.data.size() - offset));
        std::memcpy(request.buffer, disk.data.data() + offset, request.transferred);
    }
}

// The device looks at the OVERLAPPED and uses the buffer at this moment: what the lab does to them
// without having been told of the end is a finding, whichever comes first.
void touch_memory(Request& request) {
    const bool fills = request.kind == Request::Kind::read;
    if (request.overlapped != nullptr)
        device_access(*request.by, request.overlapped, sizeof(OVERLAPPED), false);
    if (request.buffer != nullptr && request.bytes != 0)
        device_access(*request.by, request.buffer, request.bytes, fills);
    if (fills && request.buffer != nullptr) save_global(the_engine, request.buffer, request.bytes);
}

void tell(Request& request) {
    Engine& engine = the_engine;
    Thread& by = *request.by;
    File& file = *request.file;
    if (request.overlapped == nullptr) return;
    const bool failed = request.error != ERROR_SUCCESS && request.error != ERROR_MORE_DATA;
    if (failed && !request.returned) {  // the call itself says so; the status remains "pending"
        request.refused = true;
        return;
    }
    save_global(the_engine, request.overlapped, sizeof(OVERLAPPED));
    request.overlapped->Internal = status_of(request.error);
    request.overlapped->InternalHigh = request.transferred;
    // The file is signaled for requests that have no event.
    if (Object* told = request.event != nullptr ? request.event : file.object;
        told != file.object || !file.skip_event) {
        told->state.count = 1;
        Engine::changed(*told);
        engine.release(by, *told);
    }
    if (request.routine != nullptr) {
        Apc apc;
        apc.kind = Apc::Kind::io;
        apc.routine = request.routine;
        apc.argument = reinterpret_cast<ULONG_PTR>(request.overlapped);
        apc.low = request.error;
        apc.high = request.transferred;
        queue_apc(by, *request.issuer, apc);
    } else if (file.port != nullptr && !request.no_packet &&
               (request.returned || !file.skip_on_success)) {
        post(by, *file.port, {request.transferred, file.key, request.overlapped, request.error});
    }
}

void complete(Request& request) {
    Engine& engine = the_engine;
    engine.acquire(*request.by, *request.device);
    touch_memory(request);
    if (request.cancelled != 0)
        request.error = request.cancelled;
    else if (request.file->pipe != nullptr)
        transfer(*request.file->pipe, request);
    else
        transfer(*request.file->disk, request);
    request.done = true;
    settle(request);
    Engine::changed(*request.device);
    engine.release(*request.by, *request.device);
    tell(request);
}

void agent_step(Thread& agent) {
    complete(*static_cast<Request*>(agent.model));
    agent.idle = true;
}

Thread& agent_for(Thread& self, const OVERLAPPED* overlapped) {
    for (const Agent& known : agents[self.id])
        if (known.overlapped == overlapped) return *known.agent;
    Thread& made = the_engine.create_agent(self, agent_step, false);
    made.name = "the device";
    made.pending.want = Want::never;
    agents[self.id].push_back({overlapped, &made});
    return made;
}

void arm(Request& request) {
    Operation& next = request.by->pending;
    if (request.by->agent == nullptr) return;
    request.by->model = &request;
    request.by->idle = false;
    next = Operation{};
    next.kind = Kind::io;
    next.want = Want::woken;
    next.write = true;
    next.object = request.device;
    next.objects = request.objects;
    while (next.count < 5 && request.objects[next.count] != nullptr) ++next.count;
}

}  // namespace

void reset_devices() {
    used_requests = used_files = 0;
    for (int id = 0; id < the_engine.former_threads(); ++id) agents[id].clear();
    reset_pipes();
}

File& new_file(Thread& self) {
    if (used_files == files.size()) files.emplace_back();
    File& file = files[used_files++];
    file = File{};
    file.object = &the_engine.create(ObjectType::device, the_engine.key_of_new(self));
    file.object->wait_writes = false;
    file.object->model = &file;
    file.object->label = "file";
    return file;
}

File* file_of(HANDLE handle, const char* call, const Place& place) {
    Object* object = object_of(handle, ObjectType::device, call, place);
    if (object != nullptr && object->model != nullptr) return static_cast<File*>(object->model);
    ::SetLastError(ERROR_INVALID_HANDLE);
    return nullptr;
}

Request* request_of(const OVERLAPPED* overlapped) {
    for (std::size_t i = used_requests; i-- > 0;)
        if (requests[i].overlapped == overlapped) return &requests[i];
    return nullptr;
}

Request& new_request(Thread& self, File& file, Request::Kind kind, OVERLAPPED* overlapped) {
    if (const Request* earlier = overlapped != nullptr ? request_of(overlapped) : nullptr;
        earlier != nullptr && !earlier->done)
        the_engine.fail(
            Outcome::pending_request,
            describe(self) + " starts a request with an OVERLAPPED whose request is pending");
    if (used_requests == requests.size()) requests.emplace_back();
    Request& request = requests[used_requests++];
    request = Request{};
    request.kind = kind;
    request.file = &file;
    request.overlapped = overlapped;
    request.issuer = &self;
    request.device = file.pipe == nullptr             ? file.disk->object
                     : kind == Request::Kind::connect ? file.pipe->name
                                                      : file.pipe->object;
    request.side = file.side;
    return request;
}

namespace {
// The objects that entering and completing the request change. Returns how many.
int find_objects(Thread& self, Request& request, const Place& place) {
    int count = 0;
    request.objects[count++] = request.device;
    request.objects[count++] = request.file->object;
    if (request.overlapped == nullptr) return count;
    const auto event = reinterpret_cast<ULONG_PTR>(request.overlapped->hEvent);
    if (request.routine == nullptr && (event & ~ULONG_PTR{1}) != 0) {
        request.event = object_of(reinterpret_cast<HANDLE>(event & ~ULONG_PTR{1}),
                                  ObjectType::event, "an overlapped request", place);
        request.no_packet = (event & 1) != 0;
    }
    if (request.event != nullptr) request.objects[count++] = request.event;
    if (request.routine != nullptr)
        request.objects[count++] = &apcs_of(self);
    else if (request.file->port != nullptr)
        request.objects[count++] = request.file->port;
    return count;
}
}  // namespace

void begin_request(Thread& self, Request& request, const Place& place) {
    Engine& engine = the_engine;
    const int count = find_objects(self, request, place);
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::io;
    next.write = true;
    next.count = static_cast<std::uint16_t>(count);
    next.object = request.device;
    next.objects = request.objects;
    next.place = place;
    engine.perform(self);
    engine.acted(self);
    engine.release(self, *request.device);
    if (request.overlapped == nullptr) {
        request.by = &self;
        return;
    }
    request.by = &agent_for(self, request.overlapped);
    arm(request);
    save_global(the_engine, request.overlapped, sizeof(OVERLAPPED));
    request.overlapped->Internal = STATUS_PENDING;
    request.overlapped->InternalHigh = 0;
    request.file->object->state.count = 0;
    if (request.event != nullptr) request.event->state.count = 0;
}

BOOL end_request(Thread& self, Request& request, LPDWORD bytes, const Place& place) {
    Engine& engine = the_engine;
    settle(request);
    Engine::changed(*request.device);
    if (request.overlapped == nullptr) {
        engine.perform(self, Kind::io, Want::woken, true, request.device, place);
        complete(request);
    } else if (request.routine != nullptr) {
        request.returned = true;
        return TRUE;
    } else {
        if ((request.device->state.woken & bit(request.by->id)) != 0)
            engine.perform(self, Kind::io, Want::nothing, true, request.device, place);
        if (!request.done) {
            request.returned = true;
            ::SetLastError(ERROR_IO_PENDING);
            return FALSE;
        }
        engine.acquire(self, *request.device);
    }
    if (bytes != nullptr) *bytes = request.transferred;
    if (request.error == ERROR_SUCCESS) return TRUE;
    ::SetLastError(request.error);
    return FALSE;
}

int cancel_requests(const File* file, const Thread* issuer, const OVERLAPPED* overlapped,
                    DWORD error) {
    int count = 0;
    for (std::size_t i = 0; i < used_requests; ++i) {
        Request& request = requests[i];
        if (request.done || request.by == nullptr || request.cancelled != 0) continue;
        if (file != nullptr && request.file != file) continue;
        if (issuer != nullptr && request.issuer != issuer) continue;
        if (overlapped != nullptr && request.overlapped != overlapped) continue;
        ++count;
        if (request.decided) continue;  // found, and nevertheless too late: it ends with its bytes
        request.cancelled = error;
        withdraw(request);
        settle(request);
    }
    return count;
}

void observed(ULONG_PTR overlapped) {
    Request* request = request_of(reinterpret_cast<const OVERLAPPED*>(overlapped));
    if (request != nullptr) request->observed = true;
}

void settle(Request& request) {
    ThreadMask& woken = request.device->state.woken;
    if (request.file->pipe != nullptr) {
        if (request.done) woken &= ~bit(request.by->id);
        settle(*request.file->pipe);
        return;
    }
    woken = request.done ? woken & ~bit(request.by->id) : woken | bit(request.by->id);
}

void perform_on_device(Thread& self, const File& file, const Place& place) {
    Object* objects[] = {file.pipe != nullptr ? file.pipe->object : file.disk->object,
                         file.pipe != nullptr ? file.pipe->name : nullptr};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::io;
    next.write = true;
    next.count = file.pipe != nullptr ? 2 : 1;
    next.object = objects[0];
    next.objects = objects;
    next.place = place;
    the_engine.perform(self);
    the_engine.acted(self);
}

void close_file(Thread& self, Object& object, const Place& place) {
    if (object.model == nullptr) return;
    File& file = *static_cast<File*>(object.model);
    if (file.pipe != nullptr) {
        close_pipe_end(self, file, place);
        return;
    }
    perform_on_device(self, file, place);
    if (object.handles == 0) cancel_requests(&file, nullptr, nullptr, ERROR_OPERATION_ABORTED);
}

void end_requests(Thread& self) {
    for (std::size_t i = 0; i < used_requests; ++i) {
        Request& request = requests[i];
        if (!request.done && request.by != nullptr && request.overlapped != nullptr &&
            the_engine.backend.owns(self.id, request.overlapped))
            the_engine.fail(Outcome::pending_request,
                            describe(self) +
                                " ends while a request is pending whose OVERLAPPED lies on its "
                                "stack: when the request ends, it writes to what is there then");
        if (request.issuer != &self || request.file->port != nullptr || !request.returned ||
            request.observed)
            continue;
        the_engine.perform(self, Kind::io, Want::nothing, true, request.device, {});
        if (request.done || request.decided || request.cancelled != 0) continue;
        request.cancelled = ERROR_OPERATION_ABORTED;
        settle(request);
    }
}

}  // namespace explore
