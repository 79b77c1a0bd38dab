// trace.cpp - writes down who did what, with the code that did it.
#include "common/explore/engine/trace.hpp"

#include "common/explore/engine/peek.hpp"

#include <algorithm>
#include <cstring>

namespace explore {
namespace {

constexpr std::size_t kLongest = 200'000;  // lines

std::uint64_t value_at(const void* address, unsigned bytes) {
    std::uint64_t value = 0;
    if (bytes <= sizeof value) (void)peek(address, &value, bytes);  // a pointer may point nowhere
    return value;
}

// Those that the call names: only a wait names several. Others are the model's own.
int named_objects(const Operation& operation) {
    const Kind kind = operation.kind;
    if (kind != Kind::wait && kind != Kind::poll && kind != Kind::begin_wait)
        return std::min<int>(operation.count, 1);
    return static_cast<int>(
        std::count_if(operation.begin(), operation.end(), [](const Object* object) {
            return object->type >= ObjectType::mutex && object->type != ObjectType::apc_queue &&
                   object->type != ObjectType::port && object->type != ObjectType::address;
        }));
}

bool is_lock(const Object& object) {
    return object.type == ObjectType::critical_section || object.type == ObjectType::srw_lock ||
           object.type == ObjectType::mutex;
}

// State::woken of an SRW lock is the set of its readers.
bool holds(int thread, const Object& lock) {
    if (lock.state.owner == thread) return true;
    return lock.type == ObjectType::srw_lock && lock.state.owner == kNobody &&
           (lock.state.woken & bit(thread)) != 0;
}

}  // namespace

// All of them: how many are the explorer's own depends on what the compiler puts into what. Who
// looks for a place passes over them.
void CodeStack::capture() {
    void* frames[kDepth];
    count = ::RtlCaptureStackBackTrace(0, kDepth, frames, nullptr);
    for (int i = 0; i < count; ++i) frame[i] = frames[i];
}

void Trace::begin() {
    steps.clear();
    allocations.clear();
    locks_.clear();
    taken_ = 0;
    if (survey) uses_.clear();
}

void Trace::end() { complete(); }

// The value that a plain write leaves is known only when the thread goes on after it.
void Trace::complete() {
    if (steps.empty()) return;
    Step& last = steps.back();
    note_locks(last);
    if (last.address == nullptr || last.known_after) return;
    if (last.touch != Touch::free) last.after = value_at(last.address, last.bytes);
    last.known_after = true;
}

// What the step has done to its locks is known only when the thread goes on after it.
void Trace::note_locks(Step& step) {
    for (std::size_t i = 0; i < locks_.size(); ++i) {
        const bool before = (held_before_ >> i & 1) != 0;
        const bool after = holds(step.thread, *locks_[i]);
        if (before != after) (after ? step.takes : step.gives).push_back(locks_[i]);
    }
    locks_.clear();
}

Step& Trace::add(Step::What what, const Thread& thread) {
    complete();
    Step& line = steps.emplace_back();
    line.what = what;
    line.thread = thread.id;
    line.number = taken_;
    return line;
}

void Trace::add_pending(Step::What what, const Thread& thread) {
    if (survey || steps.size() >= kLongest) return;
    Step& line = add(what, thread);
    const Operation& next = thread.pending;
    line.kind = next.kind;
    line.want = next.want;
    line.objects = named_objects(next);
    line.object = next.count != 0 ? *next.begin() : nullptr;
    line.owner = line.object != nullptr ? line.object->state.owner : kNobody;
    line.place = next.place;
    if (thread.agent == nullptr) line.code = announced_[thread.id];
    if (what != Step::What::step) return;
    held_before_ = 0;
    for (const Object* object : next) {
        if (!is_lock(*object) || locks_.size() == kMaxThreads) continue;
        if (holds(thread.id, *object)) held_before_ |= ThreadMask{1} << locks_.size();
        locks_.push_back(object);
    }
}

void Trace::announce(const Thread& thread, bool ready) {
    if (survey) return;
    announced_[thread.id].capture();
    if (!ready) add_pending(Step::What::waits, thread);
}

void Trace::step(const Thread& thread) {
    ++taken_;
    add_pending(Step::What::step, thread);
}

// Has one of its objects been free, or signaled, since the thread came to its wait there?
bool Trace::missed(std::size_t wait, const Operation& pending) const {
    const int thread = steps[wait].thread;
    for (std::size_t i = wait; i-- > 0;)
        if (steps[i].thread == thread) {
            if (steps[i].kind == Kind::begin_wait) return false;  // it does wait
            break;
        }
    const auto frees = [&](const Step& step) {
        return step.what == Step::What::step &&
               (step.kind == Kind::signal || step.kind == Kind::leave) &&
               std::find(pending.begin(), pending.end(), step.object) != pending.end();
    };
    return std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(wait), steps.end(), frees);
}

void Trace::stuck(const Thread& thread) {
    if (survey) return;
    for (std::size_t i = steps.size(); i-- > 0;) {
        if (steps[i].thread != thread.id) continue;
        if (steps[i].what == Step::What::waits) {
            if (!missed(i, thread.pending)) return;
            complete();
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
        }
        break;
    }
    add_pending(Step::What::waits, thread);
}

void Trace::created(const Thread& parent, const Thread& made) {
    if (survey) return;
    Step& line = add(Step::What::create, parent);
    line.owner = made.id;
    line.code.capture();
}

bool Trace::shared(std::uintptr_t address, std::size_t bytes) const {
    const std::uintptr_t watch = reinterpret_cast<std::uintptr_t>(watched) >> 3;
    for (std::uintptr_t cell = address >> 3; cell <= (address + bytes - 1) >> 3; ++cell) {
        if (cell == watch) return true;
        const auto found = uses_.find(cell);
        if (found != uses_.end() && found->second.shared) return true;
    }
    return false;
}

void Trace::note_use(const Thread& thread, std::uintptr_t begin, std::size_t bytes, Touch touch) {
    if (touch == Touch::free) return;  // each block is freed by somebody
    for (std::uintptr_t cell = begin >> 3; cell <= (begin + bytes - 1) >> 3; ++cell) {
        Use& use = uses_[cell];
        if (touch == Touch::write && (use.users & ~bit(thread.id)) != 0) use.shared = true;
        use.users |= bit(thread.id);
    }
}

void Trace::access(const Thread& thread, const void* address, std::size_t bytes, Touch touch) {
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    if (bytes == 0 || ended()) return complete();
    if (survey) return note_use(thread, begin, bytes, touch);
    if (!shared(begin, bytes) || steps.size() >= kLongest) return complete();
    Step& line = add(Step::What::access, thread);
    line.touch = touch;
    line.address = address;
    line.bytes = static_cast<unsigned>(bytes);
    line.before = value_at(address, line.bytes);
    line.code.capture();
}

void Trace::value(const void* address, std::size_t bytes) {
    if (steps.empty() || survey) return;
    Step& line = steps.back();
    line.address = address;
    line.bytes = static_cast<unsigned>(bytes);
    line.touch = line.kind == Kind::read    ? Touch::atomic_read
                 : line.kind == Kind::write ? Touch::write
                                            : Touch::atomic_write;
    line.before = value_at(address, line.bytes);
}

void Trace::value_done() { complete(); }

void Trace::not_done(const Thread& thread) {
    if (steps.empty() || steps.back().thread != thread.id) return;
    steps.back().undone = steps.back().known_after = true;
}

void Trace::allocated(const Thread& thread, const void* address, std::size_t bytes) {
    if (survey || allocations.size() >= kLongest) return;
    Allocation& block = allocations.emplace_back();
    block.address = address;
    block.bytes = bytes;
    block.thread = thread.id;
    block.code.capture();
}

void Trace::failed(const Thread& thread) {
    if (!survey) add(Step::What::ending, thread).code.capture();
}

void Trace::failed_at(const Thread& thread, const void* site) {
    if (survey) return;
    CodeStack& code = add(Step::What::ending, thread).code;
    if (site == nullptr) return;
    // Frames are addresses after a call: this one is made to look like that.
    code.frame[0] = static_cast<const char*>(site) + 1;
    code.count = 1;
}

const Allocation* Trace::block_of(const void* address) const {
    for (const Allocation& block : allocations) {
        const char* begin = static_cast<const char*>(block.address);
        if (address >= begin && address < begin + block.bytes) return &block;
    }
    return nullptr;
}

}  // namespace explore
