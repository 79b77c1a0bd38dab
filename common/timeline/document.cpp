// document.cpp - nested boxes, and the words of the trace event format.
#include "common/timeline/document.hpp"

#include "common/win32/json_text.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstdio>
#include <queue>

namespace timeline {
namespace {

using w32::json_string;

// The outer one of two that begin together comes first.
bool comes_later(const Slice& a, const Slice& b) {
    return a.begin != b.begin ? a.begin > b.begin : a.end < b.end;
}

const char* name_of(Kind kind) {
    switch (kind) {
        case Kind::work: return "work";
        case Kind::wait: return "wait";
        case Kind::hold: return "hold";
    }
    return "work";
}

// Nanoseconds are enough, and shorter than all digits of a double.
std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.3f", value);
    std::string out = text;
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out;
}

std::string head(const char* phase, std::size_t thread) {
    return std::string("{\"ph\":\"") + phase + "\",\"pid\":1,\"tid\":" + std::to_string(thread);
}

std::string args(const std::string& object, const std::string& where, bool open) {
    return ",\"args\":{\"object\":" + json_string(object) + ",\"where\":" + json_string(where) +
           (open ? ",\"open\":true}}" : "}}");
}

std::string name_event(const char* what, std::size_t thread, const std::string& name) {
    return head("M", thread) + ",\"name\":\"" + what +
           "\",\"args\":{\"name\":" + json_string(name) + "}}";
}

std::string event(const Slice& slice, std::size_t thread) {
    return head("X", thread) + ",\"cat\":\"" + name_of(slice.kind) +
           "\",\"name\":" + json_string(slice.name) + ",\"ts\":" + number(slice.begin) +
           ",\"dur\":" + number(slice.end - slice.begin) +
           args(slice.object, slice.where, slice.open);
}

std::string event(const Signal& signal, std::size_t thread) {
    return head("i", thread) + ",\"cat\":\"signal\",\"name\":" + json_string(signal.name) +
           ",\"ts\":" + number(signal.at) + ",\"s\":\"t\"" +
           args(signal.object, signal.where, false);
}

const char* language() {
    char text[16] = "";
    const DWORD length = ::GetEnvironmentVariableA("WORKBOOK_LANG", text, sizeof text);
    return length < sizeof text && std::string(text) == "zh-CN" ? "zh-CN" : "en";
}

std::string other_data(const Document& document) {
    std::uint64_t left_out = 0;
    for (const Lane& lane : document.lanes) left_out += lane.left_out;
    return "{\"title\":" + json_string(document.title) +
           ",\"platform\":" + json_string(w32::platform_name()) +
           ",\"clock\":" + json_string(document.clock) + ",\"lang\":\"" + language() + '"' +
           (left_out == 0 ? "" : ",\"left_out\":" + std::to_string(left_out)) + '}';
}

}  // namespace

void nest(std::vector<Slice>& slices) {
    std::priority_queue<Slice, std::vector<Slice>, decltype(&comes_later)> left(&comes_later,
                                                                                std::move(slices));
    slices.clear();
    std::vector<double> open;  // where the boxes end that we are in, the outermost first
    while (!left.empty()) {
        Slice slice = left.top();
        left.pop();
        while (!open.empty() && open.back() <= slice.begin) open.pop_back();
        if (!open.empty() && slice.end > open.back()) {
            Slice rest = slice;
            rest.begin = slice.end = open.back();
            slice.open = false;
            left.push(std::move(rest));
        }
        open.push_back(slice.end);
        slices.push_back(std::move(slice));
    }
}

void add_work(Lane& lane, double begin, double end) {
    nest(lane.slices);
    std::vector<Slice> work;
    double covered = begin;
    for (const Slice& slice : lane.slices) {
        if (slice.begin > covered) work.push_back({Kind::work, "works", covered, slice.begin});
        covered = std::max(covered, slice.end);
    }
    if (end > covered) work.push_back({Kind::work, "works", covered, end});
    lane.slices.insert(lane.slices.end(), work.begin(), work.end());
    nest(lane.slices);
}

std::string to_json(const Document& document) {
    std::string out = "{\"traceEvents\":[" + name_event("process_name", 0, document.title);
    for (std::size_t i = 0; i < document.lanes.size(); ++i) {
        const Lane& lane = document.lanes[i];
        out += ",\n" + name_event("thread_name", i + 1, lane.name);
        std::vector<Slice> slices = lane.slices;
        nest(slices);
        for (const Slice& slice : slices) out += ",\n" + event(slice, i + 1);
        for (const Signal& signal : lane.signals) out += ",\n" + event(signal, i + 1);
    }
    return out + "],\n\"displayTimeUnit\":\"ns\",\"otherData\":" + other_data(document) + "}\n";
}

}  // namespace timeline
