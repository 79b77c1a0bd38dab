// lines.cpp - the trace of an execution in words: who did what to which object, and where.
#include "common/explore/model/model.hpp"
#include "common/explore/report/identifiers.hpp"
#include "common/explore/report/rerun.hpp"
#include "common/explore/report/symbols.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

namespace explore {
namespace {

// Of the lines of a trace.
constexpr std::ptrdiff_t kFirst = 200;
constexpr std::ptrdiff_t kLast = 800;

const char* words_of(Kind kind) {
    switch (kind) {
        case Kind::start: return "starts";
        case Kind::exit: return "ends";
        case Kind::read: return "reads";
        case Kind::write: return "writes";
        case Kind::interlocked: return "changes";
        case Kind::fence: return "memory barrier";
        case Kind::enter: return "acquires";
        case Kind::try_enter: return "tries to acquire";
        case Kind::leave: return "releases";
        case Kind::wait: return "waits for";
        case Kind::poll: return "looks at";
        case Kind::begin_wait: return "begins to wait for";
        case Kind::wake_up: return "wakes up from";
        case Kind::signal: return "signals";
        case Kind::reset: return "resets";
        case Kind::pulse: return "pulses";
        case Kind::wake: return "wakes";
        case Kind::yield: return "gives way";
        case Kind::resume: return "resumes";
        case Kind::suspend: return "suspends";
        case Kind::query: return "asks for";
        case Kind::post: return "posts to";
        case Kind::io: return "completes";
        case Kind::drain: return "become visible";
        case Kind::spurious: return "happens";
        case Kind::time_out: return "happens";
        case Kind::create: return "creates";
        case Kind::abandon: return "ends with";
        case Kind::none: break;
    }
    return "goes on";
}

// The name of the called function, if the place was made in it.
std::string call_of(const Step& step) {
    constexpr std::string_view kPrefix = "explored_";
    const std::string_view call = step.place.call;
    if (call.substr(0, kPrefix.size()) == kPrefix) return std::string(call.substr(kPrefix.size()));
    return words_of(step.kind);
}

std::string value_text(std::uint64_t value, unsigned bytes) {
    std::int64_t number = static_cast<std::int64_t>(value);
    if (bytes == 1) number = static_cast<std::int8_t>(value);
    if (bytes == 2) number = static_cast<std::int16_t>(value);
    if (bytes == 4) number = static_cast<std::int32_t>(value);
    const std::int64_t large = bytes == 8 ? 1'000'000 : 100'000'000;
    if (number > -large && number < large) return std::to_string(number);
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

const char* verb_of(Touch touch) {
    switch (touch) {
        case Touch::read: return "reads";
        case Touch::write: return "writes";
        case Touch::atomic_read: return "atomically reads";
        case Touch::atomic_write: return "atomically changes";
        case Touch::allocate: return "allocates";
        case Touch::free: return "frees";
    }
    return "uses";
}

bool atomic(Touch touch) { return touch == Touch::atomic_read || touch == Touch::atomic_write; }
bool writes(Touch touch) { return touch != Touch::read && touch != Touch::atomic_read; }

std::string place_text(const Step& step) { return text_of(place_of(step.code, step.place)); }

// Of a variable that has a global name, that name has been said. The compiler keeps no other.
std::string hint_of_name(const Step* earlier, const Step* later, const void* address) {
    if (earlier == nullptr || later == nullptr || !global_at(address).empty()) return "";
    const std::string name = only_common_name(source_of(place_of(earlier->code, earlier->place)),
                                              source_of(place_of(later->code, later->place)));
    return name.empty() ? "" : "; both lines name '" + name + "'";
}

int owner_of_stack(const Engine& engine, const void* address) {
    for (int id = 0; id < engine.known_threads(); ++id)
        if (engine.backend.owns(id, address)) return id;
    return kNobody;
}

// Short names of variables for the lanes: those without a name of their own are numbered.
class Variables {
public:
    Variables(const Engine& engine, const Trace& trace) : engine_(engine), trace_(trace) {}

    std::string name(const void* address) {
        const std::string global = global_at(address);
        if (!global.empty()) return global;
        if (const Allocation* block = trace_.block_of(address)) {
            const auto offset =
                static_cast<const char*>(address) - static_cast<const char*>(block->address);
            return "block " + number(blocks_, block->address) +
                   (offset == 0 ? "" : "+" + std::to_string(offset));
        }
        if (owner_of_stack(engine_, address) != kNobody) return "local " + number(locals_, address);
        return "memory " + number(others_, address);
    }

private:
    using Numbers = std::map<const void*, int>;
    static std::string number(Numbers& numbers, const void* address) {
        return std::to_string(
            numbers.emplace(address, static_cast<int>(numbers.size()) + 1).first->second);
    }
    const Engine& engine_;
    const Trace& trace_;
    Numbers blocks_, locals_, others_;
};

std::string long_name(Engine& engine, const Trace& trace, const void* address) {
    const std::string global = global_at(address);
    if (!global.empty()) return "the variable '" + global + "'";
    if (const Allocation* block = trace.block_of(address)) {
        const auto offset =
            static_cast<const char*>(address) - static_cast<const char*>(block->address);
        return "a variable (byte " + std::to_string(offset) + " of the block that " +
               describe(engine.thread(block->thread)) + " allocated at " +
               text_of(place_of(block->code, {})) + ")";
    }
    const int owner = owner_of_stack(engine, address);
    if (owner != kNobody) return "a local variable of " + describe(engine.thread(owner));
    return "a variable";
}

void fill_values(const Step& step, TraceStep& line) {
    if (step.address == nullptr || step.bytes > 8 || step.touch == Touch::free) return;
    if (step.undone && writes(step.touch)) return;
    const std::string after = value_text(step.after, step.bytes);
    if (!writes(step.touch))
        line.note = value_text(step.before, step.bytes);
    else if (step.touch == Touch::write)
        line.note = after;
    else
        line.note = value_text(step.before, step.bytes) + " -> " + after;
}

std::string wait_note(Engine& engine, const Step& step) {
    if (step.want == Want::change) return "waits for a change";
    if (step.owner == kNobody || step.object->type == ObjectType::thread) return "waits";
    return "waits: " + describe(engine.thread(step.owner)) + " has it";
}

// What a timeline needs to know of it.
void fill_for_timeline(const Step& step, TraceStep& line) {
    constexpr Kind kSignals[] = {Kind::signal, Kind::pulse, Kind::wake, Kind::post, Kind::resume};
    line.waits = step.what == Step::What::waits;
    line.signals =
        step.what == Step::What::step &&
        std::find(std::begin(kSignals), std::end(kSignals), step.kind) != std::end(kSignals);
    for (const Object* lock : step.takes) line.takes.push_back(short_name(*lock));
    for (const Object* lock : step.gives) line.gives.push_back(short_name(*lock));
}

TraceStep line_of(Engine& engine, Variables& variables, const Step& step) {
    TraceStep line;
    fill_for_timeline(step, line);
    line.thread = step.thread;
    line.note = step.note;
    if (step.object != nullptr)
        line.object = step.object->type == ObjectType::variable && step.address != nullptr
                          ? variables.name(step.address)
                      : step.object->type == ObjectType::address
                          ? variables.name(step.object->address)
                          : short_name(*step.object);
    if (step.objects > 1) line.object += " and " + std::to_string(step.objects - 1) + " more";
    switch (step.what) {
        case Step::What::step:
            line.step = step.number;
            line.what = call_of(step);
            if (step.kind == Kind::exit) line.object.clear();
            fill_values(step, line);
            break;
        case Step::What::waits:
            line.what = call_of(step);
            line.note = wait_note(engine, step);
            break;
        case Step::What::access:
            line.what = verb_of(step.touch);
            line.object = variables.name(step.address);
            fill_values(step, line);
            break;
        case Step::What::create:
            line.what = "creates";
            line.object = describe(engine.thread(step.owner));
            break;
        case Step::What::ending: line.what = name_of(engine.failure().outcome); break;
    }
    const bool by_itself = step.kind == Kind::exit || step.kind == Kind::abandon;
    if (by_itself && origin_of(step.code) == Origin::below) return line;
    const CodePlace place = place_of(step.code, step.place);
    line.file = place.file.empty() ? place.module : place.file;
    line.line = place.line;
    line.source = source_of(place);
    return line;
}

bool same_place(const TraceStep& a, const TraceStep& b) {
    return a.thread == b.thread && a.file == b.file && a.line == b.line;
}

// Of plain accesses, only the racing ones and those that the program makes itself: the library
// makes many for one line of the source. What is in the middle of a very long execution is left
// out.
std::vector<const Step*> shown_steps(const Engine& engine, const Trace& trace) {
    const std::uintptr_t watched = engine.failure().address >> 3;
    std::vector<const Step*> shown;
    for (const Step& step : trace.steps) {
        if (step.kind == Kind::spurious) continue;  // if it happens, the sleep says so
        const bool racing = watched != 0 && step.address != nullptr &&
                            reinterpret_cast<std::uintptr_t>(step.address) >> 3 == watched;
        if (step.what != Step::What::access || racing || origin_of(step.code) == Origin::program)
            shown.push_back(&step);
    }
    if (static_cast<std::ptrdiff_t>(shown.size()) > kFirst + kLast)
        shown.erase(shown.begin() + kFirst, shown.end() - kLast);
    return shown;
}

// Where the execution ended: the line before it, if that is the same code.
void mark_end(Engine& engine, const std::vector<const Step*>& steps,
              std::vector<TraceStep>& lines) {
    if (lines.empty() || !engine.failed()) return;
    const bool races = engine.failure().address != 0;
    if (steps.back()->what == Step::What::ending && lines.size() > 1) {
        TraceStep& before = lines[lines.size() - 2];
        if ((races && before.thread == lines.back().thread) || same_place(before, lines.back()))
            lines.pop_back();
    }
    if (engine.failure().thread != kNobody) {
        lines.back().fatal = true;
        return;
    }
    ThreadMask marked = 0;
    for (std::size_t i = lines.size(); i-- > 0;) {
        if ((marked & bit(lines[i].thread)) != 0) continue;
        marked |= bit(lines[i].thread);
        lines[i].fatal = steps[i]->what == Step::What::waits;
    }
}

// One line of the source may read a variable many times.
void drop_repetitions(std::vector<TraceStep>& lines) {
    const auto repeats = [](const TraceStep& earlier, const TraceStep& later) {
        return earlier.step == 0 && later.step == 0 && !later.fatal && same_place(earlier, later) &&
               earlier.what == later.what && earlier.object == later.object &&
               earlier.note == later.note;
    };
    lines.erase(std::unique(lines.begin(), lines.end(), repeats), lines.end());
}

// Is it an access to one of the bytes `mask` of the eight around `address`?
bool touches(const Step& step, std::uintptr_t address, unsigned mask) {
    const auto begin = reinterpret_cast<std::uintptr_t>(step.address);
    for (unsigned i = 0; i < 8 && begin != 0; ++i) {
        const std::uintptr_t byte = (address & ~std::uintptr_t{7}) + i;
        if ((mask >> i & 1) != 0 && begin <= byte && byte < begin + step.bytes) return true;
    }
    return false;
}

bool made_at(const Step& step, const void* site) {
    const void* const* end = step.code.frame + step.code.count;
    return site != nullptr &&
           (step.place.address == site || std::find(step.code.frame + 0, end, site) != end);
}

// One of the two accesses of a race. Its thread may have used the variable again since, in a way
// that does not race: so it is found by the code that made it. Where that is not known, or known of
// a neighbour only, it is the last one of its kind to these bytes.
const Step* racing_access(const Trace& trace, int thread, std::uintptr_t address, unsigned mask,
                          Touch touch, const void* site) {
    const Step* alike = nullptr;
    for (auto step = trace.steps.rbegin(); step != trace.steps.rend(); ++step) {
        if (step->thread != thread) continue;
        const bool here = touches(*step, address, mask);
        // A finding may end the execution before an atomic step has said what it is about.
        if (made_at(*step, site) && (here || step->address == nullptr)) return &*step;
        const bool same_kind = writes(step->touch) == writes(touch) &&
                               (step->what == Step::What::step) == atomic(touch);
        if (alike == nullptr && here && same_kind) alike = &*step;
    }
    return alike;
}

// Somebody who sees an atomic or volatile access between the two may think that it orders them.
bool flag_between(const Step* earlier, const Step* later) {
    if (earlier == nullptr || later == nullptr) return false;
    return std::any_of(earlier + 1, std::max(earlier + 1, later), [](const Step& step) {
        return step.what == Step::What::step &&
               (step.kind == Kind::read || step.kind == Kind::write ||
                step.kind == Kind::interlocked);
    });
}

// What a thread does while others go round.
std::string idle_text(Engine& engine, int id) {
    const std::string name = "; " + describe(engine.thread(id));
    const Operation& next = engine.thread(id).pending;
    if (engine.ready(id)) return name + " could go on, and was not given a turn";
    if (next.count == 0 || next.want == Want::change) return "";
    const Object& object = **next.begin();
    const std::string text = name + " waits for " + describe(object);
    if (object.type == ObjectType::thread) return text + " to end";
    if (object.state.owner == kNobody) return text;
    return text + ", which " + describe(engine.thread(object.state.owner)) + " has";
}

}  // namespace

std::string name_of_variable(Engine& engine, const Trace& trace, const void* address) {
    return long_name(engine, trace, address);
}

void fill_trace(Engine& engine, const Trace& trace, Report& report) {
    report.threads.clear();
    report.trace.clear();
    for (int id = 0; id < engine.known_threads(); ++id)
        report.threads.push_back(describe(engine.thread(id)));
    Variables variables(engine, trace);
    const std::vector<const Step*> shown = shown_steps(engine, trace);
    for (const Step* step : shown) report.trace.push_back(line_of(engine, variables, *step));
    mark_end(engine, shown, report.trace);
    drop_repetitions(report.trace);
}

std::string rounds_sentence(Engine& engine, const Trace& trace) {
    constexpr std::size_t kLooked = 600;  // steps
    constexpr std::size_t kPlaces = 3;
    std::map<int, std::vector<std::string>> places;
    const std::size_t count = trace.steps.size();
    for (std::size_t i = count > kLooked ? count - kLooked : 0; i < count; ++i) {
        const Step& step = trace.steps[i];
        if (step.what != Step::What::step || engine.thread(step.thread).agent != nullptr) continue;
        std::vector<std::string>& known = places[step.thread];
        const std::string place = place_text(step);
        if (std::find(known.begin(), known.end(), place) == known.end() && known.size() < kPlaces)
            known.push_back(place);
    }
    std::string text = "after " + std::to_string(engine.depth()) + " steps the program still runs";
    for (const auto& [thread, at] : places) {
        text += (thread == places.begin()->first ? ": " : "; ") + describe(engine.thread(thread)) +
                " goes round at ";
        for (const std::string& place : at) text += (&place == &at[0] ? "" : ", ") + place;
    }
    for (int id = 0; id < engine.known_threads(); ++id)
        if (places.count(id) == 0 && engine.has_next_step(id) && engine.thread(id).agent == nullptr)
            text += idle_text(engine, id);
    return text;
}

std::string race_sentence(Engine& engine, const Trace& trace) {
    const Failure& race = engine.failure();
    const auto* address = reinterpret_cast<const void*>(race.address);
    const Step* later = racing_access(trace, race.thread, race.address, 1u << (race.address & 7),
                                      race.touch, race.site);
    const Step* earlier = racing_access(trace, race.earlier.thread, race.address,
                                        race.earlier.bytes, race.earlier.touch, race.earlier.site);
    const std::string later_place =
        later != nullptr ? place_text(*later) : text_of(place_of(race.site));
    const std::string earlier_place =
        earlier != nullptr ? place_text(*earlier) : text_of(place_of(race.earlier.site));
    const std::string first = describe(engine.thread(race.earlier.thread));
    const std::string second = describe(engine.thread(race.thread));
    const std::string variable = long_name(engine, trace, address);
    if (race.earlier.touch == Touch::free)
        return second + " " + verb_of(race.touch) + " " + variable + " at " + later_place +
               ", after " + first + " has freed it at " + earlier_place;
    return first + " " + verb_of(race.earlier.touch) + " " + variable + " at " + earlier_place +
           " and " + second + " " + verb_of(race.touch) + " it at " + later_place +
           ", and nothing orders the two: no lock, no wait, no release that is acquired" +
           (flag_between(earlier, later) ? " (a relaxed or volatile access orders nothing)" : "") +
           hint_of_name(earlier, later, address);
}

}  // namespace explore
