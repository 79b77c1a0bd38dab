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

bool is_step(Engine& engine, Touch touch, const void* site) {
    return touch == Touch::atomic_read || touch == Touch::atomic_write || engine.is_promoted(site);
}

void detect(Engine& engine, Thread& self, const void* address, std::size_t bytes, Touch touch,
            const void* site) {
    auto at = reinterpret_cast<std::uintptr_t>(address);
    while (bytes != 0) {
        const auto here = static_cast<unsigned>(std::min<std::size_t>(bytes, 8 - (at & 7)));
        const Epoch* earlier = engine.shadow.touch(self, at, here, touch, site);
        if (earlier != nullptr &&
            !(is_step(engine, earlier->touch, earlier->site) && is_step(engine, touch, site)))
            engine.fail_race(*earlier, at, touch, site);
        at += here;
        bytes -= here;
    }
}

}  // namespace

void plain_access(const void* address, std::size_t bytes, bool write, const void* site) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (write && is_global(engine, address)) engine.undo.save(address, bytes);
    const bool step =
        engine.settings().interleave_plain || (engine.is_promoted(site) && !engine.alone());
    if (engine.trace != nullptr && !step && !engine.alone())
        engine.trace->access(self, address, bytes, write ? Touch::write : Touch::read);
    if (step) {
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
        if (engine.trace != nullptr) engine.trace->value(address, bytes);
    }
    // What a thread does before it has created another happens before all that others do.
    if (!engine.settings().detect_races || engine.alone()) return;
    const Touch touch = write ? Touch::write : Touch::read;
    if (!engine.shadow.known(self, reinterpret_cast<std::uintptr_t>(address),
                             static_cast<unsigned>(bytes), touch))
        detect(engine, self, address, bytes, touch, site);
    (void)kQuietLimit;
}

void free_memory(const void* address, std::size_t bytes, const void* site) {
    Engine& engine = the_engine;
    if (engine.trace != nullptr) engine.trace->access(engine.self(), address, bytes, Touch::free);
    if (engine.settings().detect_races)
        detect(engine, engine.self(), address, bytes, Touch::free, site);
}

Object& atomic_step(const void* address, std::size_t bytes, bool write, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (write && is_global(engine, address)) engine.undo.save(address, bytes);
    Object& object = engine.at(ObjectType::variable, address);
    engine.perform_look(self, write ? Kind::interlocked : Kind::read, write, &object, place);
    if (engine.trace != nullptr) engine.trace->value(address, bytes);
    if (engine.settings().detect_races)
        detect(engine, self, address, bytes, write ? Touch::atomic_write : Touch::atomic_read,
               place.address);
    return object;
}

void atomic_done(Object& object, bool changed, const Place& place) {
    Engine& engine = the_engine;
    if (engine.trace != nullptr) engine.trace->value_done();
    Thread& self = engine.self();
    if (changed) {
        Engine::changed(object);
        engine.acted(self);
    } else {
        engine.looked(self, object, place);
    }
}

}  // namespace explore
