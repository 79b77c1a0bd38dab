// tables.cpp - the columns of a run.
#include "common/runner/bench/tables.hpp"

#include "common/runner/bench/statistics.hpp"
#include "common/runner/text/page.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace runner {
namespace {

constexpr double kWideSpread = 25;  // percent: from here on the row's order among others is chance

std::string digits(double value, int after_point) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", after_point, value);
    return text;
}

// Three digits, as far as they say anything.
std::string three_digits(double value) {
    const double size = std::abs(value);
    if (size >= 1e6) {
        char text[32];
        std::snprintf(text, sizeof text, "%.2e", value);
        return text;
    }
    return digits(value, size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
}

struct Group {
    std::string name;
    std::vector<const BenchRow*> rows{};
    std::vector<std::string> counters{};
};

std::vector<Group> groups_of(const BenchRun& run) {
    std::vector<Group> groups;
    for (const BenchRow& row : run.rows) {
        auto at = std::find_if(groups.begin(), groups.end(),
                               [&](const Group& group) { return group.name == row.name.group; });
        if (at == groups.end()) at = groups.insert(groups.end(), Group{row.name.group});
        at->rows.push_back(&row);
        for (const auto& [name, values] : row.counters)
            if (std::find(at->counters.begin(), at->counters.end(), name) == at->counters.end())
                at->counters.push_back(name);
    }
    return groups;
}

std::string label_of(const BenchRow& row) {
    const std::string params = row.name.params_text();
    return row.name.row + (params.empty() ? "" : "  " + params);
}

std::string void_text(const Session& session, const BenchRow& row) {
    return session.say("VOID: ", "作废：") + row.void_because;
}

const Comparison* comparison_of(const Comparisons& comparisons, const BenchRow& row) {
    const auto at = comparisons.find(row.name.text());
    return at == comparisons.end() ? nullptr : &at->second;
}

std::string ratio_text(const Comparison& seen) {
    return seen.verdict == Comparison::Verdict::not_comparable ? "" : digits(seen.ratio, 2) + "x";
}

std::string verdict_text(const Session& session, const Comparison& seen) {
    const auto in_chinese = [&] {
        switch (seen.verdict) {
            case Comparison::Verdict::faster: return "更快";
            case Comparison::Verdict::slower: return "更慢";
            case Comparison::Verdict::no_difference: return "看不出差别";
            case Comparison::Verdict::not_comparable: break;
        }
        return "无法比较";
    };
    return session.say(name_of(seen.verdict), in_chinese());
}

std::string told(const Session& session, const Comparison& seen) {
    const Screen& screen = session.screen;
    const std::string words = ratio_text(seen) + "  " + verdict_text(session, seen);
    if (seen.verdict == Comparison::Verdict::slower) return screen.bad(words);
    if (seen.verdict == Comparison::Verdict::faster) return screen.good(words);
    return screen.faint(words);
}

void show_row(const Session& session, const BenchRow& row, const Comparison* seen,
              std::size_t label) {
    const Screen& screen = session.screen;
    std::string line = "  " + padded(label_of(row), label);
    if (!row.void_because.empty()) {
        screen.line(line + screen.bad(void_text(session, row)));
        return;
    }
    const double spread = spread_percent(row.samples);
    const std::string wide = digits(spread, 0) + " %";
    line += padded(time_text(median(row.samples), row.unit), 11);
    line += row.samples.size() < 2 ? padded("", 9)
            : spread > kWideSpread ? screen.bad(padded(wide + " !", 9))
                                   : padded(wide, 9);
    screen.line(line + (seen == nullptr ? "" : told(session, *seen)));
}

void show_group(const Session& session, const Group& group, const Comparisons& comparisons) {
    const Screen& screen = session.screen;
    std::size_t label = 20;
    for (const BenchRow* row : group.rows) label = std::max(label, columns(label_of(*row)) + 2);
    screen.line(screen.strong(group.name));
    for (const BenchRow* row : group.rows)
        show_row(session, *row, comparison_of(comparisons, *row), label);
    screen.line();
}

std::vector<std::string> html_row(const Session& session, const Group& group, const BenchRow& row,
                                  const Comparison* seen, bool compared) {
    std::vector<std::string> cells = {label_of(row)};
    if (!row.void_because.empty()) {
        cells.push_back(void_text(session, row));
        cells.resize(3 + group.counters.size() + (compared ? 2 : 0));
        return cells;
    }
    cells.push_back(time_text(median(row.samples), row.unit));
    cells.push_back(row.samples.size() < 2 ? "" : digits(spread_percent(row.samples), 0) + " %");
    for (const std::string& name : group.counters) {
        const auto at = std::find_if(row.counters.begin(), row.counters.end(),
                                     [&](const auto& one) { return one.first == name; });
        cells.push_back(at == row.counters.end() ? "" : three_digits(median(at->second)));
    }
    if (compared) {
        cells.push_back(seen == nullptr ? "" : ratio_text(*seen));
        cells.push_back(seen == nullptr ? "" : verdict_text(session, *seen));
    }
    return cells;
}

}  // namespace

std::string time_text(double value, std::string_view unit) {
    constexpr std::array<std::string_view, 4> kUnits = {"ns", "us", "ms", "s"};
    const auto at = std::find(kUnits.begin(), kUnits.end(), unit);
    if (at == kUnits.end()) return three_digits(value) + ' ' + std::string(unit);
    auto place = static_cast<std::size_t>(at - kUnits.begin());
    while (value >= 1000 && place + 1 < kUnits.size()) {
        value /= 1000;
        ++place;
    }
    return three_digits(value) + ' ' + std::string(kUnits[place]);
}

void show_run(const Session& session, const BenchRun& run, const Comparisons& comparisons) {
    for (const Group& group : groups_of(run)) show_group(session, group, comparisons);
}

std::string run_as_html(const Session& session, const BenchRun& run,
                        const Comparisons& comparisons) {
    const bool compared = !comparisons.empty();
    std::string html;
    for (const Group& group : groups_of(run)) {
        std::vector<std::string> head = {session.say("row", "行"), session.say("median", "中位数"),
                                         session.say("spread", "离散")};
        head.insert(head.end(), group.counters.begin(), group.counters.end());
        if (compared)
            head.insert(head.end(), {session.say("ratio", "比值"), session.say("verdict", "结论")});
        std::vector<std::vector<std::string>> rows;
        for (const BenchRow* row : group.rows)
            rows.push_back(
                html_row(session, group, *row, comparison_of(comparisons, *row), compared));
        html += html_table(group.name, head, rows);
    }
    return html;
}

Json run_as_json(const BenchRun& run, const Comparisons& comparisons, const BenchContext* before) {
    Json json = run.to_json();
    if (before == nullptr) return json;
    Json against = Json::object();
    json.set("against", against.set("date", before->date).set("platform", before->platform));
    Json rows = Json::array();
    std::size_t at = 0;
    for (Json row : json["rows"].items()) {
        const Comparison* seen = comparison_of(comparisons, run.rows[at++]);
        if (seen != nullptr) {
            Json said = Json::object();
            said.set("median", seen->old_median).set("ratio", seen->ratio).set("p", seen->p);
            row.set("against", said.set("verdict", name_of(seen->verdict)));
        }
        rows.push(row);
    }
    return json.set("rows", rows);
}

}  // namespace runner
