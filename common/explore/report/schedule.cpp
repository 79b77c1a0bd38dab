// schedule.cpp - writing, reading and following schedules.
#include "common/explore/report/schedule.hpp"

#include "common/explore/explore.hpp"

#include "common/explore/model/model.hpp"

#include <cstdio>

namespace explore {
namespace {

constexpr std::size_t kDigits = 4;

const char* image() { return reinterpret_cast<const char*>(::GetModuleHandleW(nullptr)); }

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

int thread_of(char letter) {
    for (int id = 0; id < kMaxThreads; ++id)
        if (kThreadLetters[id] == letter) return id;
    return kNobody;
}

// "1a2b.3c4d-": offsets in the program, up to the dash. Returns where the dash is, npos if wrong.
std::size_t parse_promoted(const std::string& text, std::size_t at, Schedule& schedule) {
    std::uintptr_t offset = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' || c == '-') {
            schedule.promoted.push_back(image() + offset);
            offset = 0;
            if (c == '-') return at;
            continue;
        }
        const int digit = digit_of(c);
        if (digit < 0 || offset > 0x0FFFFFFF) return std::string::npos;
        offset = offset * 16 + static_cast<std::uintptr_t>(digit);
    }
    return std::string::npos;
}

std::string parse_runs(const std::string& text, std::size_t at, std::size_t limit,
                       Schedule& schedule) {
    while (at < text.size()) {
        const int thread = thread_of(text[at]);
        if (thread == kNobody)
            return std::string("'") + text[at] + "' at position " + std::to_string(at + 1) +
                   " is no thread: A is main, B the first thread, and so on";
        ++at;
        std::size_t count = 0;
        const std::size_t digits = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            count = count * 10 + static_cast<std::size_t>(text[at] - '0');
            if (count > limit) break;
        }
        if (at == digits) count = 1;
        if (schedule.threads.size() + count > limit)
            return "it has more than " + std::to_string(limit) + " steps";
        if (count == 0) return "a count of 0 at position " + std::to_string(at);
        schedule.threads.insert(schedule.threads.end(), count, static_cast<std::uint8_t>(thread));
    }
    return "";
}

}  // namespace

char letter_of(int thread) { return kThreadLetters[thread]; }

std::string fingerprint(const std::string& program) {
    std::uint32_t hash = 2166136261u;
    for (const char c : program) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    char text[8];
    std::snprintf(text, sizeof text, "%04x",
                  static_cast<unsigned>((hash ^ (hash >> 16)) & 0xFFFFu));
    return text;
}

bool belongs_to(const std::string& schedule, const std::string& name) {
    return schedule.compare(0, kDigits, fingerprint(name)) == 0;
}

std::string to_text(const Schedule& schedule, const std::string& program) {
    std::string text = fingerprint(program);
    char separator = '+';
    for (const void* site : schedule.promoted) {
        char offset[24];
        std::snprintf(offset, sizeof offset, "%c%llx", separator,
                      static_cast<unsigned long long>(static_cast<const char*>(site) - image()));
        text += offset;
        separator = '.';
    }
    text += '-';
    const auto& threads = schedule.threads;
    for (std::size_t begin = 0, end; begin < threads.size(); begin = end) {
        for (end = begin; end < threads.size() && threads[end] == threads[begin];) ++end;
        text += letter_of(threads[begin]);
        if (end - begin > 1) text += std::to_string(end - begin);
    }
    return text;
}

std::string parse(const std::string& text, const std::string& program, std::size_t limit,
                  Schedule& schedule) {
    schedule = {};
    const char* form = "a schedule looks like 7f3c-A3BA2B";
    if (text.size() <= kDigits) return form;
    for (std::size_t i = 0; i < kDigits; ++i)
        if (digit_of(text[i]) < 0) return form;
    if (text.compare(0, kDigits, fingerprint(program)) != 0)
        return "it is of another test: this one's schedules begin with " + fingerprint(program);
    std::size_t at = kDigits;
    if (text[at] == '+') at = parse_promoted(text, at + 1, schedule);
    if (at == text.npos || text[at] != '-') return form;
    return parse_runs(text, at + 1, limit, schedule);
}

int switches_of(const std::vector<std::uint8_t>& threads) {
    int count = 0;
    for (std::size_t i = 1; i < threads.size(); ++i)
        if (threads[i] != threads[i - 1]) ++count;
    return count;
}

Lineage Lineage::of(const Engine& engine) {
    Lineage lineage;
    for (int parent = 0; parent < engine.known_threads(); ++parent)
        for (std::size_t ordinal = 0;; ++ordinal) {
            const int child = engine.child(parent, ordinal);
            if (child == kNobody) break;
            lineage.births[child] = {parent, ordinal};
        }
    return lineage;
}

int Lineage::now(const Engine& engine, int old) const {
    if (old == 0) return 0;
    const Birth& birth = births[old];
    if (birth.parent == kNobody) return kNobody;
    const int parent = now(engine, birth.parent);
    return parent == kNobody ? kNobody : engine.child(parent, birth.ordinal);
}

int Replay::choose(Engine& engine, int) {
    const ThreadMask enabled = engine.enabled();
    while (position_ < threads_.size()) {
        int wanted = threads_[position_++];
        if (lineage_ != nullptr) wanted = lineage_->now(engine, wanted);
        if (wanted != kNobody && (enabled & bit(wanted)) != 0) return wanted;
        if (how_ == How::strict) return refuse(engine, wanted, enabled);
        if (enabled == 0) break;
    }
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    if ((enabled & bit(engine.current())) != 0) return engine.current();
    // A wake-up without a reason, or a late write, only when nothing else is left.
    const ThreadMask threads = enabled & ~engine.agents();
    return first_of(threads != 0 ? threads : enabled);
}

int Replay::refuse(Engine& engine, int wanted, ThreadMask enabled) const {
    std::string text = "the schedule does not fit this program: its step " +
                       std::to_string(position_) + " is one of ";
    text += wanted == kNobody || wanted >= engine.known_threads()
                ? "a thread that does not exist"
                : std::string(1, letter_of(wanted)) + " (" + describe(engine.thread(wanted)) + ")";
    if (enabled == 0) {
        text += ", and nobody has a step left that is possible";
    } else {
        text += ", and possible are only steps of";
        for (ThreadMask left = enabled; left != 0; left &= left - 1) {
            const int id = first_of(left);
            text += std::string(left == enabled ? " " : ", ") + letter_of(id) + " (" +
                    describe(engine.thread(id)) + ")";
        }
    }
    engine.report_at_end(Outcome::bad_schedule, text);
    return kNobody;
}

}  // namespace explore
