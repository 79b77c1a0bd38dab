// stuck.cpp - nobody can go on: who waits for whom, and since when it could not be otherwise.
#include "common/explore/model/model.hpp"
#include "common/explore/report/symbols.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace explore {
namespace {

struct LostSignal {
    const Object* object = nullptr;
    Lost how = Lost::nobody_waited;
    int thread = 0;
    Place place;
};
constexpr std::size_t kKept = 64;
LostSignal lost_signals[kKept];
std::size_t lost_count = 0;

const LostSignal* lost_signal_of(const Object& object) {
    const std::size_t oldest = lost_count > kKept ? lost_count - kKept : 0;
    for (std::size_t i = lost_count; i > oldest; --i)
        if (lost_signals[(i - 1) % kKept].object == &object) return &lost_signals[(i - 1) % kKept];
    return nullptr;
}

bool takes(Kind kind) {
    return kind == Kind::enter || kind == Kind::try_enter || kind == Kind::wait ||
           kind == Kind::poll;
}

// What a wait that did not succeed says of itself.
bool in_vain(const Step& step) { return step.note == "not signaled" || step.note == "times out"; }

// The last step by which the thread took the object while nobody had it; nullptr without a trace.
const Step* taken_by(const Engine& engine, int thread, const Object& object) {
    if (engine.trace == nullptr) return nullptr;
    const auto& steps = engine.trace->steps;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        if (step->what == Step::What::step && (thread == kNobody || step->thread == thread) &&
            step->object == &object && step->owner == kNobody && takes(step->kind))
            return &*step;
    return nullptr;
}

class Stuck {
public:
    explicit Stuck(Engine& engine) : engine_(engine) {
        for (ThreadMask left = engine.running() & ~engine.agents(); left != 0; left &= left - 1)
            stuck_ |= bit(first_of(left));
    }

    std::string explain(Outcome& outcome) {
        for (ThreadMask left = stuck_; left != 0 && circle_.empty(); left &= left - 1)
            find_circle(first_of(left));
        if (!circle_.empty()) {
            outcome = Outcome::deadlock;
            return circle_text();
        }
        outcome = Outcome::never_signaled;
        std::string text;
        for (const bool cause : {true, false})  // first those that the others wait for
            for (ThreadMask left = stuck_; left != 0; left &= left - 1) {
                const int id = first_of(left);
                if ((holders_of(id) == 0) != cause) continue;
                text += (text.empty() ? "" : "; ") + (cause ? root_text(id, outcome) : waits(id)) +
                        queued_text(id);
            }
        // Who waits for a signal and keeps others from giving it is in a circle with them.
        if (outcome == Outcome::never_signaled && someone_locks_others_out())
            outcome = Outcome::deadlock;
        return text;
    }

private:
    const Operation& next(int id) const { return engine_.thread(id).pending; }

    bool someone_locks_others_out() const {
        for (ThreadMask left = stuck_; left != 0; left &= left - 1) {
            const int id = first_of(left);
            if (next(id).count > 0 && (*next(id).begin())->type != ObjectType::thread &&
                holders_of(id) != 0)
                return true;
        }
        return false;
    }

    // Those of the stuck threads that would have to do something first.
    ThreadMask holders_of(int id) const {
        ThreadMask mask = 0;
        const Operation& operation = next(id);
        if (operation.want == Want::change || operation.want == Want::never) return 0;
        for (const Object* object : operation) {
            if (object->state.owner != kNobody) mask |= bit(object->state.owner);
            if (object->type == ObjectType::srw_lock) mask |= object->state.woken;  // its readers
        }
        return mask & stuck_;
    }

    bool find_circle(int id) {
        const auto seen = std::find(path_.begin(), path_.end(), id);
        if (seen != path_.end()) {
            circle_.assign(seen, path_.end());
            return true;
        }
        path_.push_back(id);
        for (ThreadMask left = holders_of(id); left != 0; left &= left - 1)
            if (find_circle(first_of(left))) return true;
        path_.pop_back();
        return false;
    }

    std::string place_of_wait(int id) const {
        const Place& place = next(id).place;
        if (engine_.trace != nullptr) {
            const auto& steps = engine_.trace->steps;
            for (auto step = steps.rbegin(); step != steps.rend(); ++step)
                if (step->thread == id && step->what == Step::What::waits)
                    return text_of(place_of(step->code, step->place));
        }
        return text_of(place);
    }

    std::string waits(int id, const std::string& has = "") const {
        const Operation& operation = next(id);
        std::string text = has.empty() ? describe(engine_.thread(id)) : has + " and";
        if (operation.want == Want::never) return text + " sleeps for ever";
        text += operation.want == Want::change ? " goes round at " : " waits at ";
        text += place_of_wait(id);
        int count = 0;
        for (const Object* object : operation) {
            text += count++ == 0 ? (operation.want == Want::change ? ", looking at " : " for ")
                                 : (operation.all ? " and " : " or ");
            text += object->type == ObjectType::apc_queue ? "an APC" : describe(*object);
            if (object->type == ObjectType::thread) text += " to end";
        }
        if (const ThreadMask holders = holders_of(id);
            std::popcount(holders) == 1 && (*operation.begin())->type != ObjectType::thread)
            text += ", which " + describe(engine_.thread(first_of(holders))) + " has";
        return text;
    }

    // "main has lock 1 (since a.cpp:3)": the one that `waiter` wants.
    std::string has(int id, int waiter) const {
        std::string text;
        for (const Object* object : next(waiter)) {
            if (object->type == ObjectType::thread) continue;
            if (object->state.owner != id && object->type != ObjectType::srw_lock) continue;
            text = describe(engine_.thread(id)) + " has " + describe(*object);
            text += since(engine_, id, *object);
        }
        return text;
    }

    std::string circle_text() const {
        if (circle_.size() == 1) {
            const int id = circle_[0];
            const Object& object = **next(id).begin();
            if (object.type == ObjectType::thread)
                return describe(engine_.thread(id)) + " waits at " + place_of_wait(id) +
                       " for its own end";
            return has(id, id) + " and waits for it at " + place_of_wait(id) +
                   ": for itself, and for ever";
        }
        std::string text;
        ThreadMask in_circle = 0;
        for (std::size_t i = 0; i < circle_.size(); ++i) {
            const int id = circle_[i];
            in_circle |= bit(id);
            const int before = circle_[(i + circle_.size() - 1) % circle_.size()];
            text += (text.empty() ? "" : "; ") + waits(id, has(id, before));
        }
        text += "; so they wait for each other in a circle";
        for (ThreadMask left = stuck_ & ~in_circle; left != 0; left &= left - 1)
            text += "; " + waits(first_of(left));
        return text;
    }

    // Nobody has what this thread waits for: somebody would have to signal it.
    std::string root_text(int id, Outcome& outcome) {
        const Operation& operation = next(id);
        if (engine_.thread(id).suspended)
            return describe(engine_.thread(id)) + " is suspended, and nobody resumes it";
        if (operation.want == Want::change) {
            outcome = Outcome::livelock;
            return waits(id) + ", and nobody changes it any more";
        }
        if (operation.want == Want::never || operation.count == 0) return waits(id);
        if (const Object& first = **operation.begin();
            first.type == ObjectType::srw_lock && first.state.count != 0) {
            outcome = Outcome::deadlock;
            return waits(id) + ", and a thread that has ended still has it";
        }
        for (const Object* object : operation)
            if (const LostSignal* lost = lost_signal_of(*object)) {
                if (outcome != Outcome::livelock) outcome = Outcome::lost_wake_up;
                return waits(id) + ", and its signal is lost: " + lost_text(*lost);
            }
        const Object& first = **operation.begin();
        if (first.type == ObjectType::apc_queue) return waits(id) + ", and none comes any more";
        return waits(id) + ", and nobody " +
               (first.type == ObjectType::address ? "gives" : "signals") + " it any more" +
               taker_text(first);
    }

    // An APC or a completion routine that would do it, if only the wait let it run.
    std::string queued_text(int id) const {
        const Object* queue = engine_.thread(id).apcs;
        if (queue == nullptr || queue->state.count == 0 || next(id).alertable) return "";
        return " (an APC is in its queue, but this wait is not alertable)";
    }

    std::string lost_text(const LostSignal& lost) const {
        const char* call = lost.place.call;
        std::string text = describe(engine_.thread(lost.thread)) + " gave it at " +
                           text_of(place_of(code_of(lost), lost.place));
        if (std::string_view(call).substr(0, 9) == "explored_")
            text += " (" + std::string(call + 9) + ")";
        switch (lost.how) {
            case Lost::nobody_waited: return text + " when nobody waited";
            case Lost::already_set: return text + " when it was set already: two became one";
            case Lost::reset: return text.replace(text.find(" gave it"), 8, " took it back");
        }
        return text;
    }

    CodeStack code_of(const LostSignal& lost) const {
        CodeStack code;
        if (engine_.trace == nullptr) return code;
        for (const Step& step : engine_.trace->steps)
            if (step.what == Step::What::step && step.object == lost.object &&
                step.thread == lost.thread && step.place.line == lost.place.line)
                code = step.code;
        return code;
    }

    // The last wake-up may have gone to somebody who found nothing to do, and slept again.
    std::string woken_text(const Object& object) {
        if (std::exchange(told_, &object) == &object || engine_.trace == nullptr) return "";
        const auto& steps = engine_.trace->steps;
        const auto wakes = [&](const Step& step) {
            return step.what == Step::What::step && step.object == &object &&
                   step.kind == Kind::wake && step.note.empty();
        };
        const auto wake = std::find_if(steps.rbegin(), steps.rend(), wakes);
        if (wake == steps.rend() ||
            std::string_view(wake->place.call).find("All") != std::string_view::npos)
            return "";
        const Step* taken = taken_by(engine_, kNobody, object);
        if (taken == nullptr || taken < &*wake || !taken->note.empty()) return "";
        const bool again =
            (stuck_ & bit(taken->thread)) != 0 && *next(taken->thread).begin() == &object;
        return " (its last wake-up went to " + describe(engine_.thread(taken->thread)) +
               (again ? ", who slept again)" : ")");
    }

    // An auto-reset event or a semaphore may have let somebody else pass.
    std::string taker_text(const Object& object) {
        if (object.type == ObjectType::condition_variable || object.type == ObjectType::address)
            return woken_text(object);
        if (object.type != ObjectType::event && object.type != ObjectType::semaphore) return "";
        const Step* step = taken_by(engine_, kNobody, object);
        if (step == nullptr || !object.wait_writes || in_vain(*step)) return "";
        return " (" + describe(engine_.thread(step->thread)) + " took its last signal at " +
               text_of(place_of(step->code, step->place)) + ")";
    }

    Engine& engine_;
    ThreadMask stuck_ = 0;
    const Object* told_ = nullptr;  // who took its last wake-up has been said
    std::vector<int> path_;
    std::vector<int> circle_;
};

}  // namespace

void reset_lost_signals() { lost_count = 0; }

void signal_lost(const Object& object, Lost how, const Place& place) {
    lost_signals[lost_count++ % kKept] = {&object, how, the_engine.current(), place};
}

std::string since(const Engine& engine, int thread, const Object& object) {
    const Step* step = taken_by(engine, thread, object);
    return step == nullptr ? "" : " since " + text_of(place_of(step->code, step->place));
}

std::string explain_stuck(Engine& engine, Outcome& outcome) {
    return Stuck(engine).explain(outcome);
}

}  // namespace explore
