// user_model.hpp - what the user-mode half of the model shares.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

void install_user_model(Engine& engine);
/// Forgets what an earlier execution has left.
void begin_user_model(Engine& engine);

// ---- threads that sleep until another one wakes them (sleepers.cpp)

/// Those who sleep on one object, and the wake-ups that have been given to them.
///
/// A wake-up is for any one of those who slept when it was given; who goes on first takes it. So a
/// ticket is kept for each, with the set of its threads. Those sets grow from ticket to ticket, and
/// a thread that takes the first one that names it never leaves another ticket without a thread.
class Sleepers {
public:
    void add(int thread);
    /// False: everybody who sleeps has been woken already, or nobody sleeps.
    bool wake_one();
    bool wake_all();
    /// The thread goes on: with a ticket if one names it, else without. True: it had one.
    bool leave(int thread);
    ThreadMask woken() const { return tickets_ == 0 ? 0 : ticket_[tickets_ - 1]; }
    void clear() { sleeping_ = 0, tickets_ = 0; }

private:
    ThreadMask sleeping_ = 0;
    int tickets_ = 0;
    ThreadMask ticket_[kMaxThreads];
};

Sleepers& sleepers_of(Object& object);
/// The second half of a sleep: true when woken, false on a time-out.
bool sleep(Thread& self, Object& queue, DWORD milliseconds, const Place& place);
/// A step: wakes one or all of those who sleep there.
void wake(Object& queue, bool everybody, const Place& place);
/// A step, if spurious wake-ups are wanted: will the sleep that is about to begin end at once?
///
/// A sleeper that wakes for no reason might as well not have fallen asleep: the others can tell no
/// difference. Whether that happens is a race between the thread and an agent that acts once.
bool wakes_for_nothing(Thread& self, const Place& place);
void reset_sleepers();

// ---- per-thread data (thread_data.cpp)

void reset_thread_data();
/// Destructors and callbacks of the thread's own data, run by the thread itself.
void leave_thread_data(Thread& self);

// ---- memory (heap.cpp)

/// Memory that is gone after the execution.
void* allocate_here(Thread& self, std::size_t bytes, std::size_t alignment, const void* site);

}  // namespace explore
