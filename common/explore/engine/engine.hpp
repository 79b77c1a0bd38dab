// engine.hpp - runs one execution of a program, one visible step at a time.
//
// The thread that runs calls perform() before each visible step. perform() asks the search who
// takes the next step and switches there; it returns when it is this thread's turn, and the thread
// then carries out the step on the model. So at each moment exactly one thread of the program runs,
// and nothing in here needs a lock.
#pragma once

#include "common/explore/engine/arena.hpp"
#include "common/explore/engine/backend.hpp"
#include "common/explore/engine/shadow.hpp"
#include "common/explore/engine/thread.hpp"
#include "common/explore/engine/undo.hpp"
#include "common/explore/finding.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace explore {

class Engine;

/// How often a thread may go round in vain while nobody else can go on, before it is a livelock.
inline constexpr std::uint32_t kFruitlessRounds = 100;

/// Decides who takes the next step; see search/.
class Strategy {
public:
    virtual ~Strategy() = default;
    /// The thread that takes step number `depth`. kNobody ends the execution here.
    virtual int choose(Engine& engine, int depth) = 0;
    /// Called when an execution is over. False: there is nothing left to explore.
    virtual bool next(Engine& engine) = 0;
};

/// How an execution ended, other than by itself.
struct Failure {
    Outcome outcome = Outcome::passed;
    std::string sentence;
    std::string name;  // of the diagnosis, if the test gave one
    int thread = kNobody;
    Epoch earlier;               // data race: the first of the two accesses
    std::uintptr_t address = 0;  // and the second
    Touch touch = Touch::read;
    const void* site = nullptr;
};

struct Settings {
    bool store_buffers = false;  // x86-TSO instead of sequential consistency
    bool detect_races = true;
    bool interleave_plain = false;  // plain accesses are visible steps
    int depth_limit = 20'000;       // steps of one execution
    int early_time_outs = 2;        // per thread; later ones only when nobody else can go on
    int spurious_wake_ups = 1;      // per thread
    bool check_leaks = true;
    bool report_misuse = true;  // else a misused handle is answered as Windows answers it
    bool allow_abandoned = false;
};

/// What a trace keeps of one step.
struct Step {
    int thread = 0;
    Operation operation;
    std::string object;
    std::string note;  // what came of it
};

class Engine {
public:
    Engine();

    // ---- the side of the search -----------------------------------------------------------------
    /// Runs `body` once under `strategy`. Returns when every thread has ended or the execution was
    /// cut off.
    void run(void (*body)(), Strategy& strategy);
    /// Forgets thread numbers of an earlier program.
    void begin_search(const Settings& settings);

    /// Threads that could take the next step. Empty: the program has ended, or is stuck.
    ThreadMask enabled();
    /// True after enabled() if the threads it named go on only because nobody else can.
    bool quiescent() const { return quiescent_; }
    /// Could this thread take the next step by itself?
    bool ready(int id) const { return ready(threads_[id]); }
    /// Does a thread wait for its turn to take a step, possible now or not?
    bool has_next_step(int id) const;
    /// Tells the pending step of a thread from others: what it does and to what.
    std::uint64_t step_of(int id) const;
    /// A search asks for a step again that was taken before. False, and a finding, if it is not
    /// possible or another one: `step` is what step_of() said then; 0 if that is not known.
    bool can_replay(int id, std::uint64_t step);
    /// After enabled() was empty: decides whether that is the normal end, else fails.
    void nothing_enabled();

    Thread& thread(int id) { return threads_[id]; }
    int known_threads() const { return known_; }  // ids are below
    ThreadMask running() const { return running_; }
    ThreadMask agents() const { return agents_; }
    int current() const { return current_; }
    int depth() const { return depth_; }
    /// No thread has been created in this execution.
    bool alone() const { return threads_[0].children == 0; }
    const Failure& failure() const { return failure_; }
    bool failed() const { return failure_.outcome != Outcome::passed; }
    std::vector<Step>* trace = nullptr;  // filled while it is set
    std::uint64_t switches = 0;

    // ---- the side of the model ------------------------------------------------------------------
    /// True while a thread of the program runs.
    bool active() const { return current_ != kNobody; }
    Thread& self() { return threads_[current_]; }
    const Settings& settings() const { return settings_; }
    std::uint64_t now = 0;  // virtual time in units of 100 ns

    /// Announces self().pending and returns when this thread is to carry it out.
    void perform(Thread& self);
    /// The common case: one object.
    void perform(Thread& self, Kind kind, Want want, bool write, Object* object,
                 const Place& place);

    /// A step that may find nothing to do: a poll, a load, a try. See look().
    void perform_look(Thread& self, Kind kind, bool write, Object* object, const Place& place);

    Object& create(ObjectType type, std::uint64_t key);
    /// A key for what a thread creates; the same whoever else runs.
    std::uint64_t key_of_new(Thread& creator);
    /// The object at an address of the lab's memory, created when it is first met.
    Object& at(ObjectType type, const void* address);
    /// nullptr if there is none of this type at the address.
    Object* find(ObjectType type, const void* address);
    Object& object(std::size_t number) { return objects_[number / kChunk][number % kChunk]; }
    std::size_t object_count() const { return object_count_; }

    void acquire(Thread& self, Object& object);
    void release(Thread& self, Object& object);
    /// The object has changed in a way that ends a spin on it.
    static void changed(Object& object) { ++object.state.version; }
    /// For a step that may find nothing to do (a poll, a load, a try): makes it wait for a change
    /// when its thread has looked often enough in vain. Sets want and objects of self.pending.
    void look(Thread& self, Operation& next);
    /// It found nothing to do, and changed nothing.
    void looked(Thread& self, Object& object, const Place& place);
    void acted(Thread& self) { self.looks = 0; }

    /// A thread of the lab. It runs up to its first visible step at once, unless it is suspended.
    Thread& create_thread(Thread& parent, LPTHREAD_START_ROUTINE entry, LPVOID argument,
                          bool suspended);
    void start(Thread& thread);
    Thread& create_agent(Thread& parent, AgentStep step, bool optional);
    void end_agent(Thread& agent);
    [[noreturn]] void end_thread(Thread& self, DWORD exit_code, const Place& place);

    /// Ends the execution with a finding.
    [[noreturn]] void fail(Outcome outcome, std::string sentence, std::string name = {});
    [[noreturn]] void fail_at(Outcome outcome, std::string sentence, const void* site);
    /// The same, at the next step of the running thread. The first finding stays.
    void fail_soon(Outcome outcome, std::string sentence, std::string name);
    void leave_if_failed() {
        if (failed()) leave(self());
    }
    [[noreturn]] void fail_race(const Epoch& earlier, std::uintptr_t address, Touch touch,
                                const void* site);
    /// For what is found when every thread has ended.
    void report_at_end(Outcome outcome, std::string sentence);
    /// What came of the last step, for the trace.
    void note(const char* text) {
        if (trace != nullptr && !trace->empty()) trace->back().note = text;
    }

    /// Called when an execution begins and ends; the model sets up and checks its own things there.
    void (*on_begin)(Engine&) = nullptr;
    void (*on_turn)(bool lab_runs) = nullptr;  // the body begins, or the execution is over
    void (*on_end)(Engine&) = nullptr;         // the body has returned and all threads have ended
    std::string (*explain_stuck)(Engine&, Outcome&) = nullptr;  // a sentence for a deadlock
    void (*on_thread_begin)(Engine&, Thread&) = nullptr;  // before its function, on the thread
    void (*on_thread_end)(Engine&, Thread&) = nullptr;    // before its last step, on the thread
    void (*on_thread_leaving)(Thread&) = nullptr;  // its function has returned; it may still act
    void (*on_settle)(Thread&) = nullptr;          // called before a step while it is unsettled
    bool unsettled = false;  // memory shows the running thread stores that are not there yet

    /// Parts of the model that cost steps and that few programs need. The first use of one makes
    /// the search start over with it: need() returns only if it has been there from the beginning.
    std::uint32_t features = 0;
    bool has(std::uint32_t feature) const { return (features & feature) != 0; }
    void need(std::uint32_t feature);
    bool restart() const { return restart_; }  // the last execution has asked for one

    Arena arena;
    Shadow shadow;
    Undo undo;
    Backend backend;

private:
    static void thread_body(int id);
    int pick();
    bool ready(const Thread& thread) const;
    static const void* site_of(const Place& place) {
        return place.address != nullptr ? place.address : place.file + place.line;
    }
    Thread& admit(Thread& parent, std::uint16_t ordinal);
    void record(int id);
    [[noreturn]] void leave(Thread& self);

    Settings settings_;
    Strategy* strategy_ = nullptr;
    Thread threads_[kMaxThreads];
    int known_ = 0;
    ThreadMask running_ = 0;
    ThreadMask agents_ = 0;
    int current_ = kNobody;
    int primer_ = kNobody;  // who waits while a new thread runs up to its first step
    int depth_ = 0;
    bool quiescent_ = false;
    bool restart_ = false;
    Failure failure_;
    void (*body_)() = nullptr;
    static constexpr std::size_t kChunk = 64;
    std::vector<std::unique_ptr<Object[]>> objects_;
    std::size_t object_count_ = 0;
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t generation = 0;
        Object* object = nullptr;
    };
    Slot& slot_of(std::uint64_t key);
    std::vector<Slot> slots_;  // objects by key: open addressing, a power of two
    std::size_t slots_used_ = 0;
    std::uint32_t generation_ = 1;
    std::vector<std::uint16_t> children_[kMaxThreads];  // ids of a thread's children, by ordinal
};

/// The one engine of the process.
extern Engine the_engine;
inline Engine& engine() { return the_engine; }

}  // namespace explore
