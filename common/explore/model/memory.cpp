// memory.cpp - plain variables: races, and the steps that they are if they are to be interleaved.
#include "common/explore/model/memory.hpp"

#include "common/explore/model/kernel.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/model/store_buffers.hpp"

#include <algorithm>

namespace explore {
namespace {

// The image of the program itself: where its global variables are.
struct Image {
    Image() {
        auto* base = reinterpret_cast<const char*>(::GetModuleHandleW(nullptr));
        const auto* dos = reinterpret_cast<const IMAGE_DOS_HEADER*>(base);
        const auto* nt = reinterpret_cast<const IMAGE_NT_HEADERS*>(base + dos->e_lfanew);
        begin = base;
        end = base + nt->OptionalHeader.SizeOfImage;
    }
    bool holds(const void* address) const { return address >= begin && address < end; }
    const char* begin;
    const char* end;
};
const Image image;

bool is_global(Engine& engine, const void* address) {
    if (engine.arena.contains(address)) return false;
    for (int id = 0; id < engine.known_threads(); ++id)
        if (engine.backend.owns(id, address)) return false;
    return true;
}

Place place_of(const void* site) {
    Place place;
    place.address = site;
    return place;
}

// A local variable that nobody else has used: to look at it again and again is to wait for nobody.
// clang reports such accesses, g++ most of them not.
bool is_private(Engine& engine, const Thread& self, const void* address) {
    return engine.backend.owns(self.id, address) &&
           engine.shadow.only_used_by(self, reinterpret_cast<std::uintptr_t>(address));
}

// The others run until none of them can go on; then this thread does.
void give_way(Engine& engine, Thread& self, const void* site) {
    Look& spin = self.spin;
    if (spin.version == self.steps)
        ++spin.rounds;
    else
        spin.rounds = 0;
    if (spin.rounds >= kFruitlessRounds)
        engine.fail(Outcome::livelock,
                    describe(self) + " goes round in a loop of plain accesses that nobody ends");
    settle(self);
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::yield;
    next.want = Want::change;
    next.looks = &spin;
    next.place = place_of(site);
    engine.perform(self);
    spin.version = self.steps;
}

void read_step(Engine& engine, Thread& self, Object& object, const Place& place) {
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::read;
    next.in_order = false;
    next.count = 1;
    next.object = &object;
    next.place = place;
    engine.look(self, next);
    engine.perform(self);
    engine.looked(self, object, place);
}

// What each thread has read last. A statement may read there and write elsewhere, and the compiler
// tells of both before it does either.
struct Range {
    const char* address = nullptr;
    std::size_t bytes = 0;
};
Range last_read[kMaxThreads];

// One step for each eight bytes. Delayed stores are no steps: what the code writes is taken out of
// memory again before anybody else can see it.
void interleave(Engine& engine, Thread& self, const char* address, std::size_t bytes, bool write,
                const void* site) {
    const Place place = place_of(site);
    const bool delayed = write && buffers(engine, self, address);
    if (delayed) {
        make_room(self, place);
        begin_watching();
    } else if (engine.unsettled) {
        put_off_stores(self);
    }
    for (std::size_t done = 0, here = 0; done < bytes; done += here) {
        const char* at = address + done;
        here = std::min(bytes - done, 8 - (reinterpret_cast<std::uintptr_t>(at) & 7));
        Object& object = variable_at(at, here);
        if (delayed) {
            watch_store(object, at, here, place);
        } else if (write) {
            engine.perform(self, Kind::write, Want::nothing, true, &object, place);
            Engine::changed(object);
            engine.acted(self);
        } else {
            read_step(engine, self, object, place);
        }
    }
    if (!write) last_read[self.id] = {address, bytes};
    if (delayed) return;
    watch_again(self);
    if (self.buffered == 0) return;
    const Range shown = last_read[self.id];
    for (std::size_t done = 0; done < shown.bytes; done += 8)
        show_own(self, shown.address + done, std::min<std::size_t>(8, shown.bytes - done));
}

[[noreturn]] void fail_pending(Engine& engine, const Thread& self, const Epoch& earlier,
                               const void* address) {
    const Thread& lab = self.agent != nullptr ? engine.thread(earlier.thread) : self;
    std::string text = describe(lab) +
                       " uses the OVERLAPPED or the buffer of a request, and nothing makes it wait "
                       "until the request has ended: in some schedule it is pending";
    if (engine.backend.owns(lab.id, address))
        text += ". They lie on its stack: in a function that has returned?";
    engine.fail(Outcome::pending_request, text);
}

// A flag of a variable's state: a thread that is not alone has used it in its size.
constexpr std::uint16_t kSized = 1;

// Called at the first such use of the variable at `word`, an aligned address of eight bytes, or of
// its second half. What has both uses is one variable: the search begins again with whole words.
void note_size(Engine& engine, Object& used, const void* word, bool second_half) {
    if (engine.alone()) return;
    used.state.flags |= kSized;
    const void* other = second_half ? word : static_cast<const char*>(word) + 4;
    const Object* found = engine.find(ObjectType::variable, other);
    if (found != nullptr && (found->state.flags & kSized) != 0) engine.need(kWholeWords);
}

bool is_step(Engine& engine, Touch touch, const void* site) {
    return touch == Touch::atomic_read || touch == Touch::atomic_write || engine.is_promoted(site);
}

}  // namespace

void save_global(Engine& engine, const void* address, std::size_t bytes) {
    if (image.holds(address))
        engine.undo.save(address, bytes, true);
    else if (is_global(engine, address))
        engine.undo.save(address, bytes, false);
}

void detect_race(Engine& engine, Thread& self, const void* address, std::size_t bytes, Touch touch,
                 const void* site) {
    auto at = reinterpret_cast<std::uintptr_t>(address);
    while (bytes != 0) {
        const auto here = static_cast<unsigned>(std::min<std::size_t>(bytes, 8 - (at & 7)));
        const Epoch* earlier = engine.shadow.touch(self, at, here, touch, site);
        if (earlier != nullptr &&
            !(is_step(engine, earlier->touch, earlier->site) && is_step(engine, touch, site))) {
            if (engine.thread(earlier->thread).agent != nullptr || self.agent != nullptr)
                fail_pending(engine, self, *earlier, reinterpret_cast<const void*>(at));
            engine.fail_race(*earlier, at, touch, site);
        }
        at += here;
        bytes -= here;
    }
}

// A word is one variable, and its second half one of its own as long as nobody uses both at once.
Object& variable_at(const void* address, std::size_t bytes) {
    Engine& engine = the_engine;
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const auto* word = reinterpret_cast<const char*>(at & ~std::uintptr_t{7});
    if (engine.has(kWholeWords)) return engine.at(ObjectType::variable, word);
    const bool second_half = (at & 4) != 0;
    Object& object = engine.at(ObjectType::variable, second_half ? word + 4 : word);
    const bool sized = second_half || (at & 7) + bytes > 4;
    if (sized && (object.state.flags & kSized) == 0) note_size(engine, object, word, second_half);
    return object;
}

void plain_access(const void* address, std::size_t bytes, bool write, bool is_volatile,
                  const void* site) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (self.quiet < kQuietLimit)
        ++self.quiet;
    else if (!is_private(engine, self, address))
        give_way(engine, self, site);
    if (write) save_global(engine, address, bytes);
    const bool promoted = (is_volatile || engine.is_promoted(site)) && !engine.alone();
    const bool step = engine.settings().interleave_plain || promoted;
    if (engine.trace != nullptr && !step && !engine.alone())
        engine.trace->access(self, address, bytes, write ? Touch::write : Touch::read);
    if (step) {
        interleave(engine, self, static_cast<const char*>(address), bytes, write, site);
        if (engine.trace != nullptr) engine.trace->value(address, bytes);
        if (!promoted) return;
    }
    // A store of its own that may still be on its way must not come after this access.
    if (self.issued != 0 && stored_lately(self, address, bytes, nullptr))
        drain_all(self, place_of(site));
    // What a thread does before it has created another happens before all that others do.
    if (!engine.settings().detect_races || engine.alone()) return;
    const Touch touch = is_volatile ? (write ? Touch::atomic_write : Touch::atomic_read)
                                    : (write ? Touch::write : Touch::read);
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const bool one_cell = (at & 7) + bytes <= 8;
    if (!one_cell ||
        engine.shadow.touch(self, at, static_cast<unsigned>(bytes), touch, site) != nullptr)
        detect_race(engine, self, address, bytes, touch, site);
}

void device_access(Thread& by, const void* address, std::size_t bytes, bool write) {
    Engine& engine = the_engine;
    by.last_use = by.clock[by.id];
    if (engine.settings().detect_races)
        detect_race(engine, by, address, bytes, write ? Touch::write : Touch::read, nullptr);
}

void free_memory(const void* address, std::size_t bytes, const void* site) {
    Engine& engine = the_engine;
    if (engine.trace != nullptr) engine.trace->access(engine.self(), address, bytes, Touch::free);
    if (engine.settings().detect_races)
        detect_race(engine, engine.self(), address, bytes, Touch::free, site);
}

void heap_object_used(const Object& object, std::size_t bytes, const void* site) {
    Engine& engine = the_engine;
    if (!engine.settings().detect_races) return;
    detect_race(engine, engine.self(), object.address, bytes, Touch::atomic_write, site);
}

}  // namespace explore
