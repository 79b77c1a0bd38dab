// generate.cpp - chooses calls, targets and arguments, right ones and wrong ones.
#include "common/explore/tests/conformance/generate.hpp"

#include "common/explore/tests/conformance/dice.hpp"

#include <algorithm>

namespace conformance {
namespace {

bool is_creation(Call call) {
    return call == Call::create_mutex || call == Call::create_semaphore ||
           call == Call::create_event;
}

bool is_named(Call call) {
    return call == Call::open_mutex || call == Call::open_semaphore || call == Call::open_event;
}

class Generator {
public:
    explicit Generator(std::uint64_t seed) : dice_(seed) { sequence_.seed = seed; }

    Sequence run() {
        actors_ = dice_.between(2, kActors);
        slots_ = dice_.between(2, kMadeSlots - 1);
        timers_ = dice_.chance(15);
        for (int slot = 0; slot < slots_; ++slot) make(slot);
        for (int i = 0; i < kLocks; ++i)
            if (dice_.chance(70)) add(initialization(), i);
        for (int left = dice_.between(8, 20); left > 0 && has_room(); --left) add_unit();
        return std::move(sequence_);
    }

private:
    bool has_room() const { return sequence_.steps.size() + 4 <= kMaxSteps; }
    int any_actor() {
        if (!dice_.chance(40)) actor_ = dice_.below(actors_);
        while (ended_[actor_]) actor_ = (actor_ + 1) % actors_;
        return actor_;
    }
    // An actor that is not this one; -1 if there is none.
    int other_than(int actor) {
        const int first = dice_.below(actors_);
        for (int i = 0; i < actors_; ++i) {
            const int other = (first + i) % actors_;
            if (other != actor && !ended_[other]) return other;
        }
        return -1;
    }
    Call initialization() {
        return dice_.chance(50) ? Call::initialize_section : Call::initialize_section_spin;
    }

    Step& add(Call call, int target) {
        Step& step = sequence_.steps.emplace_back();
        step.actor = any_actor();
        step.call = call;
        step.target = static_cast<std::int8_t>(target);
        fill(step);
        return step;
    }
    Step& add_for(int actor, Call call, int target, LONG a = 0) {
        Step& step = sequence_.steps.emplace_back();
        step.actor = actor;
        step.call = call;
        step.target = static_cast<std::int8_t>(target);
        fill(step);
        step.a = a;
        step.group = group_;
        return step;
    }

    bool may_be_same(int one, int other) const {
        const auto aliased = [this](int slot) {
            return slot >= 0 && slot < kMadeSlots && aliased_[slot];
        };
        return one == other || (aliased(one) && aliased(other));
    }
    bool has_duplicates(const Step& step) const {
        for (DWORD i = 1; i < std::min<DWORD>(step.count, kMany); ++i)
            for (DWORD j = 0; j < i; ++j)
                if (may_be_same(step.many[i], step.many[j])) return true;
        return false;
    }

    void make(int slot) {
        constexpr Call makers[] = {
            Call::create_mutex, Call::create_mutex, Call::create_semaphore, Call::create_semaphore,
            Call::create_event, Call::create_event, Call::create_thread,    Call::create_port};
        make(slot, timers_ && dice_.chance(40) ? Call::create_timer : makers[dice_.below(8)]);
    }
    void make(int slot, Call maker) {
        if (maker == Call::create_thread) was_thread_[slot] = true;
        if (maker != Call::duplicate_handle) kind_[slot] = maker;
        add(maker, slot);
    }

    int handle_for(Call maker) {
        if (maker != Call::nothing && dice_.chance(80)) {
            const int first = dice_.below(slots_);
            for (int i = 0; i < slots_; ++i)
                if (kind_[(first + i) % slots_] == maker) return (first + i) % slots_;
        }
        if (dice_.chance(84)) return dice_.below(slots_);
        switch (dice_.below(8)) {
            case 0: return kNull;
            case 1: return kNeverOpened;
            case 2: return kCurrentProcess;
            case 3: return kCurrentThread;
            case 4: return kMadeSlots - 1;  // a slot that is still empty
            default: return kMadeSlots + dice_.below(actors_);
        }
    }

    void fill(Step& step);
    void fill_wait_many(Step& step);
    void fill_duplicate(Step& step);
    void fill_kernel(Step& step);
    void add_unit();
    void add_call();
    void add_blocked_wait();
    void add_blocked_lock();
    void add_suspension();
    void add_end();
    void add_due_timer();

    Dice dice_;
    Sequence sequence_;
    int actors_ = 0;
    int slots_ = 0;
    int actor_ = 0;
    int group_ = 0;
    int groups_ = 0;
    bool ended_[kActors] = {};
    Call kind_[kMadeSlots] = {};        // what the handle of a slot should be
    bool aliased_[kMadeSlots] = {};     // perhaps another slot has a handle of the same object
    bool was_thread_[kMadeSlots] = {};  // at some time
    bool timers_ = false;               // this sequence has them
};

void Generator::fill_wait_many(Step& step) {
    for (std::int8_t& target : step.many)
        target = static_cast<std::int8_t>(handle_for(Call::nothing));
    const int choice = dice_.below(20);
    step.count = choice == 0   ? 0
                 : choice == 1 ? MAXIMUM_WAIT_OBJECTS + 1
                 : choice == 2 ? MAXIMUM_WAIT_OBJECTS
                               : static_cast<DWORD>(dice_.between(1, kMany));
    step.a = dice_.chance(45);
    step.b = dice_.chance(15) ? static_cast<LONG>(INFINITE) : 0;
    // Wine waits where Windows refuses: that must not change anything.
    for (const std::int8_t target : step.many)
        if (target == kCurrentProcess || target == kCurrentThread) {
            step.b = 0;
            step.count = 1;
            step.many[0] = target;
        }
    // In a wait for all no object may come twice: Windows refuses that, and Wine's server takes two
    // units of a semaphore that has one, which ends it.
    if (step.a == 0) return;
    if (step.count > kMany) step.count = kMany;
    while (step.count > 1 && has_duplicates(step)) --step.count;
}

// The copy of a thread's handle could be used to suspend an actor.
void Generator::fill_duplicate(Step& step) {
    const int source = dice_.below(slots_);
    const bool fits = source != step.target && kind_[source] != Call::create_thread &&
                      kind_[source] != Call::create_timer && !was_thread_[source];
    step.many[0] = static_cast<std::int8_t>(fits               ? source
                                            : dice_.chance(50) ? kNull
                                                               : kNeverOpened);
    if (fits) {
        kind_[step.target] = kind_[source];
        aliased_[step.target] = aliased_[source] = true;
    }
}

// Ports, timers, APCs and copies of handles.
void Generator::fill_kernel(Step& step) {
    switch (step.call) {
        case Call::post_packet:
            step.a = dice_.between(0, 9);
            step.b = dice_.between(0, 9);
            break;
        case Call::create_port: step.a = 64; break;
        case Call::create_timer: step.a = dice_.chance(50); break;
        case Call::queue_apc: step.a = dice_.between(1, 9); break;
        case Call::sleep_alertable:
        case Call::wait_alertable:
            step.a = dice_.chance(50);
            step.b = dice_.chance(80);
            break;
        case Call::signal_and_wait:
            step.many[0] = static_cast<std::int8_t>(handle_for(Call::nothing));
            break;
        case Call::duplicate_handle: fill_duplicate(step); break;
        default: break;
    }
}

void Generator::fill(Step& step) {
    switch (step.call) {
        case Call::create_mutex: step.a = dice_.chance(40); break;
        case Call::create_semaphore:
            step.a = dice_.one_of<8>({0, 0, 1, 1, 2, 3, -1, 4});
            step.b = dice_.one_of<8>({1, 1, 2, 3, 3, 0x7FFFFFFF, 0, -1});
            break;
        case Call::create_event:
            step.a = dice_.chance(50);
            step.b = dice_.chance(50);
            break;
        case Call::create_thread:
            step.a = dice_.chance(60);
            step.b = dice_.one_of<4>({0, 1, 7, STILL_ACTIVE});
            break;
        case Call::release_semaphore:
            step.a = dice_.one_of<9>({1, 1, 1, 1, 2, 3, 0, -1, 0x7FFFFFFF});
            step.b = dice_.chance(80);
            break;
        case Call::wait_one: step.a = dice_.chance(15) ? static_cast<LONG>(INFINITE) : 0; break;
        case Call::wait_many: fill_wait_many(step); break;
        case Call::exchange_add:
        case Call::exchange:
        case Call::compare_exchange:
            step.a = dice_.one_of<6>({0, 1, -1, 2, 0x7FFFFFFF, -5});
            step.b = dice_.one_of<4>({0, 1, -1, 2});
            break;
        default: fill_kernel(step); break;
    }
    if (is_named(step.call)) step.name = dice_.between(0, kNames);
    if (is_creation(step.call) && step.name == 0 && dice_.chance(15))
        step.name = dice_.between(1, kNames);
    if (step.name != 0) aliased_[step.target] = true;
    step.low_bits = dice_.chance(4);
}

void Generator::add_call() {
    int total = 0;
    for (int i = 0; i < static_cast<int>(Call::count); ++i)
        total += info_of(static_cast<Call>(i)).weight;
    int left = dice_.below(total);
    int chosen = 0;
    while ((left -= info_of(static_cast<Call>(chosen)).weight) >= 0) ++chosen;
    const CallInfo& info = info_of(static_cast<Call>(chosen));
    switch (info.target) {
        case Target::slot: make(dice_.below(slots_), info.call); return;
        case Target::handle: {
            int target = handle_for(info.maker);
            // The handles of the actors are needed, and who is suspended cannot take its turn.
            while (target >= kMadeSlots &&
                   (info.call == Call::close_handle || info.call == Call::suspend_thread))
                target = handle_for(info.maker);
            if (target == kCurrentThread && info.call == Call::suspend_thread) target = kNull;
            // Closing a pseudo handle "has no effect": what it returns is not documented.
            if (target <= kCurrentProcess && info.call == Call::close_handle) target = kNull;
            add(info.call, target);
            return;
        }
        case Target::none: add(info.call, 0); return;
        default: add(info.call, dice_.below(kLocks)); return;
    }
}

// One actor waits for what another one has, which then gives it back.
void Generator::add_blocked_wait() {
    const int slot = dice_.below(slots_);
    const int waiter = any_actor();
    const int other = other_than(waiter);
    if (other < 0) return;
    if (kind_[slot] == Call::create_event) {
        add_for(other, Call::reset_event, slot);
    } else {
        add_for(other, Call::wait_one, slot);
    }
    if (dice_.chance(60)) {
        add_for(waiter, Call::wait_one, slot, static_cast<LONG>(INFINITE)).blocks = true;
    } else {
        Step& wait = add_for(waiter, Call::wait_many, 0, dice_.chance(50));
        wait.blocks = true;
        wait.count = static_cast<DWORD>(dice_.between(1, 2));
        // Were another one signaled, it would depend on the time which of them ends the wait.
        wait.many[0] = static_cast<std::int8_t>(slot);
        if (wait.a == 0) wait.many[1] = wait.many[0];
        if (wait.a != 0 && (may_be_same(wait.many[1], wait.many[0]) || wait.many[1] < 0))
            wait.count = 1;
        wait.b = static_cast<LONG>(INFINITE);
    }
    const Call release = kind_[slot] == Call::create_mutex       ? Call::release_mutex
                         : kind_[slot] == Call::create_semaphore ? Call::release_semaphore
                         : kind_[slot] == Call::create_event     ? Call::set_event
                                                                 : Call::resume_thread;
    // Whether the waiter has taken its unit decides the previous count: it is not asked for.
    add_for(other, release, slot, 1).b = 0;
    add_for(waiter, Call::get_current_thread_id, 0);
}

void Generator::add_blocked_lock() {
    const int lock = dice_.below(kLocks);
    const int waiter = any_actor();
    const int other = other_than(waiter);
    if (other < 0) return;
    struct Way {
        Call take, wait, give;
    };
    constexpr Way ways[] = {
        {Call::enter_section, Call::enter_section, Call::leave_section},
        {Call::try_acquire_exclusive, Call::acquire_exclusive, Call::release_exclusive},
        {Call::try_acquire_exclusive, Call::acquire_shared, Call::release_exclusive},
        {Call::try_acquire_shared, Call::acquire_exclusive, Call::release_shared},
    };
    const Way& way = ways[dice_.below(4)];
    add_for(other, way.take, lock);
    add_for(waiter, way.wait, lock).blocks = true;
    add_for(other, way.give, lock);
    add_for(waiter, Call::get_current_thread_id, 0);
}

void Generator::add_suspension() {
    const int actor = any_actor();
    const int other = other_than(actor);
    if (other < 0) return;
    add_for(actor, Call::suspend_thread, kMadeSlots + other);
    add_for(actor, Call::get_exit_code, kMadeSlots + other);
    add_for(actor, Call::resume_thread, kMadeSlots + other);
}

// A timer that is due at once: the wait for it has an end. In the model a timer that is due later
// may come at any time, because threads may be slow; so none is polled.
void Generator::add_due_timer() {
    const int actor = any_actor();
    for (int slot = 0; slot < slots_; ++slot) {
        if (kind_[slot] != Call::create_timer && !dice_.chance(20)) continue;
        add_for(actor, Call::set_timer, slot);
        add_for(actor, Call::wait_one, slot, static_cast<LONG>(INFINITE));
        return;
    }
}

// A thread ends. Sometimes another one waits for a mutex that it has.
void Generator::add_end() {
    const int actor = any_actor();
    const int other = other_than(actor);
    if (other < 0) return;
    const int slot = dice_.below(slots_);
    const bool abandons = dice_.chance(70);
    if (abandons) add_for(actor, Call::wait_one, slot, 0);
    const bool waits = abandons && dice_.chance(50);
    if (waits) {
        Step& wait = add_for(other, Call::wait_one, slot, static_cast<LONG>(INFINITE));
        wait.blocks = true;
    }
    add_for(actor, Call::exit_actor, 0, dice_.one_of<4>({0, 1, 5, STILL_ACTIVE}));
    ended_[actor] = true;
    add_for(other, waits ? Call::get_current_thread_id : Call::wait_one,
            waits ? 0 : kMadeSlots + actor);
}

void Generator::add_unit() {
    group_ = ++groups_;
    const int choice = dice_.below(100);
    if (choice < 8)
        add_blocked_wait();
    else if (choice < 13)
        add_blocked_lock();
    else if (choice < 15)
        add_suspension();
    else if (choice < 19)
        add_end();
    else if (choice < 25 && timers_)
        add_due_timer();
    else
        add_call();
}

}  // namespace

Sequence generate(std::uint64_t seed) {
    if (seed % 3 == 0) return generate_user(seed);
    if (seed % 3 == 1) return generate_io(seed);
    return Generator(seed).run();
}

}  // namespace conformance
