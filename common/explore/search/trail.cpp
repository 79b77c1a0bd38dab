// trail.cpp - vector clocks over the steps of one execution.
#include "common/explore/search/trail.hpp"

#include <algorithm>

namespace explore {
namespace {

std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
    return x ^ (x >> 33);
}

}  // namespace

void Trail::clear() {
    // A clock is written up to the last thread known then; the rest must be 0.
    for (std::size_t i = 0; i < highest_; ++i) order_[i] = before_[i] = Clock{};
    highest_ = 0;
    size_ = 0;
    events_.clear();
    accesses_.clear();
    parts_.clear();
}

void Trail::join(Clock& order, const Access& access) const {
    const Clock& other = order_[at(access.event)];
    for (std::size_t i = 0; i < at(threads_); ++i) order[i] = std::max(order[i], other[i]);
}

void Trail::push_accesses(Engine&, int event, const Operation& operation, int thread) {
    Event& entered = events_[at(event)];
    entered.first_access = static_cast<std::int32_t>(accesses_.size());
    entered.accesses = operation.count;
    for (const Object* object : operation) {
        const bool write = writes(operation, *object);
        accesses_.push_back(
            {event, object->last_access, static_cast<std::int16_t>(thread), write, object->state});
        parts_.push_back({object->key, write});
    }
}

// Makes room for it. What was known of it and of later ones goes: it is of another branch.
void Trail::begin_event(int event) {
    if (at(event) < events_.size()) {
        accesses_.resize(at(events_[at(event)].first_access));
        parts_.resize(accesses_.size());
    }
    events_.resize(at(event) + 1);
    highest_ = std::max(highest_, events_.size());
    if (order_.size() >= events_.size()) return;
    order_.resize(events_.size() + 64);
    before_.resize(order_.size());
}

void Trail::enter(Engine& engine, int depth, int id) {
    if (depth == 0) last_barrier_ = -1;
    threads_ = engine.known_threads();
    begin_event(depth);
    Thread& thread = engine.thread(id);
    const Operation& operation = thread.pending;
    Event& event = events_[at(depth)];
    event = {static_cast<std::int16_t>(id),
             engine.quiescent(),
             operation.kind,
             thread.steps,
             0,
             0,
             engine.step_of(id)};
    push_accesses(engine, depth, operation, id);

    const std::size_t count = at(threads_);
    // What must be in order waits until the thread's stores have been drained.
    if (thread.stores != nullptr && operation.in_order)
        for (std::size_t i = 0; i < count; ++i)
            thread.order[i] = std::max(thread.order[i], thread.stores->order[i]);
    Clock& order = order_[at(depth)];
    std::copy_n(thread.order, count, before_[at(depth)].begin());
    std::copy_n(thread.order, count, order.begin());
    if (last_barrier_ >= 0)
        for (std::size_t i = 0; i < count; ++i)
            order[i] = std::max(order[i], order_[at(last_barrier_)][i]);
    if (event.barrier) {
        for (int i = 0; i < depth; ++i) {
            const auto past = at(events_[at(i)].thread);
            order[past] = std::max(order[past], static_cast<std::uint32_t>(i) + 1);
        }
        last_barrier_ = depth;
    }
    int index = event.first_access;
    for (Object* object : operation) {
        for (int a = object->last_access; a >= 0; a = access(a).previous) {
            if (!access(a).write && !access(index).write) continue;
            join(order, access(a));
            if (access(a).write) break;  // what came before it happens before it
        }
        object->last_access = index++;
    }
    order[at(id)] = static_cast<std::uint32_t>(depth) + 1;
    std::copy_n(order.begin(), count, thread.order);
    size_ = depth + 1;
}

void Trail::repeat(Engine& engine, int depth) {
    if (depth == 0) last_barrier_ = -1;
    const Event& event = events_[at(depth)];
    Thread& thread = engine.thread(event.thread);
    int index = event.first_access;
    for (Object* object : thread.pending) object->last_access = index++;
    std::copy_n(order_[at(depth)].begin(), at(threads_), thread.order);
    if (event.barrier) last_barrier_ = depth;
    size_ = depth + 1;
}

int Trail::sketch(Engine& engine, int id) {
    begin_event(size_);
    Thread& thread = engine.thread(id);
    events_[at(size_)] = {static_cast<std::int16_t>(id),
                          false,
                          thread.pending.kind,
                          thread.steps + 1,
                          0,
                          0,
                          engine.step_of(id)};
    push_accesses(engine, size_, thread.pending, id);
    Clock& before = before_[at(size_)];
    std::copy_n(thread.order, at(threads_), before.begin());
    if (thread.stores != nullptr && thread.pending.in_order)
        for (std::size_t i = 0; i < at(threads_); ++i)
            before[i] = std::max(before[i], thread.stores->order[i]);
    return size_;
}

Footprint Trail::footprint(int event) const {
    const Event& of = (*this)[event];
    Footprint result;
    result.everything = of.barrier;
    result.count = of.accesses;
    result.parts = parts_.data() + of.first_access;
    if (of.accesses == 1) result.one = *result.parts;
    return result;
}

std::uint64_t Trail::event_hash(int event) const {
    const Event& of = (*this)[event];
    std::uint64_t hash = mix((at(of.thread) << 40) + (std::uint64_t{of.ordinal} << 8) +
                             static_cast<std::uint64_t>(of.kind));
    for (std::size_t i = 0; i < at(threads_); ++i) {
        const std::uint32_t last = order(event)[i];
        if (last != 0) hash = mix(hash + (i << 32) + events_[last - 1].ordinal);
    }
    return hash;
}

std::uint64_t Trail::hash() const {
    std::uint64_t sum = 0;
    for (int event = 0; event < size_; ++event) sum += event_hash(event);
    return sum;
}

}  // namespace explore
