// engine.cpp - one execution from its first step to its last.
#include "common/explore/engine/engine.hpp"

#include <algorithm>

namespace explore {

Engine the_engine;

Engine::Engine() : backend(&Engine::thread_body) {}

void Engine::begin_search(const Settings& settings) {
    settings_ = settings;
    former_ = std::max(former_, known_);
    known_ = 1;
    schedule_.resize(static_cast<std::size_t>(settings.depth_limit));
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
    if (failed()) failure_ = {};
    clear_objects();
    created_ = running_ = agents_ = 0;
    looked_at_ = -1;
    primer_ = kNobody;
    restart_ = false;
    only_races_ = settings_.detect_races && !settings_.interleave_plain &&
                  !settings_.store_buffers && promoted.empty() && trace == nullptr;
    depth_ = 0;
    now = 0;
    if (trace != nullptr) trace->begin();
    backend.begin();
    Thread& root = threads_[0];
    known_ = std::max(known_, 1);
    former_ = std::max(former_, known_);
    begin_life(root, 0);
    std::fill_n(root.clock, known_, 0u);
    std::fill_n(root.order, known_, 0u);
    root.clock[0] = 1;
    root.name = "main";
    running_ = bit(0);
    root.object = &create(ObjectType::thread, key_of_new(root));
    root.object->wait_writes = false;
    root.object->state.owner = 0;
    if (on_begin != nullptr) on_begin(*this);
    former_ = 0;
    backend.prepare(0);
    set_current(0);
    if (on_turn != nullptr) on_turn(true);
    backend.switch_to(kNobody, 0);
    if (on_turn != nullptr) on_turn(false);
    current_ = kNobody;
    if (!failed() && on_end != nullptr && (running_ & ~agents_) == 0) on_end(*this);
    if (trace != nullptr) trace->end();
    undo.restore();
    arena.reset();
    shadow.reset();
}

// ---- scheduling --------------------------------------------------------------------------------

// Nobody can go on by himself. The earliest time-out comes, or who goes round in circles goes on.
WB_COLD ThreadMask Engine::late_ones(ThreadMask optional) {
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
    return (found & ~optional) != 0 ? found : late_ones(optional);
}

void Engine::about_to_step(Thread& chosen) {
    if (trace != nullptr) trace->step(chosen);
    if (chosen.agent != nullptr || chosen.due == 0 || !quiescent_ || ready(chosen)) return;
    now = std::max(now, chosen.due);
    chosen.timed_out = true;
}

WB_COLD int Engine::too_long() {
    failure_.outcome = Outcome::livelock;
    failure_.sentence = "after " + std::to_string(depth_) + " steps the threads still run";
    return kNobody;
}

bool Engine::has_next_step(int id) const {
    const Thread& thread = threads_[id];
    if (thread.buffered != 0 && thread.pending.in_order) return false;  // its stores come first
    return thread.life == Life::running && !thread.suspended && !thread.optional &&
           thread.pending.want != Want::never;
}

WB_COLD bool Engine::not_that_step() {
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
    set_current(self.id);
    if (self.pending.in_order) self.issued = 0;
    ::SetLastError(last_error);
}

WB_COLD void Engine::leave(Thread& self) {
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
    if (trace != nullptr) trace->not_done(self());
    const bool freed = earlier.touch == Touch::free || touch == Touch::free;
    fail(freed ? Outcome::use_after_free : Outcome::data_race,
         "two accesses to one variable, and nothing orders them");
}

// ---- what threads have seen of each other ------------------------------------------------------

void Engine::acquire(Thread& self, Object& object) {
    for (int i = 0; i < known_; ++i)
        if (object.released[i] > self.clock[i]) self.clock[i] = object.released[i];
}

void Engine::release(Thread& self, Object& object) {
    for (int i = 0; i < known_; ++i)
        if (self.clock[i] > object.released[i]) object.released[i] = self.clock[i];
    ++self.clock[self.id];
}

// A thread ends with a release, and uses nothing afterwards; an agent uses no memory of its own.
bool Engine::main_comes_last() const {
    if (current_ != 0) return false;
    for (ThreadMask left = created_; left != 0; left &= left - 1) {
        const Thread& other = threads_[first_of(left)];
        if ((running_ & bit(other.id)) != 0 && !other.idle) return false;
        const std::uint32_t last = other.agent != nullptr ? 0 : other.clock[other.id] - 1;
        if (std::max(last, other.last_use) > threads_[0].clock[other.id]) return false;
    }
    return true;
}

}  // namespace explore
