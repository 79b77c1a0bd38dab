// objects.cpp - chunks of objects that stay allocated, and a hash table of those with an address.
#include "common/explore/engine/objects.hpp"

#include <algorithm>
#include <iterator>

namespace explore {

void ObjectTable::clear_objects() {
    object_count_ = 0;
    slots_used_ = 0;
    ++generation_;
}

Object& ObjectTable::create(ObjectType type, std::uint64_t key) {
    if (object_count_ == objects_.size() * kChunk)
        objects_.push_back(std::make_unique<Object[]>(kChunk));
    Object& made = object(object_count_);
    made.type = type;
    made.wait_writes = true;
    made.number = static_cast<std::uint16_t>(object_count_++);
    made.uses = made.shared_uses = 0;
    made.state = State{};
    made.key = key;
    made.last_access = -1;
    made.label = nullptr;
    made.address = nullptr;
    made.model = nullptr;
    made.limit = 0;
    made.handles = 0;
    std::fill(std::begin(made.released), std::end(made.released), 0u);
    return made;
}

std::uint64_t ObjectTable::key_of_new(Thread& creator) {
    return (std::uint64_t{1} << 63) | (static_cast<std::uint64_t>(creator.id) << 32) |
           ++creator.created;
}

void ObjectTable::grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    slots_used_ = 0;
    for (const Slot& slot : old)
        if (slot.generation == generation_) slot_of(slot.key) = slot;
}

ObjectTable::Slot& ObjectTable::slot_of(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t index = index_of(key);
    for (; slots_[index].generation == generation_; index = (index + 1) & mask)
        if (slots_[index].key == key) return slots_[index];
    if (slots_used_ * 2 >= slots_.size()) {
        grow();
        return slot_of(key);
    }
    ++slots_used_;
    slots_[index] = {key, generation_, nullptr};
    return slots_[index];
}

Object& ObjectTable::meet(ObjectType type, const void* address) {
    Slot& slot = slot_of(key_at(type, address));
    if (slot.object == nullptr) {
        slot.object = &create(type, slot.key);
        slot.object->address = address;
    }
    return *slot.object;
}

Object* ObjectTable::find(ObjectType type, const void* address) {
    return slot_of(key_at(type, address)).object;
}

}  // namespace explore
