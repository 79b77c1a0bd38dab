// names.cpp - what objects and threads are called in a message.
#include "common/explore/model/model.hpp"

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
    }
    return "object";
}

}  // namespace

std::string describe(const Object& object) {
    if (object.label != nullptr)
        return std::string(type_name(object.type)) + " '" + object.label + "'";
    if (object.type == ObjectType::thread) return "thread " + std::to_string(object.state.owner);
    return std::string(type_name(object.type)) + " #" + std::to_string(object.number);
}

std::string describe(const Thread& thread) {
    if (thread.name != nullptr) return thread.name;
    return "thread " + std::to_string(thread.id);
}

}  // namespace explore
