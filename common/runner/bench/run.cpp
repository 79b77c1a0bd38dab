// run.cpp - Google Benchmark's JSON in, the workbook's out.
#include "common/runner/bench/run.hpp"

#include "common/runner/bench/statistics.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace runner {
namespace {

constexpr std::array<std::string_view, 6> kAdditions = {
    "iterations:", "repeats:", "manual_time", "real_time", "process_time", "min_time:"};

bool is_addition(std::string_view part) {
    return std::any_of(kAdditions.begin(), kAdditions.end(),
                       [&](std::string_view addition) { return part.starts_with(addition); });
}

// What every entry has; everything else that is a number is a counter.
constexpr std::array<std::string_view, 9> kNotCounters = {
    "family_index",  "per_family_instance_index",
    "repetitions",   "repetition_index",
    "threads",       "iterations",
    "real_time",     "cpu_time",
    "error_occurred"};

bool is_counter(const Json::Member& member) {
    return member.second.is_number() &&
           std::find(kNotCounters.begin(), kNotCounters.end(), member.first) == kNotCounters.end();
}

// "void: the counter is wrong" -> "the counter is wrong"
std::string reason_of(std::string_view message) {
    constexpr std::string_view kVoid = "void: ";
    if (message.starts_with(kVoid)) message.remove_prefix(kVoid.size());
    return message.empty() ? "the program gave no reason" : std::string(message);
}

void add_once(std::vector<std::string>& list, const std::string& text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(text);
}

Json numbers(const std::vector<double>& values) {
    Json array = Json::array();
    for (const double value : values) array.push(value);
    return array;
}

Json row_json(const BenchRow& row) {
    Json params = Json::object();
    for (const auto& [name, value] : row.name.params) params.set(name, value);
    Json counters = Json::object();
    for (const auto& [name, values] : row.counters) counters.set(name, median(values));
    Json json = Json::object();
    json.set("group", row.name.group).set("row", row.name.row).set("params", params);
    json.set("unit", row.unit).set("samples", numbers(row.samples));
    json.set("median", median(row.samples)).set("spread", spread_percent(row.samples));
    return json.set("void", row.void_because).set("counters", counters);
}

}  // namespace

RowName RowName::parse(std::string_view name) {
    RowName result;
    for (const std::string_view part : split(name, '/')) {
        if (is_addition(part)) continue;
        const std::size_t colon = part.find(':');
        if (result.group.empty())
            result.group = part;
        else if (result.row.empty())
            result.row = part;
        else if (colon != part.npos)
            result.params.emplace_back(part.substr(0, colon), part.substr(colon + 1));
        else
            result.row += '/' + std::string(part);
    }
    if (result.row.empty()) result.row = std::exchange(result.group, "other");
    return result;
}

std::string RowName::params_text() const {
    std::string text;
    for (const auto& [name, value] : params)
        text += (text.empty() ? "" : "  ") + name + ':' + value;
    return text;
}

std::string RowName::text() const {
    std::string text = group + '/' + row;
    for (const auto& [name, value] : params) text += '/' + name + ':' + value;
    return text;
}

double BenchContext::load() const {
    return looks.empty() ? 0 : *std::max_element(looks.begin(), looks.end());
}

double BenchContext::usual_load() const { return median(looks); }

void BenchRun::add(const Json& output, const std::string& program) {
    if (!output["benchmarks"].is_array() || !output["context"].is_object())
        throw Problem(kEnvironment, "what " + program + " has written is no benchmark's JSON");
    take_context(output["context"]);
    for (const Json& entry : output["benchmarks"].items())
        if (entry["run_type"].text() != "aggregate") take_sample(entry);
}

void BenchRun::take_context(const Json& from) {
    const auto take = [&](std::string& mine, const char* name) {
        if (mine.empty()) mine = from[name].text();
    };
    take(context.platform, "platform");
    take(context.compiler, "compiler");
    take(context.pinned, "pinned");
    take(context.power, "power");
    // A custom context of Google Benchmark is always text.
    context.looks.push_back(std::strtod(from["load"].text().c_str(), nullptr));
    context.processors = std::max(context.processors, std::atoi(from["processors"].text().c_str()));
    // What others used differs from look to look; it is said once, of all of them.
    for (const std::string_view warning : split(from["warnings"].text(), ';'))
        if (!trimmed(warning).starts_with("others use "))
            add_once(context.warnings, std::string(trimmed(warning)));
}

BenchRow& BenchRun::row(const RowName& name) {
    const auto [place, is_new] = places_.try_emplace(name.text(), rows.size());
    if (is_new) rows.push_back({name});
    return rows[place->second];
}

// One void sample voids the row: what cannot count once cannot be trusted the next time.
void BenchRun::take_sample(const Json& entry) {
    BenchRow& into = row(RowName::parse(entry["name"].text()));
    if (entry["error_occurred"].truth()) {
        into.void_because = reason_of(entry["error_message"].text());
        into.samples.clear();
        into.counters.clear();
    }
    if (!into.void_because.empty()) return;
    into.unit = entry["time_unit"].text();
    into.samples.push_back(entry["real_time"].number());
    for (const Json::Member& member : entry.members()) {
        if (!is_counter(member)) continue;
        auto at = std::find_if(into.counters.begin(), into.counters.end(),
                               [&](const auto& one) { return one.first == member.first; });
        if (at == into.counters.end())
            at = into.counters.insert(into.counters.end(), {member.first, {}});
        at->second.push_back(member.second.number());
    }
}

const BenchRow* BenchRun::find(const RowName& name) const {
    const auto at = places_.find(name.text());
    return at == places_.end() ? nullptr : &rows[at->second];
}

Json BenchRun::to_json() const {
    Json warnings = Json::array();
    for (const std::string& warning : context.warnings) warnings.push(warning);
    Json about = Json::object();
    about.set("platform", context.platform).set("compiler", context.compiler);
    about.set("processors", context.processors).set("pinned", context.pinned);
    about.set("power", context.power).set("date", context.date);
    about.set("load", context.load()).set("looks", numbers(context.looks));
    about.set("quick", context.quick).set("sittings", context.sittings);
    about.set("repetitions", context.repetitions).set("warnings", warnings);
    Json all = Json::array();
    for (const BenchRow& one : rows) all.push(row_json(one));
    Json json = Json::object();
    return json.set("workbook_bench", 1).set("context", about).set("rows", all);
}

BenchRun BenchRun::from_json(const Json& json, const std::string& file) {
    if (json["workbook_bench"].number() != 1 || !json["rows"].is_array())
        throw Problem(kUsage, file + " is no run of `wb bench`");
    BenchRun run;
    const Json& about = json["context"];
    run.context.platform = about["platform"].text();
    run.context.compiler = about["compiler"].text();
    run.context.pinned = about["pinned"].text();
    run.context.power = about["power"].text();
    run.context.date = about["date"].text();
    run.context.processors = static_cast<int>(about["processors"].number());
    for (const Json& look : about["looks"].items()) run.context.looks.push_back(look.number());
    run.context.sittings = static_cast<int>(about["sittings"].number());
    run.context.repetitions = static_cast<int>(about["repetitions"].number());
    run.context.quick = about["quick"].truth();
    for (const Json& warning : about["warnings"].items())
        run.context.warnings.push_back(warning.text());
    for (const Json& one : json["rows"].items()) {
        RowName name{one["group"].text(), one["row"].text(), {}};
        for (const auto& [param, value] : one["params"].members())
            name.params.emplace_back(param, value.text());
        BenchRow& row = run.row(name);
        row.unit = one["unit"].text();
        row.void_because = one["void"].text();
        for (const Json& sample : one["samples"].items()) row.samples.push_back(sample.number());
        for (const auto& [counter, value] : one["counters"].members())
            row.counters.push_back({counter, {value.number()}});
    }
    return run;
}

}  // namespace runner
