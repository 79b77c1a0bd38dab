// names.cpp - what objects and threads are called in a message.
#include "common/explore/model/model.hpp"
#include "common/explore/report/rerun.hpp"
#include "common/explore/report/symbols.hpp"

namespace explore {
namespace {

const char* type_name(ObjectType type) {
    switch (type) {
        case ObjectType::variable: return "variable";
        case ObjectType::critical_section: return "critical section";
        case ObjectType::srw_lock: return "SRW lock";
        case ObjectType::condition_variable: return "condition variable";
        case ObjectType::init_once: return "one-time initialization";
        case ObjectType::mutex: return "mutex";
        case ObjectType::semaphore: return "semaphore";
        case ObjectType::event: return "event";
        case ObjectType::timer: return "timer";
        case ObjectType::thread: return "thread";
        case ObjectType::apc_queue: return "APC queue";
        case ObjectType::port: return "completion port";
        case ObjectType::name: return "name";
        case ObjectType::device: return "device";
        case ObjectType::address: return "address";
    }
    return "object";
}

// The first of its kind is 1, whatever other objects there are.
int ordinal(const Object& object) {
    int count = 1;
    for (std::size_t i = 0; i < object.number; ++i)
        if (the_engine.object(i).type == object.type) ++count;
    return count;
}

const char* agent_name(Kind kind) {
    switch (kind) {
        case Kind::drain: return "the stores of ";
        case Kind::spurious: return "a spurious wake-up of ";
        case Kind::time_out: return "the time-out of ";
        case Kind::io: return "the device of ";
        default: return "an agent of ";
    }
}

}  // namespace

std::string short_name(const Object& object) {
    if (object.label != nullptr) return object.label;
    if (object.type == ObjectType::thread) return describe(the_engine.thread(object.state.owner));
    // Looking it up is slow; the text of an execution that is not traced is never shown.
    if (object.address != nullptr && the_engine.trace != nullptr) {
        const std::string name = global_at(object.address);
        if (!name.empty()) return name;
    }
    return std::string(type_name(object.type)) + " " + std::to_string(ordinal(object));
}

std::string describe(const Object& object) {
    if (object.type == ObjectType::address && the_engine.trace != nullptr)
        return "a wake-up of " + name_of_variable(the_engine, *the_engine.trace, object.address);
    const std::string name = short_name(object);
    const std::string type = type_name(object.type);
    if (object.type == ObjectType::thread || name.compare(0, type.size(), type) == 0) return name;
    return type + " '" + name + "'";
}

std::string describe(const Thread& thread) {
    if (thread.agent != nullptr && thread.owner != nullptr)
        return agent_name(thread.pending.kind) + describe(*thread.owner);
    if (thread.name != nullptr && thread.name[0] != '\0') return thread.name;
    return "thread " + std::to_string(thread.id);
}

}  // namespace explore
