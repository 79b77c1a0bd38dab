// table.cpp - columns as wide as they have to be.
#include "bench/frame/table.hpp"

#include "bench/frame/stats.hpp"

#include <cstdio>

namespace bench {
namespace {

using Line = std::vector<std::string>;

bool has_samples(const Row& row) { return !row.samples.empty(); }

std::string params_text(const Params& params) {
    std::string text;
    for (const auto& [name, value] : params)
        text += (text.empty() ? "" : ", ") + name + ' ' + value;
    return text;
}

/// The counters of a group, each once, in the order in which they are met.
std::vector<std::string> counters_of(const std::vector<const Row*>& rows) {
    std::vector<std::string> names;
    for (const Row* row : rows)
        for (const Sample& sample : row->samples)
            for (const auto& [name, value] : sample.counters)
                if (std::find(names.begin(), names.end(), name) == names.end())
                    names.push_back(name);
    return names;
}

bool has_counter(const Row& row, const std::string& name) {
    for (const Sample& sample : row.samples)
        for (const auto& counter : sample.counters)
            if (counter.first == name) return true;
    return false;
}

Line line_of(const Row& row, const std::vector<std::string>& counters) {
    Line line = {row.name, params_text(row.params)};
    if (!row.void_because().empty()) return {row.name, line[1], "VOID: " + row.void_because()};
    line.push_back(number_text(row.median_ns()));
    line.push_back(row.samples.size() < 2 ? "-" : number_text(row.spread()));
    for (const std::string& name : counters)
        line.push_back(has_counter(row, name) ? number_text(row.counter(name)) : "-");
    return line;
}

// Words to the left, figures to the right; what is void needs no columns.
std::string aligned(const std::vector<Line>& lines) {
    constexpr std::size_t kWords = 2;
    std::vector<std::size_t> widths(lines.front().size());
    for (const Line& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            if (i < kWords || line.size() > kWords + 1)
                widths[i] = std::max(widths[i], line[i].size());
    std::string text;
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::size_t width = std::max(widths[i], line[i].size());
            const std::string gap(width - line[i].size(), ' ');
            text += i == 0 ? "" : "  ";
            text += i < kWords ? line[i] + gap : gap + line[i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string table(const std::vector<const Row*>& rows) {
    const std::vector<std::string> counters = counters_of(rows);
    Line head = {rows.front()->group, "", "ns/op", "spread %"};
    head.insert(head.end(), counters.begin(), counters.end());
    std::vector<Line> lines = {head};
    for (const Row* row : rows) lines.push_back(line_of(*row, counters));
    return '\n' + aligned(lines);
}

}  // namespace

std::string Row::full_name() const {
    std::string text = group + '/' + name;
    for (const auto& [param, value] : params) text += '/' + param + ':' + value;
    return text;
}

std::string Row::void_because() const {
    for (const Sample& sample : samples)
        if (!sample.void_because.empty()) return sample.void_because;
    return {};
}

double Row::median_ns() const {
    std::vector<double> values;
    for (const Sample& sample : samples) values.push_back(sample.ns);
    return median(values);
}

double Row::spread() const {
    std::vector<double> values;
    for (const Sample& sample : samples) values.push_back(sample.ns);
    return spread_percent(values);
}

double Row::counter(const std::string& wanted) const {
    std::vector<double> values;
    for (const Sample& sample : samples)
        for (const auto& [counter, value] : sample.counters)
            if (counter == wanted) values.push_back(value);
    return median(values);
}

std::string bad_name(const Row& row) {
    if (row.group.empty() || row.name.empty()) return "a group or a row without a name";
    if ((row.group + row.name).find('/') != std::string::npos)
        return "'" + row.group + "', '" + row.name + "': a slash";
    for (const auto& [name, value] : row.params)
        if (name.empty() || name.find_first_of("/:") != std::string::npos ||
            value.find_first_of("/:") != std::string::npos)
            return "'" + row.name + "': parameter '" + name + "' = '" + value + "'";
    return {};
}

std::string tables(const std::vector<Row>& rows) {
    std::vector<std::string> groups;
    for (const Row& row : rows)
        if (has_samples(row) && std::find(groups.begin(), groups.end(), row.group) == groups.end())
            groups.push_back(row.group);
    std::string text;
    std::string warnings;
    for (const std::string& group : groups) {
        std::vector<const Row*> members;
        for (const Row& row : rows)
            if (row.group == group && has_samples(row)) members.push_back(&row);
        text += table(members);
    }
    for (const Row& row : rows)
        if (row.void_because().empty() && row.spread() > kWideSpread)
            warnings += "WARNING: " + row.full_name() + ": spread " + number_text(row.spread()) +
                        " %. Take no difference for real that is smaller.\n";
    return warnings.empty() ? text : text + '\n' + warnings;
}

std::string number_text(double value) {
    constexpr const char* kUnits[] = {"", " k", " M", " G"};
    std::size_t unit = 0;
    double scaled = value;
    while (std::abs(scaled) >= 9999.5 && unit + 1 < std::size(kUnits)) {
        scaled /= 1000;
        ++unit;
    }
    char text[48];
    const double size = std::abs(scaled);
    const int digits = size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    std::snprintf(text, sizeof text, "%.*f%s", digits, scaled, kUnits[unit]);
    return text;
}

}  // namespace bench
