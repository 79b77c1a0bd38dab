// trace.hpp - what is kept of an execution that a person is to read.
//
// Only an execution that is known to end with a finding is traced, so this may be slow. It is run
// twice: the first time only to see which variables more than one thread uses, the second time to
// write down the steps, and the accesses to these variables between them.
#pragma once

#include "common/explore/engine/shadow.hpp"
#include "common/explore/engine/thread.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace explore {

/// Return addresses, innermost first.
struct CodeStack {
    static constexpr int kDepth = 24;
    int count = 0;
    const void* frame[kDepth] = {};

    void capture();
};

/// One line of a trace.
struct Step {
    enum class What : std::uint8_t {
        step,    // chosen by the search
        waits,   // a thread has come to a step that it cannot take yet
        access,  // to a plain variable
        create,  // of a thread
        ending,  // where a finding ended the execution
    };
    What what = What::step;
    int thread = 0;
    int number = 0;  // of a step, from 1; else of the last step before it
    Kind kind = Kind::none;
    Want want = Want::nothing;
    int objects = 0;
    const Object* object = nullptr;  // the first; valid until the next execution
    int owner = kNobody;             // of the object then; of `create`: the new thread
    Place place;
    CodeStack code;
    std::string note;                  // what came of it
    std::vector<const Object*> takes;  // locks and mutexes that the thread has from here on
    std::vector<const Object*> gives;  // those that it has no longer

    const void* address = nullptr;  // of the variable
    unsigned bytes = 0;
    Touch touch = Touch::read;
    bool known_after = false;
    bool undone = false;       // the execution ended before the access was made
    std::uint64_t before = 0;  // its value, if it has at most eight bytes
    std::uint64_t after = 0;
};

struct Allocation {
    const void* address = nullptr;
    std::size_t bytes = 0;
    int thread = 0;
    CodeStack code;
};

class Trace {
public:
    std::vector<Step> steps;
    std::vector<Allocation> allocations;
    bool survey = false;            // only find out what is shared
    const void* watched = nullptr;  // this one is shown in any case

    void begin();
    void end();  // the execution is over
    /// The thread has come to `pending`; `ready` if it could be taken now.
    void announce(const Thread& thread, bool ready);
    void step(const Thread& thread);
    /// Nobody can go on, and this thread neither. What it waits for may have been there after it
    /// had come: then it has not begun to wait, and it is shown as the last thing.
    void stuck(const Thread& thread);
    void created(const Thread& parent, const Thread& made);
    void access(const Thread& thread, const void* address, std::size_t bytes, Touch touch);
    /// The step that is being taken accesses this variable; value_done() when it has.
    void value(const void* address, std::size_t bytes);
    void value_done();
    /// A finding ends the execution before the thread makes the access that is on the last line.
    void not_done(const Thread& thread);
    void allocated(const Thread& thread, const void* address, std::size_t bytes);
    void failed(const Thread& thread);
    /// The same where the stack cannot be walked any more; `site` may be nullptr.
    void failed_at(const Thread& thread, const void* site);
    /// The block of the arena that an address lies in; nullptr if it is in none.
    const Allocation* block_of(const void* address) const;

private:
    // What is written once and then only read is of no interest.
    struct Use {
        ThreadMask users = 0;
        bool shared = false;  // written by one thread after another one used it
    };
    void note_use(const Thread& thread, std::uintptr_t begin, std::size_t bytes, Touch touch);
    bool shared(std::uintptr_t address, std::size_t bytes) const;
    void complete();
    void note_locks(Step& step);
    bool missed(std::size_t wait, const Operation& pending) const;
    // What a thread still does before it leaves is not shown.
    bool ended() const { return !steps.empty() && steps.back().what == Step::What::ending; }
    Step& add(Step::What what, const Thread& thread);
    void add_pending(Step::What what, const Thread& thread);

    std::unordered_map<std::uintptr_t, Use> uses_;  // by address / 8
    CodeStack announced_[kMaxThreads];
    std::vector<const Object*> locks_;  // that the last line may take or give
    ThreadMask held_before_ = 0;        // a bit for each of them
    int taken_ = 0;
};

}  // namespace explore
