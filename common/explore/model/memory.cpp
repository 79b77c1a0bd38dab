// memory.cpp - plain variables, atomics and Interlocked functions.
#include "common/explore/model/memory.hpp"

#include "common/explore/model/model.hpp"

#include <algorithm>

namespace explore {
namespace {

constexpr std::uint32_t kQuietLimit = 1'000'000;

// The image of the program itself: where its global variables are.
struct Image {
    Image() {
        auto* base = reinterpret_cast<const char*>(::GetModuleHandleW(nullptr));
        const auto* dos = reinterpret_cast<const IMAGE_DOS_HEADER*>(base);
        const auto* nt = reinterpret_cast<const IMAGE_NT_HEADERS*>(base + dos->e_lfanew);
        begin = base;
        end = base + nt->OptionalHeader.SizeOfImage;
    }
    const char* begin;
    const char* end;
};
const Image image;

bool is_global(Engine& engine, const void* address) {
    if (address >= image.begin && address < image.end) return true;
    if (engine.arena.contains(address)) return false;
    for (int id = 0; id < engine.known_threads(); ++id)
        if (engine.backend.owns(id, address)) return false;
    return true;
}

[[noreturn]] void fail_pending(Engine& engine, const Thread& self, const Epoch& earlier) {
    const Thread& lab = self.agent != nullptr ? engine.thread(earlier.thread) : self;
    engine.fail(Outcome::pending_request,
                describe(lab) +
                    " uses the OVERLAPPED or the buffer of a request, and nothing makes it wait "
                    "until the request has ended: in some schedule it is pending");
}

void detect(Engine& engine, Thread& self, const void* address, std::size_t bytes, Touch touch,
            const void* site) {
    auto at = reinterpret_cast<std::uintptr_t>(address);
    while (bytes != 0) {
        const auto here = static_cast<unsigned>(std::min<std::size_t>(bytes, 8 - (at & 7)));
        if (const Epoch* earlier = engine.shadow.touch(self, at, here, touch, site)) {
            if (engine.thread(earlier->thread).agent != nullptr || self.agent != nullptr)
                fail_pending(engine, self, *earlier);
            engine.fail_race(*earlier, at, touch, site);
        }
        at += here;
        bytes -= here;
    }
}

}  // namespace

void plain_access(const void* address, std::size_t bytes, bool write, const void* site) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (write && is_global(engine, address)) engine.undo.save(address, bytes);
    if (engine.settings().interleave_plain) {
        Object& object =
            engine.at(ObjectType::variable,
                      reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(address) &
                                                    ~std::uintptr_t{7}));
        Place place;
        place.address = site;
        if (write)
            engine.perform(self, Kind::write, Want::nothing, true, &object, place);
        else
            engine.perform_look(self, Kind::read, false, &object, place);
        if (write) {
            Engine::changed(object);
            engine.acted(self);
        } else {
            engine.looked(self, object, place);
        }
        return;
    }
    // What a thread does before it has created another happens before all that others do.
    if (!engine.settings().detect_races || engine.alone()) return;
    const Touch touch = write ? Touch::write : Touch::read;
    if (!engine.shadow.known(self, reinterpret_cast<std::uintptr_t>(address),
                             static_cast<unsigned>(bytes), touch))
        detect(engine, self, address, bytes, touch, site);
    (void)kQuietLimit;
}

void device_access(Thread& by, const void* address, std::size_t bytes, bool write) {
    Engine& engine = the_engine;
    if (engine.settings().detect_races)
        detect(engine, by, address, bytes, write ? Touch::write : Touch::read, nullptr);
}

void save_global(const void* address, std::size_t bytes) {
    if (is_global(the_engine, address)) the_engine.undo.save(address, bytes);
}

void free_memory(const void* address, std::size_t bytes, const void* site) {
    Engine& engine = the_engine;
    if (engine.settings().detect_races)
        detect(engine, engine.self(), address, bytes, Touch::free, site);
}

Object& atomic_step(const void* address, std::size_t bytes, bool write, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (write && is_global(engine, address)) engine.undo.save(address, bytes);
    Object& object = engine.at(ObjectType::variable, address);
    engine.perform_look(self, write ? Kind::interlocked : Kind::read, write, &object, place);
    if (engine.settings().detect_races)
        detect(engine, self, address, bytes, write ? Touch::atomic_write : Touch::atomic_read,
               place.address);
    return object;
}

void atomic_done(Object& object, bool changed, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (changed) {
        Engine::changed(object);
        engine.acted(self);
    } else {
        engine.looked(self, object, place);
    }
}

}  // namespace explore
