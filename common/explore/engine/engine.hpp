// engine.hpp - runs one execution of a program, one visible step at a time.
//
// The thread that runs calls perform() before each visible step. perform() asks the search who
// takes the next step and switches there; it returns when it is this thread's turn, and the thread
// then carries out the step on the model. So at each moment exactly one thread of the program runs,
// and nothing in here needs a lock.
#pragma once

#include "common/explore/engine/arena.hpp"
#include "common/explore/engine/backend.hpp"
#include "common/explore/engine/objects.hpp"
#include "common/explore/engine/strategy.hpp"
#include "common/explore/engine/trace.hpp"
#include "common/explore/engine/undo.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace explore {

/// How often a thread may go round in vain while nobody else can go on, before it is a livelock.
inline constexpr std::uint32_t kFruitlessRounds = 100;

class Engine : public ObjectTable {
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
    std::uint64_t step_of(int id) const { return step_of(threads_[id]); }
    /// A search asks for a step again that was taken before. False, and a finding, if it is not
    /// possible or another one: `step` is what step_of() said then; 0 if that is not known.
    bool can_replay(int id, std::uint64_t step) {
        const Thread& next = threads_[id];
        if ((running_ & bit(id)) != 0 && (step == 0 || step == step_of(next))) {
            quiescent_ = false;
            if (ready(next) || (enabled() & bit(id)) != 0) return true;
        }
        return not_that_step();
    }
    /// After enabled() was empty: decides whether that is the normal end, else fails.
    void nothing_enabled();

    Thread& thread(int id) { return threads_[id]; }
    int known_threads() const { return known_; }  // ids are below
    /// While an execution begins: ids of the threads that earlier ones had are below.
    int former_threads() const { return former_; }
    ThreadMask running() const { return running_; }
    ThreadMask agents() const { return agents_; }
    int current() const { return current_; }
    int depth() const { return depth_; }
    /// No thread has been created in this execution.
    bool alone() const { return threads_[0].children == 0; }
    /// Main is the last thread, and comes after all that the others did: until it creates another
    /// one, what it reads and writes races with nothing. Found out once between two steps, after a
    /// few accesses: a judge makes thousands of them while it looks at what has come out.
    bool unobserved(const Thread& self) {
        constexpr std::uint32_t kFew = 16;
        if (self.quiet < kFew) return false;
        if (looked_at_ != depth_) {
            looked_at_ = depth_;
            unobserved_ = main_comes_last();
        }
        return unobserved_;
    }
    const Failure& failure() const { return failure_; }
    bool failed() const { return failure_.outcome != Outcome::passed; }
    Trace* trace = nullptr;  // filled while it is set
    /// The threads that took the steps of this execution, one after the other.
    std::vector<std::uint8_t> schedule() const {
        return {schedule_.begin(), schedule_.begin() + depth_};
    }
    /// The id of a thread's child by the order of creation; kNobody if it has none.
    int child(int parent, std::size_t ordinal) const {
        return ordinal < children_[parent].size() ? children_[parent][ordinal] : kNobody;
    }
    /// Plain accesses by this code are visible steps, and their races are no finding.
    std::vector<const void*> promoted;
    bool is_promoted(const void* site) const {
        return !promoted.empty() &&
               std::find(promoted.begin(), promoted.end(), site) != promoted.end();
    }
    std::uint64_t switches = 0;

    // ---- the side of the model ------------------------------------------------------------------
    /// True while a thread of the program runs.
    bool active() const { return current_ != kNobody; }
    Thread& self() { return *self_; }
    const Settings& settings() const { return settings_; }
    /// Plain accesses are looked at for races and for nothing else.
    bool only_races() const { return only_races_; }
    std::uint64_t now = 0;  // virtual time in units of 100 ns

    /// Announces self().pending and returns when this thread is to carry it out.
    void perform(Thread& self);
    /// The common case: one object.
    WB_INLINE void perform(Thread& self, Kind kind, Want want, bool write, Object* object,
                           const Place& place) {
        announce(self, kind, want, write, object, place);
        perform(self);
    }

    /// A step that may find nothing to do: a poll, a load, a try. See look().
    WB_INLINE void perform_look(Thread& self, Kind kind, bool write, Object* object,
                                const Place& place) {
        announce(self, kind, Want::nothing, write, object, place);
        look(self, self.pending);
        perform(self);
    }

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
    /// The same for a crash in the code at `site`, or where that is not known.
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
        if (trace != nullptr && !trace->steps.empty()) trace->steps.back().note = text;
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
    static std::uint64_t step_of(const Thread& thread) {
        const Operation& pending = thread.pending;
        const std::uint64_t key = pending.object != nullptr ? pending.object->key : 0;
        return key * 64 + static_cast<std::uint64_t>(pending.kind) + 1;
    }
    void set_current(int id) {
        current_ = id;
        self_ = &threads_[id];
    }
    WB_INLINE static void announce(Thread& self, Kind kind, Want want, bool write, Object* object,
                                   const Place& place) {
        Operation& next = self.pending;
        next = Operation{};
        next.kind = kind;
        next.want = want;
        next.write = write;
        next.count = object != nullptr ? 1 : 0;
        next.object = object;
        next.place.file = place.file;  // one by one: the parts are still on their way to memory
        next.place.line = place.line;
        next.place.address = place.address;
        next.place.call = place.call;
    }
    WB_INLINE int pick() {
        for (;;) {
            if (depth_ >= settings_.depth_limit) return too_long();
            const int id = strategy_->choose(*this, depth_);
            if (id == kNobody) return kNobody;
            Thread& chosen = threads_[id];
            schedule_[static_cast<std::size_t>(depth_++)] = static_cast<std::uint8_t>(id);
            ++chosen.steps;
            if (trace != nullptr || chosen.due != 0) about_to_step(chosen);
            if (chosen.agent == nullptr) {
                set_current(id);
                return id;
            }
            chosen.agent(chosen);
        }
    }
    bool main_comes_last() const;
    void about_to_step(Thread& chosen);
    ThreadMask late_ones(ThreadMask optional);
    int too_long();
    bool not_that_step();
    void exit_step(Thread& self, const Place& place);
    static bool ready(const Thread& thread) {
        const Operation& next = thread.pending;
        if (thread.suspended || (thread.buffered != 0 && next.in_order)) return false;
        return next.want == Want::nothing || available(next, thread.id);
    }
    static const void* site_of(const Place& place) {
        return place.address != nullptr ? place.address : place.file + place.line;
    }
    Thread& admit(Thread& parent, std::uint16_t ordinal);
    [[noreturn]] void leave(Thread& self);

    Settings settings_;
    Strategy* strategy_ = nullptr;
    Thread threads_[kMaxThreads];
    int known_ = 0;
    int former_ = kMaxThreads;
    ThreadMask created_ = 0;  // in this execution, beside main
    int looked_at_ = -1;      // the depth for which unobserved_ was found out
    bool unobserved_ = false;
    ThreadMask running_ = 0;
    ThreadMask agents_ = 0;
    int current_ = kNobody;
    Thread* self_ = threads_;  // the current one, if there is one
    int primer_ = kNobody;     // who waits while a new thread runs up to its first step
    int depth_ = 0;
    std::vector<std::uint8_t> schedule_;  // the first depth_ of them
    bool quiescent_ = false;
    bool restart_ = false;
    bool only_races_ = false;
    Failure failure_;
    void (*body_)() = nullptr;
    std::vector<std::uint16_t> children_[kMaxThreads];  // ids of a thread's children, by ordinal
};

/// The one engine of the process.
extern Engine the_engine;
inline Engine& engine() { return the_engine; }

}  // namespace explore
