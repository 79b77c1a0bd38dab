// ports.cpp - I/O completion ports.
//
// Packets leave in the order in which they came; of the threads that wait, the one that came last
// gets the next packet. A thread that got one counts as running until it asks for another one,
// blocks in a wait, or ends; while as many threads run as the port allows, packets stay queued.
// To wait is therefore two steps: to take a packet or a place among those who wait, and to go on
// with the packet that somebody has left there.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#include "common/explore/model/devices.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

#include <algorithm>

namespace explore {
namespace {

struct Port {
    Object* object = nullptr;
    std::deque<Packet> packets;
    std::vector<int> waiting;  // the last one goes first
    int running = 0;
};

struct Worker {
    Port* port = nullptr;  // where it got its last packet, if that port limits its threads
    bool runs = false;     // and counts there
    Packet packet;         // that it was woken with
};

std::deque<Port> ports;
std::size_t used_ports = 0;
Worker workers[kMaxThreads];

Port& port_of(Object& object) { return *static_cast<Port*>(object.model); }

void took(Thread& self, Port& port) {
    if (port.object->limit >= kMaxThreads) return;
    workers[self.id].port = &port;
    workers[self.id].runs = true;
}

Packet take_packet(Thread& self, Port& port) {
    const Packet packet = port.packets.front();
    port.packets.pop_front();
    --port.object->state.count;
    Engine::changed(*port.object);
    the_engine.acquire(self, *port.object);
    return packet;
}

// Gives queued packets to waiting threads, as many as may run.
void hand_out(Port& port) {
    while (!port.packets.empty() && !port.waiting.empty() && port.running < port.object->limit) {
        const int id = port.waiting.back();
        port.waiting.pop_back();
        workers[id].packet = port.packets.front();
        port.packets.pop_front();
        --port.object->state.count;
        port.object->state.woken |= bit(id);
        ++port.running;
    }
    Engine::changed(*port.object);
}

void stop_running(Port& port) {
    --port.running;
    hand_out(port);
}

void stop_waiting(Thread& self, Port& port) {
    port.waiting.erase(std::remove(port.waiting.begin(), port.waiting.end(), self.id),
                       port.waiting.end());
}

struct Take {
    Object* port = nullptr;
    DWORD milliseconds = 0;
    bool alertable = false;
    Place place;
};

// Announces a step on the port, the APC queue and the port that the thread leaves.
struct Announced {
    Object* objects[3];
};
void announce(Thread& self, Announced& announced, const Take& take, Kind kind, Want want,
              Object* left) {
    Operation& next = self.pending;
    next = Operation{};
    next.kind = kind;
    next.want = want;
    next.write = true;
    next.place = take.place;
    announced.objects[next.count++] = take.port;
    if (left != nullptr) announced.objects[next.count++] = left;
    if (take.alertable) announced.objects[next.count++] = &apcs_of(self);
    next.alertable = take.alertable;
    next.object = take.port;
    next.objects = announced.objects;
}

constexpr DWORD kMustWait = ~DWORD{0};

// The step that takes a packet or a place among those who wait: then it answers kMustWait.
DWORD enter(Thread& self, Port& port, const Take& take, Announced& announced, Packet& packet) {
    Engine& engine = the_engine;
    Worker& worker = workers[self.id];
    const bool poll = take.milliseconds == 0;
    Object* left = worker.runs && worker.port != &port ? worker.port->object : nullptr;
    announce(self, announced, take, poll ? Kind::poll : Kind::begin_wait, Want::nothing, left);
    const bool alone = poll && self.pending.count == 1;
    if (alone) engine.look(self, self.pending);
    engine.perform(self);
    // This thread takes the next packet before others that its return to the port would let run.
    if (worker.runs && worker.port == &port) --port.running;
    if (left != nullptr) stop_running(*worker.port);
    worker.port = nullptr;
    worker.runs = false;
    if ((take.port->state.flags & kClosed) != 0) return ERROR_ABANDONED_WAIT_0;
    if (!port.packets.empty() && port.running < take.port->limit) {
        engine.acted(self);
        ++port.running;
        took(self, port);
        packet = take_packet(self, port);
        return ERROR_SUCCESS;
    }
    hand_out(port);
    if (take.alertable && apcs_of(self).state.count > 0) {
        run_apcs(self, take.place);
        return WAIT_IO_COMPLETION;
    }
    if (poll) {
        engine.note("no packet");
        if (alone) engine.looked(self, *take.port, take.place);
        return WAIT_TIMEOUT;
    }
    port.waiting.push_back(self.id);
    return kMustWait;
}

// The step that ends the wait.
DWORD finish(Thread& self, Port& port, const Take& take, Announced& announced, Packet& packet) {
    Engine& engine = the_engine;
    const bool early = may_end_early(self, take.milliseconds);
    announce(self, announced, take, Kind::wait, early ? Want::nothing : Want::woken, nullptr);
    const bool late = perform_timed(self, take.milliseconds);
    if ((take.port->state.woken & bit(self.id)) != 0) {
        engine.acted(self);
        engine.acquire(self, *take.port);
        take.port->state.woken &= ~bit(self.id);
        if ((take.port->state.flags & kClosed) != 0) return ERROR_ABANDONED_WAIT_0;
        took(self, port);
        packet = workers[self.id].packet;
        return ERROR_SUCCESS;
    }
    stop_waiting(self, port);
    if (take.alertable && apcs_of(self).state.count > 0) {
        run_apcs(self, take.place);
        return WAIT_IO_COMPLETION;
    }
    engine.note("times out");
    if (!late) ended_early(self, take.milliseconds);
    return WAIT_TIMEOUT;
}

// Waits for a packet. ERROR_SUCCESS, WAIT_TIMEOUT, WAIT_IO_COMPLETION or ERROR_ABANDONED_WAIT_0.
DWORD dequeue(Thread& self, Take take, Packet& packet) {
    Port& port = port_of(*take.port);
    if (!the_engine.has(kApcs)) take.alertable = false;
    if (take.alertable && delivering(self)) {
        run_apcs(self, take.place);
        return WAIT_IO_COMPLETION;
    }
    Announced announced;
    const DWORD entered = enter(self, port, take, announced, packet);
    return entered != kMustWait ? entered : finish(self, port, take, announced, packet);
}

HANDLE refuse(DWORD error) {
    ::SetLastError(error);
    return nullptr;
}

// A file belongs to one port for life.
HANDLE associate(Object& object, HANDLE existing, ULONG_PTR key, DWORD threads, const char* at,
                 int line) {
    auto* file = object.type == ObjectType::device ? static_cast<File*>(object.model) : nullptr;
    if (file == nullptr) return refuse(ERROR_INVALID_HANDLE);
    if (!file->overlapped || file->port != nullptr) return refuse(ERROR_INVALID_PARAMETER);
    const HANDLE port =
        existing != nullptr
            ? existing
            : explored_CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, threads, at, line);
    Object* found = object_of(port, ObjectType::port, "CreateIoCompletionPort", {at, line});
    if (found == nullptr) return nullptr;
    file->port = found;
    file->key = key;
    return port;
}

}  // namespace

void reset_ports() {
    used_ports = 0;
    std::fill_n(workers, the_engine.former_threads(), Worker{});
}

void post(Thread& from, Object& object, const Packet& packet) {
    Port& port = port_of(object);
    port.packets.push_back(packet);
    ++object.state.count;
    the_engine.release(from, object);
    hand_out(port);
}

Object* limiting_port(const Thread& self) {
    const Worker& worker = workers[self.id];
    return worker.runs ? worker.port->object : nullptr;
}

void leave_port(Thread& self) {
    workers[self.id].runs = false;
    stop_running(*workers[self.id].port);
}

void rejoin_port(Thread& self) {
    workers[self.id].runs = true;
    ++workers[self.id].port->running;
}

void return_to_port(Thread& self, Object* left, const Place& place) {
    if (left == nullptr) return;
    the_engine.perform(self, Kind::resume, Want::nothing, true, left, place);
    rejoin_port(self);
}

void end_in_port(Thread& self) {
    Object* port = limiting_port(self);
    if (port == nullptr) return;
    the_engine.perform(self, Kind::drain, Want::nothing, true, port, {});
    leave_port(self);
}

void close_port(Thread& self, Object& object, const Place& place) {
    the_engine.perform(self, Kind::drain, Want::nothing, true, &object, place);
    if (object.handles != 0) return;
    Port& port = port_of(object);
    object.state.flags |= kClosed;
    for (const int id : port.waiting) object.state.woken |= bit(id);
    port.waiting.clear();
    Engine::changed(object);
    the_engine.release(self, object);
}

}  // namespace explore

using namespace explore;

HANDLE explored_CreateIoCompletionPort(HANDLE file, HANDLE existing, ULONG_PTR key, DWORD threads,
                                       const char* at, int line) {
    const Place place{at, line};
    Engine& engine = the_engine;
    if (file != INVALID_HANDLE_VALUE) {
        Object* found = object_of(file, "CreateIoCompletionPort", place);
        return found == nullptr ? nullptr : associate(*found, existing, key, threads, at, line);
    }
    if (existing != nullptr) return refuse(ERROR_INVALID_PARAMETER);
    Object& object = engine.create(ObjectType::port, engine.key_of_new(engine.self()));
    if (used_ports == ports.size()) ports.emplace_back();
    Port& port = ports[used_ports++];
    port.object = &object;
    port.packets.clear();
    port.waiting.clear();
    port.running = 0;
    object.model = &port;
    object.limit = threads == 0 || threads > kMaxThreads ? kMaxThreads : static_cast<int>(threads);
    return open_handle(object, place);
}

BOOL explored_PostQueuedCompletionStatus(HANDLE handle, DWORD bytes, ULONG_PTR key,
                                         LPOVERLAPPED overlapped, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Object* port = object_of(handle, ObjectType::port, "PostQueuedCompletionStatus", place);
    if (port == nullptr) return FALSE;
    engine.perform(self, Kind::post, Want::nothing, true, port, place);
    engine.acted(self);
    post(self, *port, {bytes, key, overlapped, ERROR_SUCCESS});
    return TRUE;
}

BOOL explored_GetQueuedCompletionStatus(HANDLE handle, LPDWORD bytes, PULONG_PTR key,
                                        LPOVERLAPPED* overlapped, DWORD milliseconds,
                                        const char* file, int line) {
    const Place place{file, line};
    *overlapped = nullptr;
    Object* port = object_of(handle, ObjectType::port, "GetQueuedCompletionStatus", place);
    if (port == nullptr) return FALSE;
    Packet packet;
    const DWORD error = dequeue(the_engine.self(), {port, milliseconds, false, place}, packet);
    if (error != ERROR_SUCCESS) {
        ::SetLastError(error);
        return FALSE;
    }
    *bytes = packet.bytes;
    *key = packet.key;
    *overlapped = packet.overlapped;
    if (packet.error == ERROR_SUCCESS) return TRUE;
    ::SetLastError(packet.error);
    return FALSE;
}

BOOL explored_GetQueuedCompletionStatusEx(HANDLE handle, LPOVERLAPPED_ENTRY entries, ULONG count,
                                          PULONG removed, DWORD milliseconds, BOOL alertable,
                                          const char* file, int line) {
    const Place place{file, line};
    Object* port = object_of(handle, ObjectType::port, "GetQueuedCompletionStatusEx", place);
    if (port == nullptr) return FALSE;
    if (entries == nullptr || count == 0 || removed == nullptr) {
        ::SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Thread& self = the_engine.self();
    Packet packet;
    *removed = 0;
    const DWORD error = dequeue(self, {port, milliseconds, alertable != FALSE, place}, packet);
    if (error != ERROR_SUCCESS) {
        ::SetLastError(error);
        return FALSE;
    }
    for (;;) {
        OVERLAPPED_ENTRY& entry = entries[(*removed)++];
        entry.lpCompletionKey = packet.key;
        entry.lpOverlapped = packet.overlapped;
        entry.Internal = packet.error;
        entry.dwNumberOfBytesTransferred = packet.bytes;
        if (*removed == count || port_of(*port).packets.empty()) return TRUE;
        packet = take_packet(self, port_of(*port));
    }
}
