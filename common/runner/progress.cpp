// progress.cpp - reads strictly what it knows and leaves alone what it does not.
#include "common/runner/progress.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text.hpp"
#include "common/win32/windows.hpp"

#include <cstdio>
#include <cstdlib>

namespace runner {
namespace {

constexpr char kHeading[] = "# Written by wb: one line per lab and fact.";

bool is_lab_id(std::string_view word) {
    return word.size() == 3 && word[0] == 'L' && is_number(word.substr(1));
}

bool is_date(std::string_view word) {
    return word.size() == 10 && word[4] == '-' && word[7] == '-' && is_number(word.substr(0, 4)) &&
           is_number(word.substr(5, 2)) && is_number(word.substr(8));
}

bool is_level(std::string_view word) { return word == "1" || word == "2" || word == "3"; }

}  // namespace

std::optional<Progress> Progress::parse(std::string_view text) {
    Progress progress;
    for (const std::string_view line : lines_of(text)) {
        if (!is_printable(line)) return std::nullopt;
        const auto words = words_of(line);
        if (words.empty() || line.front() == '#') {
            progress.lines_.push_back({"", "", std::string(line)});
            continue;
        }
        if (words.size() < 2) return std::nullopt;
        const bool fact = words[1] == "passed" || words[1] == "hint";
        if (!is_lab_id(words[0]) || !fact) {  // a newer version's
            progress.lines_.push_back({"", "", std::string(line)});
            continue;
        }
        const bool whole =
            words.size() == 3 && (words[1] == "passed" ? is_date(words[2]) : is_level(words[2]));
        if (!whole) return std::nullopt;  // a line cut in two
        progress.lines_.push_back(
            {std::string(words[0]), std::string(words[1]), std::string(line)});
    }
    return progress;
}

const Progress::Line* Progress::find(std::string_view id, std::string_view fact) const {
    for (const Line& line : lines_)
        if (line.id == id && line.fact == fact) return &line;
    return nullptr;
}

std::string Progress::passed_on(std::string_view id) const {
    const Line* line = find(id, "passed");
    return line == nullptr ? "" : std::string(words_of(line->text).back());
}

int Progress::hints_seen(std::string_view id) const {
    const Line* line = find(id, "hint");
    return line == nullptr ? 0 : line->text.back() - '0';
}

void Progress::put(const std::string& id, const std::string& fact, const std::string& value) {
    if (lines_.empty()) lines_.push_back({"", "", kHeading});
    Line fresh{id, fact, id + ' ' + fact + ' ' + value};
    for (Line& line : lines_) {
        if (line.id != id || line.fact != fact) continue;
        line = fresh;
        return;
    }
    lines_.push_back(std::move(fresh));
}

void Progress::set_passed(const std::string& id, const std::string& date) {
    if (!passed(id)) put(id, "passed", date);
}

void Progress::set_hints_seen(const std::string& id, int level) {
    if (level > hints_seen(id)) put(id, "hint", std::to_string(level));
}

std::string Progress::text() const {
    std::string out;
    for (const Line& line : lines_) out += line.text + '\n';
    return out;
}

LoadedProgress load_progress(const fs::path& file) {
    const auto text = read_file(file);
    if (!text) return {};
    if (auto progress = Progress::parse(*text)) return {*std::move(progress), ""};
    fs::path aside = file;
    aside += L".bad";
    if (!::MoveFileExW(file.c_str(), aside.c_str(), MOVEFILE_REPLACE_EXISTING))
        throw Problem(kEnvironment, to_text(file) +
                                        " cannot be understood and cannot be renamed; delete it "
                                        "or repair it");
    return {{},
            "progress.txt could not be understood; it is now progress.txt.bad, and counting "
            "starts anew"};
}

std::string today() {
    SYSTEMTIME now{};
    ::GetLocalTime(&now);
    char text[32];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", unsigned{now.wYear}, unsigned{now.wMonth},
                  unsigned{now.wDay});
    return text;
}

}  // namespace runner
