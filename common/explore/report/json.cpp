// json.cpp - a report for programs.
#include "common/explore/explore.hpp"
#include "common/win32/json_text.hpp"

namespace explore {
namespace {

// A learner's source line may hold anything; text that is no ASCII stays the UTF-8 that it is.
std::string quoted(const std::string& text) { return w32::json_string(text); }

class Object {
public:
    Object& add(const char* name, const std::string& text) { return raw(name, quoted(text)); }
    Object& add(const char* name, const char* text) { return raw(name, quoted(text)); }
    Object& add(const char* name, bool value) { return raw(name, value ? "true" : "false"); }
    Object& add(const char* name, int value) { return raw(name, std::to_string(value)); }
    Object& add(const char* name, std::uint64_t value) { return raw(name, std::to_string(value)); }
    Object& raw(const char* name, const std::string& json) {
        text_ += (text_.empty() ? "{\"" : ",\"") + std::string(name) + "\":" + json;
        return *this;
    }
    std::string text() const { return text_.empty() ? "{}" : text_ + '}'; }

private:
    std::string text_;
};

template <class Items, class Convert>
std::string array(const Items& items, Convert convert) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "[" : ",") + convert(item);
    return text.empty() ? "[]" : text + ']';
}

std::string step_json(const TraceStep& line) {
    return Object()
        .add("step", line.step)
        .add("thread", line.thread)
        .add("fatal", line.fatal)
        .add("what", line.what)
        .add("object", line.object)
        .add("note", line.note)
        .add("file", line.file)
        .add("line", line.line)
        .add("source", line.source)
        .text();
}

}  // namespace

std::string Report::json() const {
    return Object()
        .add("outcome", name_of(outcome))
        .add("diagnosis", diagnosis)
        .add("sentence", sentence)
        .add("cause", cause)
        .add("cause_outcome", cause.empty() ? "" : name_of(cause_outcome))
        .add("schedule", schedule)
        .add("exhausted", exhausted)
        .add("executions", executions)
        .add("failing_execution", failing_execution)
        .add("failures", failures)
        .add("steps", steps)
        .raw("threads", array(threads, quoted))
        .raw("trace", array(trace, step_json))
        .raw("outcomes", array(outcomes, quoted))
        .text();
}

}  // namespace explore
