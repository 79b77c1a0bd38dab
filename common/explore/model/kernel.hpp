// kernel.hpp - what the kernel objects of the model share: waits that take two steps, APC queues,
// names, completion ports.
#pragma once

#include "common/explore/model/model.hpp"

#include <deque>

namespace explore {

// Parts of the model that a search has only when a program needs them; see Engine::need().
inline constexpr std::uint32_t kApcs = 1;    // threads begin and end with a look at their APC queue
inline constexpr std::uint32_t kPulses = 2;  // waits for events are entered before they block
inline constexpr std::uint32_t kWholeWords = 4;  // eight bytes are one variable (memory.cpp)

// Flags of objects' states.
inline constexpr std::uint16_t kAbandoned = 1;  // a mutex whose owner ended
inline constexpr std::uint16_t kClosed = 4;     // an APC queue or a port that is no more

/// Called when an execution begins.
void reset_apcs();
void reset_names();
void reset_ports();
void reset_waits();
void reset_timers();
void reset_devices();
void end_requests(Thread& self);
void observed(ULONG_PTR overlapped);  // its thread knows that the request has ended

// ---- waits (waits.cpp)

inline constexpr DWORD kMaxWait = MAXIMUM_WAIT_OBJECTS + 2;  // the APC queue and a port come last

struct Wait {
    Object* objects[kMaxWait];
    DWORD count = 0;
    bool all = false;
    bool alertable = false;
    DWORD milliseconds = 0;
    Place place;
};

/// Waits and takes what it waited for. WAIT_OBJECT_0 + n, WAIT_ABANDONED_0 + n, WAIT_TIMEOUT or
/// WAIT_IO_COMPLETION.
DWORD wait_for(Thread& self, Wait& wait);

/// True if a wait with this time-out may end early once more; see waits.cpp.
bool may_end_early(const Thread& self, DWORD milliseconds);
/// Performs self.pending, which Want::nothing (`early`) or something else decides. True if it ends
/// because nobody else could go on.
bool perform_timed(Thread& self, DWORD milliseconds);
/// The wait that may_end_early() has ended early.
void ended_early(Thread& self, DWORD milliseconds);

/// The threads that wait for an event and that a pulse would reach; only with kPulses.
int pulse(Thread& self, Object& event);

/// An object that all steps access whose order matters although they share no other object.
Object& order_of_pulses();

// ---- APCs (apcs.cpp)

struct Apc {
    enum class Kind : std::uint8_t { user, io, timer } kind = Kind::user;
    void* routine = nullptr;
    ULONG_PTR argument = 0;  // io: the OVERLAPPED
    DWORD low = 0;           // io: the error code
    DWORD high = 0;          // io: the bytes
    void* timer = nullptr;
};

Object& apcs_of(Thread& thread);
/// Adds it at the end of the queue: part of a step that writes the queue. False: the thread has
/// ended.
bool queue_apc(Thread& from, Thread& thread, const Apc& apc);
/// Some of the APCs that this thread took out of its queue are still to be run.
bool delivering(const Thread& self);
/// An APC or a routine of this thread runs.
bool in_apc(const Thread& self);
/// Runs what is in the queue, and what comes meanwhile. The running step accesses the queue.
void run_apcs(Thread& self, const Place& place);
void begin_apcs(Thread& self);
void end_apcs(Thread& self);

// ---- names (named.cpp)

/// The object of that name, or nullptr: after a step on the name. An empty name is none.
struct Name {
    Object* name = nullptr;  // nullptr: no name was given
    Object* found = nullptr;
    std::uint64_t key = 0;  // of an object that is created with this name
    bool refused = false;   // it cannot be a name; the last error is set
};
Name look_up(Thread& self, LPCWSTR text, const Place& place);
/// Opens `found`, or returns NULL with the last error set, as a Create call does for a name that
/// exists. Call only if there is one.
HANDLE open_existing(const Name& name, ObjectType type, const Place& place);
void give_name(const Name& name, Object& object);
/// A handle to the object has been closed: it may have been the last.
void close_named(Thread& self, Object& object, const Place& place);
HANDLE open_by_name(LPCWSTR text, ObjectType type, const Place& place);

// ---- completion ports (ports.cpp)

struct Packet {
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    DWORD error = ERROR_SUCCESS;
};

/// Queues a packet, or gives it to the thread that waits for the shortest time: part of a step that
/// writes the port.
void post(Thread& from, Object& port, const Packet& packet);
/// The port whose packet this thread works on, if the port limits how many may do so.
Object* limiting_port(const Thread& self);
/// The thread blocks in another wait, goes on after it: part of steps that write the port.
void leave_port(Thread& self);
void rejoin_port(Thread& self);
/// A step, if the thread has left a port: it counts there again.
void return_to_port(Thread& self, Object* left, const Place& place);
void end_in_port(Thread& self);
void close_port(Thread& self, Object& port, const Place& place);

// ---- timers (timers.cpp)

void timer_taken(Object& timer);
void timer_apc_runs(void* timer);
void close_timer(Thread& self, Object& timer, const Place& place);

}  // namespace explore
