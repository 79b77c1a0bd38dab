// store_buffers.cpp - the queues of x86-TSO, and the agents that empty them.
#include "common/explore/model/store_buffers.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace explore {
namespace {

// A thread that only stores never comes to a step; after so many it waits for its queue.
constexpr std::uint32_t kMostIssued = 64;

struct Entry {
    char* address = nullptr;
    std::size_t bytes = 0;
    std::uint64_t value = 0;
    Object* object = nullptr;
    Place place;
    std::uint32_t order[kMaxThreads];  // of the thread when it issued the store (search)
    bool releases = false;
    std::uint32_t released[kMaxThreads];
};

// Those before `head` have been drained. They stay until the thread's next step in order: whether
// an access concerns a recent store must not depend on when that store was drained.
struct Buffer {
    std::vector<Entry> entries;
    std::size_t head = 0;
};

struct Patch {
    char* address = nullptr;
    std::size_t bytes = 0;
    bool known = false;        // `seen` has its value already
    std::uint64_t saved = 0;   // what memory holds
    std::uint64_t seen = 0;    // what the thread has made of it
    Object* stored = nullptr;  // nullptr: it only shows the thread a store of its own
    Place place;
};

Buffer all[kMaxThreads];
std::vector<Patch> patches;  // of the thread that runs
std::vector<Patch> settled;  // those that settle() works on
std::size_t last_hook = 0;   // those of the last store begin here
std::vector<Patch> put_off[kMaxThreads];

void drain(Thread& agent);

// The agent's next step is to drain the oldest store.
void offer(Thread& agent, Buffer& buffer) {
    Operation& next = agent.pending;
    next = Operation{};
    next.kind = Kind::drain;
    if (buffer.head == buffer.entries.size()) {
        next.want = Want::never;
        return;
    }
    const Entry& oldest = buffer.entries[buffer.head];
    next.write = true;
    next.count = 1;
    next.object = oldest.object;
    next.place = oldest.place;
    for (int i = 0; i < kMaxThreads; ++i)
        agent.order[i] = std::max(agent.order[i], oldest.order[i]);
}

void drain(Thread& agent) {
    Engine& engine = the_engine;
    Thread& owner = *agent.owner;
    Buffer& buffer = all[owner.id];
    const Entry& entry = buffer.entries[buffer.head++];
    if (std::memcmp(entry.address, &entry.value, entry.bytes) != 0) Engine::changed(*entry.object);
    std::memcpy(entry.address, &entry.value, entry.bytes);
    for (int i = 0; i < engine.known_threads(); ++i)
        entry.object->released[i] = entry.releases ? entry.released[i] : 0;
    --owner.buffered;
    offer(agent, buffer);
    if (owner.life == Life::ended && owner.buffered == 0) engine.end_agent(agent);
}

bool overlap(const Entry& entry, const void* address, std::size_t bytes) {
    const auto* at = static_cast<const char*>(address);
    return at < entry.address + entry.bytes && entry.address < at + bytes;
}

}  // namespace

bool buffers(Engine& engine, const Thread& self, const void* address) {
    return engine.settings().store_buffers && !engine.alone() &&
           !engine.backend.owns(self.id, address);
}

void buffer_store(Thread& self, Object& object, const void* address, std::size_t bytes,
                  std::uint64_t value, const std::uint32_t* released, const Place& place) {
    Engine& engine = the_engine;
    Buffer& buffer = all[self.id];
    if (self.issued == 0) {
        buffer.entries.clear();
        buffer.head = 0;
    }
    if (self.stores == nullptr) self.stores = &engine.create_agent(self, drain, false);
    Entry& entry = buffer.entries.emplace_back();
    entry.address = static_cast<char*>(const_cast<void*>(address));
    entry.bytes = bytes;
    entry.value = value;
    entry.object = &object;
    entry.place = place;
    std::copy_n(self.order, kMaxThreads, entry.order);
    entry.releases = released != nullptr;
    if (released != nullptr) std::copy_n(released, kMaxThreads, entry.released);
    ++self.issued;
    if (++self.buffered == 1) offer(*self.stores, buffer);
    engine.acted(self);
}

bool stored_lately(const Thread& self, const void* address, std::size_t bytes, bool* part) {
    if (self.issued == 0) return false;
    bool found = false;
    for (const Entry& entry : all[self.id].entries) {
        if (!overlap(entry, address, bytes)) continue;
        found = true;
        const auto* at = static_cast<const char*>(address);
        if (part != nullptr && (entry.address > at || entry.address + entry.bytes < at + bytes))
            *part = true;
    }
    return found;
}

bool forward(const Thread& self, const void* address, std::size_t bytes, void* value) {
    if (self.buffered == 0) return false;
    const Buffer& buffer = all[self.id];
    const auto* at = static_cast<const char*>(address);
    bool found = false;
    for (std::size_t i = buffer.head; i < buffer.entries.size(); ++i) {
        const Entry& entry = buffer.entries[i];
        if (!overlap(entry, address, bytes)) continue;
        found = true;
        const char* first = std::max<const char*>(at, entry.address);
        const char* last = std::min<const char*>(at + bytes, entry.address + entry.bytes);
        std::memcpy(static_cast<char*>(value) + (first - at),
                    reinterpret_cast<const char*>(&entry.value) + (first - entry.address),
                    static_cast<std::size_t>(last - first));
    }
    return found;
}

void make_room(Thread& self, const Place& place) {
    if (self.issued >= kMostIssued) drain_all(self, place);
}

void drain_all(Thread& self, const Place& place) {
    settle(self);
    if (self.issued == 0) return;
    the_engine.perform(self, Kind::fence, Want::nothing, false, nullptr, place);
}

void watch_store(Object& object, const void* address, std::size_t bytes, const Place& place) {
    const auto* at = static_cast<const char*>(address);
    for (Patch& earlier : patches) {  // what it has stored is overwritten now
        if (earlier.known || at >= earlier.address + earlier.bytes || earlier.address >= at + bytes)
            continue;
        earlier.known = true;
        std::memcpy(&earlier.seen, earlier.address, earlier.bytes);
    }
    Patch& patch = patches.emplace_back();
    patch = {const_cast<char*>(at), bytes, false, 0, 0, &object, place};
    std::memcpy(&patch.saved, address, bytes);
    the_engine.unsettled = true;
}

void put_off_stores(Thread& self) {
    auto& waiting = put_off[self.id];
    waiting.clear();
    while (patches.size() > last_hook) {
        const Patch& patch = patches.back();
        if (patch.stored == nullptr || std::memcmp(&patch.saved, patch.address, patch.bytes) != 0)
            break;
        waiting.push_back(patch);
        patches.pop_back();
    }
}

void watch_again(Thread& self) {
    auto& waiting = put_off[self.id];
    for (; !waiting.empty(); waiting.pop_back()) {
        const Patch& patch = waiting.back();
        watch_store(*patch.stored, patch.address, patch.bytes, patch.place);
    }
}

void begin_watching() { last_hook = patches.size(); }

void show_own(Thread& self, const void* address, std::size_t bytes) {
    Patch patch{static_cast<char*>(const_cast<void*>(address)), bytes, false, 0, 0, nullptr, {}};
    std::memcpy(&patch.saved, address, bytes);
    std::uint64_t seen = patch.saved;
    if (!forward(self, address, bytes, &seen)) return;
    std::memcpy(patch.address, &seen, bytes);
    patches.push_back(patch);
    the_engine.unsettled = true;
}

void settle(Thread& self) {
    if (!the_engine.unsettled) return;
    the_engine.unsettled = false;
    settled.swap(patches);
    patches.clear();
    last_hook = 0;
    for (Patch& patch : settled)
        if (!patch.known) std::memcpy(&patch.seen, patch.address, patch.bytes);
    for (auto patch = settled.rbegin(); patch != settled.rend(); ++patch)
        std::memcpy(patch->address, &patch->saved, patch->bytes);
    for (const Patch& patch : settled)
        if (patch.stored != nullptr)
            buffer_store(self, *patch.stored, patch.address, patch.bytes, patch.seen, nullptr,
                         patch.place);
}

void end_store_buffer(Engine& engine, Thread& self) {
    if (self.stores != nullptr && self.buffered == 0) engine.end_agent(*self.stores);
}

void reset_store_buffers(Engine& engine) {
    patches.clear();
    last_hook = 0;
    for (int id = 0; id < engine.former_threads(); ++id) put_off[id].clear();
    engine.unsettled = false;
}

}  // namespace explore
