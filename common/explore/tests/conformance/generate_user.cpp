// generate_user.cpp - sequences of calls that work in user mode.
#include "common/explore/tests/conformance/dice.hpp"
#include "common/explore/tests/conformance/generate.hpp"

#include <iterator>
#include <string>

namespace conformance {
namespace {

struct Weight {
    Call call;
    int weight;
};

constexpr Weight kWeights[] = {
    {Call::enter_section, 2},
    {Call::try_enter_section, 6},
    {Call::leave_section, 4},
    {Call::try_acquire_shared, 6},
    {Call::try_acquire_exclusive, 6},
    {Call::release_shared, 4},
    {Call::release_exclusive, 4},
    {Call::sleep_section, 6},
    {Call::sleep_lock, 6},
    {Call::wake_condition, 3},
    {Call::wake_all_condition, 3},
    {Call::note_word, 4},
    {Call::wait_on_word, 6},
    {Call::change_word, 2},
    {Call::wake_word, 2},
    {Call::wake_all_word, 2},
    {Call::once_initialize, 1},
    {Call::once_begin, 12},
    {Call::once_complete, 12},
    {Call::once_execute, 5},
    {Call::list_push, 6},
    {Call::list_push_many, 4},
    {Call::list_pop, 6},
    {Call::list_flush, 3},
    {Call::list_depth, 4},
    {Call::tls_alloc, 4},
    {Call::tls_free, 2},
    {Call::tls_free_twice, 1},
    {Call::tls_set, 6},
    {Call::tls_get, 6},
    {Call::fls_alloc, 4},
    {Call::fls_free, 2},
    {Call::fls_free_twice, 1},
    {Call::fls_set, 6},
    {Call::fls_get, 6},
    {Call::fls_end_thread, 3},
    {Call::interlocked, 30},
};

class Generator {
public:
    explicit Generator(std::uint64_t seed) : dice_(seed) { sequence_.seed = seed; }

    Sequence run() {
        actors_ = dice_.between(2, kActors);
        for (int i = 0; i < kLocks; ++i) {
            add(Call::initialize_section, i);
            add(Call::list_initialize, i);
            if (dice_.chance(60)) add(dice_.chance(50) ? Call::tls_alloc : Call::fls_alloc, i);
        }
        for (int left = dice_.between(12, 30); left > 0 && has_room(); --left) add_unit();
        return std::move(sequence_);
    }

private:
    bool has_room() const { return sequence_.steps.size() + 8 <= kMaxSteps; }
    int any_actor() {
        while (ended_[actor_] || !dice_.chance(60)) actor_ = (actor_ + 1) % actors_;
        return actor_;
    }
    int other_than(int actor) {
        for (int i = 1; i < actors_; ++i)
            if (!ended_[(actor + i) % actors_]) return (actor + i) % actors_;
        return -1;
    }
    Step& add(Call call, int target) { return add_for(any_actor(), call, target); }
    Step& add_for(int actor, Call call, int target, LONG a = 0, LONG b = 0) {
        Step& step = sequence_.steps.emplace_back();
        step.actor = actor;
        step.call = call;
        step.target = static_cast<std::int8_t>(target);
        step.a = a;
        step.b = b;
        step.group = group_;
        return step;
    }
    void fill(Step& step);
    void fill_value(Step& step);
    void add_unit();
    void add_call();
    void add_sleep();
    void add_wait_on_word();
    void add_end();

    Dice dice_;
    Sequence sequence_;
    int actors_ = 0;
    int actor_ = 0;
    int group_ = 0;
    int groups_ = 0;
    bool ended_[kActors] = {};
};

void Generator::fill_value(Step& step) {
    constexpr std::array<LONG, 14> values = {0,  1,   -1,  2,   3,      7,          31,
                                             32, 127, 128, 255, 0x7FFF, 0x7FFFFFFF, 5 - 0x7FFFFFFF};
    step.count = static_cast<DWORD>(dice_.below(interlocked_count()));
    step.a = dice_.one_of(values);
    step.b = dice_.one_of(values);
    const std::string name = interlocked_name(static_cast<int>(step.count));
    // A bit beyond the word is in another variable.
    if (name.find("BitTest") != std::string::npos) step.a = dice_.between(0, 63);
}

void Generator::fill(Step& step) {
    switch (step.call) {
        case Call::sleep_section:
        case Call::sleep_lock:
            step.b = dice_.below(kLocks);
            step.count = step.call == Call::sleep_lock && dice_.chance(50) ? 1 : 0;
            break;
        case Call::wait_on_word:
            step.b = dice_.one_of<8>({1, 2, 4, 4, 8, 8, 3, 16});
            step.count = dice_.chance(40);
            break;
        case Call::once_begin: step.a = dice_.one_of<8>({0, 0, 0, 1, 1, 2, 2, 3}); break;
        case Call::once_complete:
            step.a = dice_.one_of<8>({0, 0, 0, 2, 2, 4, 4, 6});
            step.b = dice_.one_of<8>({0, 0, 0, 8, 16, 8, 3, 1});
            break;
        case Call::once_execute:
            step.a = dice_.chance(60);
            step.b = dice_.one_of<4>({0, 8, 16, 24});
            break;
        case Call::list_push_many: step.a = dice_.between(0, 2); break;
        case Call::tls_set:
        case Call::fls_set: step.a = dice_.between(0, 9); break;
        case Call::fls_end_thread: step.a = dice_.between(0, 9); break;
        case Call::fls_alloc: step.a = dice_.chance(70); break;
        case Call::interlocked: fill_value(step); break;
        default: break;
    }
}

void Generator::add_call() {
    int total = 0;
    for (const Weight& each : kWeights) total += each.weight;
    int left = dice_.below(total);
    const Weight* chosen = std::begin(kWeights);
    while ((left -= chosen->weight) >= 0) ++chosen;
    fill(add(chosen->call, dice_.below(kLocks)));
}

// The waker cannot have the lock before the sleeper sleeps.
void Generator::add_sleep() {
    const int sleeper = any_actor();
    const int waker = other_than(sleeper);
    if (waker < 0) return;
    const int lock = dice_.below(kLocks);
    const int condition = dice_.below(kLocks);
    const bool section = dice_.chance(50);
    const bool shared = !section && dice_.chance(50);
    const Call take = section  ? Call::enter_section
                      : shared ? Call::acquire_shared
                               : Call::acquire_exclusive;
    const Call give = section  ? Call::leave_section
                      : shared ? Call::release_shared
                               : Call::release_exclusive;
    add_for(sleeper, take, lock);
    Step& sleep = add_for(sleeper, section ? Call::sleep_section : Call::sleep_lock, lock,
                          static_cast<LONG>(INFINITE), condition);
    sleep.count = shared ? 1 : 0;
    sleep.blocks = true;
    add_for(waker, section ? Call::enter_section : Call::acquire_exclusive, lock);
    add_for(waker, dice_.chance(50) ? Call::wake_condition : Call::wake_all_condition, condition);
    add_for(waker, section ? Call::leave_section : Call::release_exclusive, lock);
    add_for(sleeper, give, lock);
}

// Whether the change comes before the wait or after it, the wait ends.
void Generator::add_wait_on_word() {
    const int sleeper = any_actor();
    const int waker = other_than(sleeper);
    if (waker < 0) return;
    const int word = dice_.below(kLocks);
    const LONG bytes = dice_.one_of<4>({1, 2, 4, 8});
    add_for(sleeper, Call::note_word, word);
    add_for(sleeper, Call::wait_on_word, word, static_cast<LONG>(INFINITE), bytes).blocks = true;
    add_for(waker, Call::change_word, word);
    add_for(waker, dice_.chance(50) ? Call::wake_word : Call::wake_all_word, word);
    add_for(sleeper, Call::get_current_thread_id, 0);
}

void Generator::add_end() {
    const int actor = any_actor();
    const int other = other_than(actor);
    if (other < 0) return;
    add_for(actor, Call::exit_actor, 0);
    ended_[actor] = true;
    add_for(other, Call::fls_get, dice_.below(kLocks));
}

void Generator::add_unit() {
    group_ = ++groups_;
    const int choice = dice_.below(100);
    if (choice < 4)
        add_sleep();
    else if (choice < 8)
        add_wait_on_word();
    else if (choice < 9)
        add_end();
    else
        add_call();
}

}  // namespace

Sequence generate_user(std::uint64_t seed) { return Generator(seed).run(); }

}  // namespace conformance
