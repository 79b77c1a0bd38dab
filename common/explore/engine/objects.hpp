// objects.hpp - what the threads of one execution synchronize with, by number and by key.
#pragma once

#include "common/explore/engine/thread.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace explore {

class ObjectTable {
public:
    Object& create(ObjectType type, std::uint64_t key);
    /// A key for what a thread creates; the same whoever else runs.
    static std::uint64_t key_of_new(Thread& creator);
    /// The object at an address of the lab's memory, created when it is first met.
    Object& at(ObjectType type, const void* address) {
        const std::uint64_t key = key_at(type, address);
        const Slot& first = slots_[index_of(key)];
        if (first.key == key && first.generation == generation_ && first.object != nullptr)
            return *first.object;
        return meet(type, address);
    }
    /// nullptr if there is none of this type at the address.
    Object* find(ObjectType type, const void* address);
    Object& object(std::size_t number) { return objects_[number / kChunk][number % kChunk]; }
    std::size_t object_count() const { return object_count_; }
    /// The object has changed in a way that ends a spin on it.
    static void changed(Object& object) { ++object.state.version; }

protected:
    ObjectTable() : slots_(256) {}
    /// Forgets all of them.
    void clear_objects();

private:
    static constexpr std::size_t kChunk = 64;
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t generation = 0;
        Object* object = nullptr;
    };
    static std::uint64_t key_at(ObjectType type, const void* address) {
        return (reinterpret_cast<std::uintptr_t>(address) << 4) | static_cast<std::uint64_t>(type);
    }
    std::size_t index_of(std::uint64_t key) const {
        return (key * 0x9E3779B97F4A7C15u >> 32) & (slots_.size() - 1);
    }
    Object& meet(ObjectType type, const void* address);
    Slot& slot_of(std::uint64_t key);
    void grow();

    std::vector<std::unique_ptr<Object[]>> objects_;
    std::size_t object_count_ = 0;
    std::vector<Slot> slots_;  // open addressing, a power of two
    std::size_t slots_used_ = 0;
    std::uint32_t generation_ = 1;
};

}  // namespace explore
