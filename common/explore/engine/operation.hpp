// operation.hpp - the next visible step of a thread: what it does, to which objects, and when it
// can.
//
// A thread of an explored program runs alone until it is about to do something that another thread
// could notice. It announces that as an Operation; the scheduler decides who goes on. Two
// operations are dependent if they access one object and at least one of them writes: only their
// order matters.
#pragma once

#include <bit>
#include <cstdint>

// For what lies between the lab and a switch of fibers: after a switch the processor predicts each
// return wrongly, so that each call in between costs some 20 cycles.
#if defined(_MSC_VER)
#define WB_INLINE __forceinline
#define WB_COLD __declspec(noinline)
#else
#define WB_INLINE [[gnu::always_inline]] inline
#define WB_COLD [[gnu::cold, gnu::noinline]]
#endif

namespace explore {

inline constexpr int kMaxThreads = 32;  // threads of the lab, and agents of the model
inline constexpr int kNobody = -1;

using ThreadMask = std::uint32_t;

constexpr ThreadMask bit(int thread) { return ThreadMask{1} << thread; }
/// The smallest thread of a mask that is not empty.
constexpr int first_of(ThreadMask mask) { return std::countr_zero(mask); }

enum class ObjectType : std::uint8_t {
    variable,
    critical_section,
    srw_lock,
    condition_variable,
    init_once,
    mutex,
    semaphore,
    event,
    timer,
    thread,
    apc_queue,
    port,
    name,
    device,
    address,  // those who wait there for a wake-up
};

/// What an operation is called in a trace.
enum class Kind : std::uint8_t {
    none,
    start,
    exit,
    read,
    write,
    interlocked,
    fence,
    enter,
    try_enter,
    leave,
    wait,
    poll,
    begin_wait,
    wake_up,
    signal,
    reset,
    pulse,
    wake,
    yield,
    resume,
    suspend,
    query,
    post,
    io,
    drain,
    spurious,
    time_out,
    create,
    abandon,
};

/// What must be true of the objects before the operation can be performed.
enum class Want : std::uint8_t {
    nothing,    // it never blocks
    mine,       // nobody else owns it
    exclusive,  // nobody has it, shared or not
    shared,     // nobody has it exclusively
    signaled,   // a wait on a kernel object would succeed
    woken,      // a wake-up has been given to this thread
    change,     // somebody has changed one of the objects since this thread looked
    never,
    settled,  // every wake-up that was given has been taken
};

/// What decides whether a wait succeeds; small, so that a copy can be kept with every access.
struct State {
    std::int32_t count = 0;     // units, readers, packets; 1 = signaled; locks: recursion
    ThreadMask woken = 0;       // threads that have been given a wake-up
    std::uint32_t version = 0;  // grows with every change that a thread going round could wait for
    std::int16_t owner = kNobody;
    std::uint16_t flags = 0;
};

struct Object {
    ObjectType type = ObjectType::variable;
    bool wait_writes = true;   // a wait that succeeds changes the state
    std::uint16_t number = 0;  // in order of creation, within one execution
    std::uint16_t uses = 0;    // acquisitions of a lock, Interlocked calls on a variable
    std::uint16_t shared_uses = 0;
    State state;
    std::uint64_t key = 0;                // the same in each execution of one search
    std::int32_t last_access = -1;        // in the search's list of accesses
    const char* label = nullptr;          // a name, if it has one
    const void* address = nullptr;        // where it lives in the lab's memory
    void* model = nullptr;                // what else the model keeps, if it is more than a state
    std::int32_t limit = 0;               // of a semaphore, a port, ...
    std::int32_t handles = 0;             // open ones
    std::uint32_t released[kMaxThreads];  // what a thread that acquires it has seen
};

/// What a thread saw of an object in a step that changed nothing.
struct Look {
    const void* site = nullptr;
    Object* object = nullptr;
    std::uint32_t version = 0;
    std::uint16_t rounds = 0;
    std::uint16_t age = 0;  // how often the thread has looked elsewhere since
};

struct Place {
    const char* file = nullptr;
    int line = 0;
    const void* address = nullptr;            // of the code, where the compiler gave no file
    const char* call = __builtin_FUNCTION();  // the function that made the place
};

struct Operation {
    Kind kind = Kind::none;
    Want want = Want::nothing;
    bool write = false;        // of each object, except as wait_writes says
    bool all = false;          // every object must be ready, not one of them
    bool by_wait = false;      // Object::wait_writes decides
    bool alertable = false;    // the last object is the thread's APC queue: enough by itself
    bool in_order = true;      // the thread's store buffer must be empty
    std::uint16_t count = 0;   // of objects
    Object* object = nullptr;  // the one it is about
    Object* const* objects = nullptr;  // all, if count is more than 1
    const Look* looks = nullptr;       // Want::change: what each of them was like
    Place place;

    Object* const* begin() const { return count == 1 ? &object : objects; }
    Object* const* end() const { return begin() + count; }
};

inline bool writes(const Operation& operation, const Object& object) {
    if (operation.by_wait) return object.wait_writes;
    return operation.write && (operation.want != Want::change || &object == operation.object);
}

/// Would the `index`th object of the operation, in this state, give `thread` what it wants?
WB_INLINE bool available(const Operation& operation, int index, const State& state, int thread) {
    switch (operation.want) {
        case Want::nothing: return true;
        case Want::mine: return state.owner == kNobody || state.owner == thread;
        case Want::exclusive: return state.owner == kNobody && state.count == 0;
        case Want::shared: return state.owner == kNobody;
        case Want::signaled:
            if (operation.begin()[index]->type == ObjectType::mutex)
                return state.owner == kNobody || state.owner == thread;
            return state.count > 0 || (state.woken & bit(thread)) != 0;
        case Want::woken: return (state.woken & bit(thread)) != 0;
        case Want::change: return state.version != operation.looks[index].version;
        case Want::never: return false;
        case Want::settled: return state.woken == 0;
    }
    return false;
}

/// The same for all objects of an operation; `state_of(index)` tells their states.
template <class StateOf>
bool available(const Operation& operation, int thread, StateOf state_of) {
    if (operation.want == Want::nothing) return true;
    int count = operation.count;
    if (operation.alertable && state_of(--count).count > 0) return true;
    for (int index = 0; index < count; ++index)
        if (available(operation, index, state_of(index), thread) != operation.all)
            return !operation.all;
    return operation.all;
}

/// The same for the states that they have now.
inline bool available(const Operation& operation, int thread) {
    if (operation.count == 1 && !operation.alertable)
        return available(operation, 0, operation.object->state, thread);
    return available(operation, thread,
                     [&](int index) -> const State& { return operation.begin()[index]->state; });
}

}  // namespace explore
