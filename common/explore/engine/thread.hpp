// thread.hpp - a thread of the explored program, or an agent of the model that acts like one.
//
// An agent has no code of its own: the store buffer of a thread that drains under x86-TSO, a
// device that completes a request, a wake-up that comes for no reason. It is scheduled like a
// thread.
#pragma once

#include "common/explore/engine/operation.hpp"
#include "common/win32/windows.hpp"

#include <cstdint>

namespace explore {

struct Thread;

/// What an agent does when it is its turn. `self` is the agent.
using AgentStep = void (*)(Thread& self);

inline constexpr int kLooks = 6;

/// What schedules and the debugger's Threads window call the threads, in the order of their
/// creation.
inline constexpr char kThreadLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
static_assert(sizeof kThreadLetters == kMaxThreads + 1);

enum class Life : std::uint8_t { absent, running, ended };

/// The part that begins anew with each thread; the rest is set when it is created.
struct ThreadLife {
    std::int16_t id = 0;  // the same in each execution of one search
    Life life = Life::running;
    bool suspended = false;
    bool started = false;    // it has run up to its first visible step
    bool timed_out = false;  // its wait ended because nobody else could go on
    bool optional = false;   // an agent that may never act: it does not keep a program alive
    bool idle = false;       // an agent that does nothing until it is asked to
    std::uint8_t looks = 0;
    std::uint8_t early_time_outs = 0;  // how many waits of this thread have timed out early
    std::uint16_t children = 0;        // threads and agents that it has created
    std::uint32_t created = 0;         // objects that it has created
    std::uint32_t steps = 0;
    std::uint32_t quiet = 0;     // plain accesses since its last visible step
    std::uint32_t last_use = 0;  // its clock when a device used memory in its name
    std::uint32_t buffered = 0;  // stores that other threads do not see yet
    std::uint32_t issued = 0;    // stores since its last step in order, seen by others or not
    std::uint64_t time = 0;      // how long it has slept, in units of 100 ns
    Look spin;                   // the last time that it gave way while it accessed plain memory
    int suspend_count = 0;
    Thread* stores = nullptr;   // the agent that drains them
    AgentStep agent = nullptr;  // nullptr: a thread of the lab
    Thread* owner = nullptr;    // of an agent
    Object* object = nullptr;   // what a handle to it refers to
    Object* apcs = nullptr;
    LPTHREAD_START_ROUTINE entry = nullptr;
    LPVOID argument = nullptr;
    DWORD exit_code = STILL_ACTIVE;
    std::uint64_t due = 0;  // virtual time at which its wait times out; 0: never
    void* model = nullptr;  // what the model keeps for it
    const char* name = nullptr;
    Place wrapper;  // of the wrapper that is calling, if one is
    Operation pending;
};

struct Thread : ThreadLife {
    char own_name[32];
    Look look[kLooks];  // the first `looks` of them
    Object* looked_at[kLooks];
    std::uint32_t clock[kMaxThreads];  // what it has seen, by synchronization (data races)
    std::uint32_t order[kMaxThreads];  // steps of others that its next step depends on (search)
};

inline void begin_life(Thread& thread, int id) {
    static_cast<ThreadLife&>(thread) = ThreadLife{};
    thread.id = static_cast<std::int16_t>(id);
}

}  // namespace explore
