// compare.cpp - makes a sequence performable, performs it twice, and shortens what differs.
#include "common/explore/tests/conformance/compare.hpp"

#include "common/explore/tests/conformance/quirks.hpp"
#include "common/explore/tests/conformance/run.hpp"

#include <algorithm>
#include <chrono>

namespace conformance {
namespace {

using explore::Outcome;

Counts the_counts;
constexpr DWORD kPatientMs = 3'000;
constexpr DWORD kImpatientMs = 500;
bool stuck = false;

struct Pair {
    Transcript model;
    Transcript kernel;
};
Pair transcripts;

// Neither undefined nor waiting: the call that tries instead.
Call trying(Call call) {
    switch (call) {
        case Call::enter_section: return Call::try_enter_section;
        case Call::acquire_exclusive: return Call::try_acquire_exclusive;
        case Call::acquire_shared: return Call::try_acquire_shared;
        default: return call;
    }
}

// The waits that nobody ends become polls.
bool make_poll(Step& step) {
    const Step before = step;
    step.call = trying(step.call);
    step.blocks = false;
    if (step.call == Call::wait_one) step.a = 0;
    if (step.call == Call::wait_many) step.b = 0;
    if (step.call == Call::finish_request || step.call == Call::wait_file ||
        step.call == Call::wait_request || step.call == Call::get_io_packet)
        step.a = 0;
    // These have no time-out.
    if (step.call == Call::read_file || step.call == Call::connect_pipe) step.call = Call::nothing;
    if (step.call == Call::sleep_section || step.call == Call::sleep_lock ||
        step.call == Call::wait_on_word)
        step.a = 0;
    if (step.call == Call::once_execute) step.call = Call::once_begin;
    if (step.call == Call::once_begin) step.a = INIT_ONCE_CHECK_ONLY;
    return step.call != before.call || step.a != before.a || step.b != before.b;
}

bool is_on_lock(Call call) {
    const Target target = info_of(call).target;
    return target == Target::section || target == Target::lock || call == Call::exit_actor;
}

// What the model says about a program that may not be performed: "" if the step at fault could be
// replaced.
std::string repair(Sequence& sequence, const Transcript& seen, const Modelled& modelled) {
    const bool waits = modelled.outcome == Outcome::deadlock ||
                       modelled.outcome == Outcome::lost_wake_up ||
                       modelled.outcome == Outcome::never_signaled;
    Step* fault = nullptr;
    for (std::size_t i = 0; i < sequence.steps.size(); ++i)
        if (seen.seen[i].begun && !seen.seen[i].done && (fault == nullptr || !waits))
            fault = &sequence.steps[i];
    const bool undefined = modelled.outcome == Outcome::not_owner ||
                           modelled.outcome == Outcome::bad_lock ||
                           modelled.outcome == Outcome::orphaned_lock;
    if (fault != nullptr && waits && make_poll(*fault)) {
        ++the_counts.polls;
        return "";
    }
    // A lock that is kept to the end: the last call on one goes, until none is kept.
    if (fault == nullptr && modelled.outcome == Outcome::orphaned_lock)
        for (Step& step : sequence.steps)
            if (step.call != Call::nothing && is_on_lock(step.call)) fault = &step;
    if (fault != nullptr && undefined && is_on_lock(fault->call)) {
        ++the_counts.undefined;
        fault->call = Call::nothing;
        fault->blocks = false;
        return "";
    }
    return std::string("the model reports ") + name_of(modelled.outcome) + ": " + modelled.sentence;
}

struct Difference {
    std::size_t step = 0;
    std::string reason;
};

bool same(const Seen& model, const Seen& kernel) {
    return model.done == kernel.done && model.result == kernel.result &&
           model.error == kernel.error && model.out == kernel.out;
}

std::optional<Difference> compare_transcripts(const Sequence& sequence) {
    for (std::size_t i = 0; i < sequence.steps.size(); ++i) {
        const Step& step = sequence.steps[i];
        const Seen& model = transcripts.model.seen[i];
        const Seen& kernel = transcripts.kernel.seen[i];
        if (model.done && step.call != Call::nothing) ++the_counts.calls;
        if (same(model, kernel)) continue;
        const Quirk* quirk = quirk_of(step, model, kernel);
        if (quirk == nullptr) return Difference{i, ""};
        ++the_counts.quirks[quirk->name];
    }
    return std::nullopt;
}

std::optional<Difference> perform_both(Sequence& sequence, DWORD patience_ms) {
    for (;;) {
        const Modelled modelled = run_model(sequence, transcripts.model, sequence.seed);
        if (modelled.outcome == Outcome::passed) break;
        transcripts.kernel = {};
        const std::string reason = repair(sequence, transcripts.model, modelled);
        if (!reason.empty()) return Difference{0, reason};
    }
    if (!run_kernel(sequence, transcripts.kernel, patience_ms)) {
        stuck = true;
        return Difference{0, "the model ends, the kernel still waits after eight seconds"};
    }
    return compare_transcripts(sequence);
}

std::string describe(const Sequence& sequence, const std::optional<Difference>& difference) {
    std::string text = "seed " + std::to_string(sequence.seed) + "\n";
    for (std::size_t i = 0; i < sequence.steps.size(); ++i) {
        const Seen& model = transcripts.model.seen[i];
        const Seen& kernel = transcripts.kernel.seen[i];
        text += "  " + text_of(sequence.steps[i]) + " -> " + text_of(model);
        if (!same(model, kernel)) text += "  BUT THE KERNEL: " + text_of(kernel);
        text += "\n";
    }
    if (difference) text += difference->reason;
    return text;
}

Sequence without(const Sequence& sequence, std::size_t index) {
    Sequence shorter = sequence;
    for (Step& step : shorter.steps)  // whether one of them has to be a poll may change
        if (step.call == Call::finish_request) step.a = static_cast<LONG>(INFINITE);
    const int group = sequence.steps[index].group;
    if (group == 0)
        shorter.steps.erase(shorter.steps.begin() + static_cast<std::ptrdiff_t>(index));
    else
        std::erase_if(shorter.steps, [&](const Step& step) { return step.group == group; });
    return shorter;
}

// Leaves out whatever can be left out while something still differs, for some seconds: what ends
// with a time-out takes long.
void shorten(Sequence& sequence) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    for (bool shorter = true; shorter && !stuck;) {
        shorter = false;
        for (std::size_t i = sequence.steps.size(); i-- > 0 && !stuck;) {
            if (std::chrono::steady_clock::now() > end) return;
            if (i >= sequence.steps.size()) continue;
            Sequence candidate = without(sequence, i);
            if (!perform_both(candidate, kImpatientMs) || stuck) continue;
            sequence = std::move(candidate);
            shorter = true;
        }
    }
}

}  // namespace

Counts& counts() { return the_counts; }
bool kernel_is_stuck() { return stuck; }

std::optional<std::string> difference(Sequence sequence) {
    ++the_counts.sequences;
    std::optional<Difference> found = perform_both(sequence, kPatientMs);
    for (const Step& step : sequence.steps) the_counts.waits_that_block += step.blocks ? 1 : 0;
    if (!found) return std::nullopt;
    if (!stuck) {
        const Counts before = the_counts;
        shorten(sequence);
        found = perform_both(sequence, kImpatientMs);
        the_counts = before;
    }
    return describe(sequence, found);
}

std::string show(Sequence sequence) {
    const std::optional<Difference> found = perform_both(sequence, kPatientMs);
    return describe(sequence, found);
}

}  // namespace conformance
