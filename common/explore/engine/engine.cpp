// engine.cpp - one execution from its first step to its last.
#include "common/explore/engine/engine.hpp"

#include <algorithm>
#include <cstring>
#include <exception>

namespace explore {

Engine the_engine;

Engine::Engine() : backend(&Engine::thread_body), slots_(256) {}

void Engine::begin_search(const Settings& settings) {
    settings_ = settings;
    known_ = 1;
    // A clock is copied up to the last thread that is known; the rest of it stays 0.
    for (Thread& thread : threads_) {
        std::fill_n(thread.clock, kMaxThreads, 0u);
        std::fill_n(thread.order, kMaxThreads, 0u);
    }
    for (auto& children : children_) children.clear();
}

void Engine::run(void (*body)(), Strategy& strategy) {
    body_ = body;
    strategy_ = &strategy;
    failure_ = {};
    object_count_ = 0;
    ++generation_;
    slots_used_ = 0;
    running_ = agents_ = 0;
    primer_ = kNobody;
    restart_ = false;
    depth_ = 0;
    now = 0;
    schedule_.clear();
    if (trace != nullptr) trace->begin();
    backend.begin();
    Thread& root = threads_[0];
    known_ = std::max(known_, 1);
    begin_life(root, 0);
    std::fill_n(root.clock, kMaxThreads, 0u);
    std::fill_n(root.order, kMaxThreads, 0u);
    root.clock[0] = 1;
    root.name = "main";
    running_ = bit(0);
    root.object = &create(ObjectType::thread, key_of_new(root));
    root.object->wait_writes = false;
    root.object->state.owner = 0;
    if (on_begin != nullptr) on_begin(*this);
    backend.prepare(0);
    current_ = 0;
    if (on_turn != nullptr) on_turn(true);
    backend.switch_to(kNobody, 0);
    if (on_turn != nullptr) on_turn(false);
    current_ = kNobody;
    if (!failed() && on_end != nullptr && running_ == 0) on_end(*this);
    if (trace != nullptr) trace->end();
    undo.restore();
    arena.reset();
    shadow.reset();
}

void Engine::thread_body(int id) {
    Engine& me = engine();
    Thread& thread = me.threads_[id];
    DWORD code = 0;
    try {
        if (id == 0)
            me.body_();
        else {
            if (me.on_thread_begin != nullptr) me.on_thread_begin(me, thread);
            code = thread.entry(thread.argument);
        }
    } catch (const std::exception& error) {
        me.fail(Outcome::exception,
                std::string("an exception left the thread function: ") + error.what());
    } catch (...) {
        me.fail(Outcome::exception, "an exception left the thread function");
    }
    me.end_thread(thread, code, {});
}

// ---- scheduling --------------------------------------------------------------------------------

bool Engine::ready(const Thread& thread) const {
    if (thread.suspended || (thread.buffered != 0 && thread.pending.in_order)) return false;
    return available(thread.pending, thread.id);
}

ThreadMask Engine::enabled() {
    quiescent_ = false;
    ThreadMask found = 0;
    for (ThreadMask left = running_; left != 0; left &= left - 1) {
        const int id = first_of(left);
        if (ready(threads_[id])) found |= bit(id);
    }
    ThreadMask optional = 0;
    for (ThreadMask left = found & agents_; left != 0; left &= left - 1)
        if (threads_[first_of(left)].optional) optional |= left & (~left + 1);
    if ((found & ~optional) != 0) return found;
    // Nobody can go on by himself. The earliest time-out comes, or who goes round in circles goes
    // on.
    if ((running_ & ~agents_) == 0) return 0;
    ThreadMask late = 0;
    std::uint64_t earliest = ~std::uint64_t{0};
    for (ThreadMask left = running_; left != 0; left &= left - 1) {
        const Thread& waiting = threads_[first_of(left)];
        if (waiting.suspended) continue;
        if (waiting.pending.want == Want::change &&
            waiting.pending.looks[0].rounds < kFruitlessRounds)
            late |= bit(waiting.id);
        if (waiting.due == 0 || waiting.due > earliest) continue;
        if (waiting.due < earliest) late = 0;
        earliest = waiting.due;
        late |= bit(waiting.id);
    }
    quiescent_ = late != 0;
    return late != 0 ? late : optional;
}

int Engine::pick() {
    for (;;) {
        if (depth_ >= settings_.depth_limit) {
            failure_.outcome = Outcome::livelock;
            failure_.sentence = "after " + std::to_string(depth_) + " steps the threads still run";
            return kNobody;
        }
        const int id = strategy_->choose(*this, depth_);
        if (id == kNobody) return kNobody;
        Thread& chosen = threads_[id];
        ++depth_;
        ++chosen.steps;
        schedule_.push_back(static_cast<std::uint8_t>(id));
        if (trace != nullptr) trace->step(chosen);
        if (chosen.agent == nullptr) {
            if (chosen.due != 0 && quiescent_ && !ready(chosen)) {
                now = std::max(now, chosen.due);
                chosen.timed_out = true;
            }
            current_ = id;
            return id;
        }
        chosen.agent(chosen);
    }
}

bool Engine::has_next_step(int id) const {
    const Thread& thread = threads_[id];
    if (thread.buffered != 0 && thread.pending.in_order) return false;  // its stores come first
    return thread.life == Life::running && !thread.suspended && !thread.optional &&
           thread.pending.want != Want::never;
}

std::uint64_t Engine::step_of(int id) const {
    const Operation& pending = threads_[id].pending;
    const std::uint64_t key = pending.object != nullptr ? pending.object->key : 0;
    return key * 64 + static_cast<std::uint64_t>(pending.kind) + 1;
}

bool Engine::can_replay(int id, std::uint64_t step) {
    if ((running_ & bit(id)) != 0 && (step == 0 || step == step_of(id))) {
        quiescent_ = false;
        if (ready(threads_[id])) return true;
        if ((enabled() & bit(id)) != 0) return true;
    }
    failure_.outcome = Outcome::not_deterministic;
    failure_.sentence = "step " + std::to_string(depth_ + 1) +
                        " is another one than in an earlier run of the same schedule: the program "
                        "depends on something that the explorer does not control";
    return false;
}

void Engine::nothing_enabled() {
    if ((running_ & ~agents_) == 0) return;
    Outcome outcome = Outcome::deadlock;
    std::string sentence = "no thread can go on";
    for (ThreadMask left = trace != nullptr ? running_ & ~agents_ : 0; left != 0; left &= left - 1)
        trace->stuck(threads_[first_of(left)]);
    if (explain_stuck != nullptr) sentence = explain_stuck(*this, outcome);
    failure_.outcome = outcome;
    failure_.sentence = sentence;
}

void Engine::perform(Thread& self) {
    leave_if_failed();
    if (unsettled) on_settle(self);
    self.quiet = 0;
    if (self.wrapper.file != nullptr) {
        self.pending.place.file = self.wrapper.file;
        self.pending.place.line = self.wrapper.line;
    }
    if (trace != nullptr) trace->announce(self, ready(self));
    int next;
    if (primer_ != kNobody) {  // this thread has just begun, and has come to its first visible step
        next = primer_;
        primer_ = kNobody;
    } else {
        next = pick();
    }
    if (next == self.id) {
        if (self.pending.in_order) self.issued = 0;
        return;
    }
    ++switches;
    const DWORD last_error = ::GetLastError();
    backend.switch_to(self.id, next);
    current_ = self.id;
    if (self.pending.in_order) self.issued = 0;
    ::SetLastError(last_error);
}

void Engine::perform(Thread& self, Kind kind, Want want, bool write, Object* object,
                     const Place& place) {
    Operation& next = self.pending;
    next = Operation{};
    next.kind = kind;
    next.want = want;
    next.write = write;
    next.count = object != nullptr ? 1 : 0;
    next.object = object;
    next.place = place;
    perform(self);
}

void Engine::perform_look(Thread& self, Kind kind, bool write, Object* object, const Place& place) {
    Operation& next = self.pending;
    next = Operation{};
    next.kind = kind;
    next.write = write;
    next.count = 1;
    next.object = object;
    next.place = place;
    look(self, next);
    perform(self);
}

void Engine::leave(Thread& self) {
    backend.switch_to(self.id, kNobody);
    std::abort();  // a thread that has left is sent back to its beginning, or never gets a turn
}

void Engine::fail(Outcome outcome, std::string sentence, std::string name) {
    if (current_ == kNobody) std::abort();
    failure_.outcome = outcome;
    failure_.sentence = std::move(sentence);
    failure_.name = std::move(name);
    failure_.thread = current_;
    if (trace != nullptr) trace->failed(self());
    leave(self());
}

void Engine::fail_at(Outcome outcome, std::string sentence, const void* site) {
    failure_.outcome = outcome;
    failure_.sentence = std::move(sentence);
    failure_.site = site;
    failure_.thread = current_;
    if (trace != nullptr) trace->failed_at(self(), site);
    leave(self());
}

void Engine::need(std::uint32_t feature) {
    if (has(feature)) return;
    features |= feature;
    restart_ = true;
    leave(self());
}

void Engine::fail_soon(Outcome outcome, std::string sentence, std::string name) {
    if (failed()) return;
    failure_.outcome = outcome;
    failure_.sentence = std::move(sentence);
    failure_.name = std::move(name);
    failure_.thread = current_;
    if (trace != nullptr) trace->failed(self());
}

void Engine::report_at_end(Outcome outcome, std::string sentence) {
    failure_.outcome = outcome;
    failure_.sentence = std::move(sentence);
}

void Engine::fail_race(const Epoch& earlier, std::uintptr_t address, Touch touch,
                       const void* site) {
    failure_.earlier = earlier;
    failure_.address = address;
    failure_.touch = touch;
    failure_.site = site;
    const bool freed = earlier.touch == Touch::free || touch == Touch::free;
    fail(freed ? Outcome::use_after_free : Outcome::data_race,
         "two accesses to one variable, and nothing orders them");
}

// ---- objects -----------------------------------------------------------------------------------

Object& Engine::create(ObjectType type, std::uint64_t key) {
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
    std::fill_n(made.released, known_, 0u);
    return made;
}

std::uint64_t Engine::key_of_new(Thread& creator) {
    return (std::uint64_t{1} << 63) | (static_cast<std::uint64_t>(creator.id) << 32) |
           ++creator.created;
}

Engine::Slot& Engine::slot_of(std::uint64_t key) {
    if (slots_used_ * 2 >= slots_.size()) {
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        slots_used_ = 0;
        for (const Slot& slot : old)
            if (slot.generation == generation_) slot_of(slot.key) = slot;
    }
    const std::size_t mask = slots_.size() - 1;
    std::size_t index = (key * 0x9E3779B97F4A7C15u >> 32) & mask;
    while (slots_[index].generation == generation_ && slots_[index].key != key)
        index = (index + 1) & mask;
    if (slots_[index].generation != generation_) {
        ++slots_used_;
        slots_[index] = {key, generation_, nullptr};
    }
    return slots_[index];
}

namespace {
std::uint64_t key_at(ObjectType type, const void* address) {
    return (reinterpret_cast<std::uintptr_t>(address) << 4) | static_cast<std::uint64_t>(type);
}
}  // namespace

Object& Engine::at(ObjectType type, const void* address) {
    Slot& slot = slot_of(key_at(type, address));
    if (slot.object == nullptr) {
        slot.object = &create(type, slot.key);
        slot.object->address = address;
    }
    return *slot.object;
}

Object* Engine::find(ObjectType type, const void* address) {
    return slot_of(key_at(type, address)).object;
}

// ---- threads that go round in circles ----------------------------------------------------------

namespace {
// How often a thread may look at the same thing before it has to wait for a change.
constexpr std::uint32_t kFreeRounds = 3;
}  // namespace

void Engine::look(Thread& self, Operation& next) {
    const void* site = site_of(next.place);
    const Look* end = self.look + self.looks;
    for (const Look* look = self.look; look != end; ++look) {
        if (look->site != site || look->object != next.object) continue;
        if (look->rounds < kFreeRounds || look->version != next.object->state.version) return;
        next.want = Want::change;
        next.looks = self.look;
        next.count = self.looks;
        next.objects = self.looked_at;
        return;
    }
}

void Engine::looked(Thread& self, Object& object, const Place& place) {
    const void* site = site_of(place);
    for (Look* look = self.look; look != self.look + self.looks; ++look) {
        if (look->site != site || look->object != &object) continue;
        look->rounds = look->version == object.state.version ? look->rounds + 1 : 0;
        look->version = object.state.version;
        return;
    }
    if (self.looks == kLooks) self.looks = 0;
    self.look[self.looks] = {site, &object, object.state.version, 0};
    self.looked_at[self.looks++] = &object;
}

void Engine::acquire(Thread& self, Object& object) {
    for (int i = 0; i < known_; ++i)
        if (object.released[i] > self.clock[i]) self.clock[i] = object.released[i];
}

void Engine::release(Thread& self, Object& object) {
    for (int i = 0; i < known_; ++i)
        if (self.clock[i] > object.released[i]) object.released[i] = self.clock[i];
    ++self.clock[self.id];
}

// ---- threads -----------------------------------------------------------------------------------

Thread& Engine::admit(Thread& parent, std::uint16_t ordinal) {
    auto& ids = children_[parent.id];
    if (ordinal >= ids.size()) {
        if (known_ >= kMaxThreads)
            fail(Outcome::too_many_threads,
                 "the program has more than " + std::to_string(kMaxThreads) +
                     " threads and pending requests; the explorer has no room for another one");
        for (std::size_t i = 0; i < object_count_; ++i) object(i).released[known_] = 0;
        ids.push_back(static_cast<std::uint16_t>(known_++));
    }
    const int id = ids[ordinal];
    Thread& made = threads_[id];
    begin_life(made, id);
    made.time = parent.time;
    std::copy_n(parent.clock, known_, made.clock);
    std::copy_n(parent.order, known_, made.order);
    made.clock[id] = 1;
    ++parent.clock[parent.id];
    running_ |= bit(id);
    return made;
}

Thread& Engine::create_thread(Thread& parent, LPTHREAD_START_ROUTINE entry, LPVOID argument,
                              bool suspended) {
    Thread& made = admit(parent, parent.children++);
    made.entry = entry;
    made.argument = argument;
    made.object = &create(ObjectType::thread, key_of_new(parent));
    made.object->wait_writes = false;
    made.object->state.owner = made.id;
    made.suspended = suspended;
    made.suspend_count = suspended ? 1 : 0;
    if (trace != nullptr) trace->created(parent, made);
    backend.prepare(made.id);
    if (!suspended) start(made);
    return made;
}

void Engine::start(Thread& thread) {
    thread.suspended = false;
    if (thread.steps != 0 || thread.started) return;
    thread.started = true;
    const int creator = current_;
    const DWORD last_error = ::GetLastError();
    primer_ = creator;
    current_ = thread.id;
    backend.switch_to(creator, thread.id);
    current_ = creator;
    ::SetLastError(last_error);
}

Thread& Engine::create_agent(Thread& parent, AgentStep step, bool optional) {
    Thread& made = admit(parent, parent.children++);
    made.agent = step;
    made.owner = &parent;
    made.optional = optional;
    agents_ |= bit(made.id);
    return made;
}

void Engine::end_agent(Thread& agent) {
    agent.life = Life::ended;
    running_ &= ~bit(agent.id);
    agents_ &= ~bit(agent.id);
}

void Engine::end_thread(Thread& self, DWORD exit_code, const Place& place) {
    leave_if_failed();
    if (on_thread_leaving != nullptr) on_thread_leaving(self);
    leave_if_failed();
    if (unsettled) on_settle(self);
    if (on_thread_end != nullptr) on_thread_end(*this, self);
    if (self.id != 0) {
        perform(self, Kind::exit, Want::nothing, true, self.object, place);
        self.object->state.count = 1;
        changed(*self.object);
        release(self, *self.object);
    }
    self.exit_code = exit_code;
    self.life = Life::ended;
    running_ &= ~bit(self.id);
    backend.switch_to(self.id, pick());
    std::abort();  // unreachable: its fiber begins anew, its real thread stays parked
}

}  // namespace explore
