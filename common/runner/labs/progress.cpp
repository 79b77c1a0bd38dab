// progress.cpp - reads strictly what it knows and leaves alone what it does not.
#include "common/runner/labs/progress.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/windows.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace runner {
namespace {

constexpr std::size_t kMostDigits = 6;
constexpr char kHeading[] = "# Written by wb: one line per lab and fact.";

bool is_lab_id(std::string_view word) {
    return word.size() == 3 && word[0] == 'L' && is_number(word.substr(1));
}

bool is_date(std::string_view word) {
    return word.size() == 10 && word[4] == '-' && word[7] == '-' && is_number(word.substr(0, 4)) &&
           is_number(word.substr(5, 2)) && is_number(word.substr(8));
}

bool is_level(std::string_view word) { return word == "1" || word == "2" || word == "3"; }

bool is_count(std::string_view word) {
    return is_number(word) && word.size() <= kMostDigits && word.front() != '0';
}

bool is_hash(std::string_view word) {
    return word.size() == 16 && word.find_first_not_of("0123456789abcdef") == word.npos;
}

bool is_fact(std::string_view word) {
    return word == "passed" || word == "hint" || word == "attempts" || word == "gave-up";
}

// Is the line all there, or was it cut in two?
bool is_whole(const std::vector<std::string_view>& words) {
    if (words[1] == "attempts") return words.size() == 4 && is_count(words[2]) && is_hash(words[3]);
    if (words.size() != 3) return false;
    return words[1] == "hint" ? is_level(words[2]) : is_date(words[2]);
}

// FNV-1a: tells two texts apart that one person has written, which is all that is asked of it.
// Without "\r": git may have changed the line ends, which nobody would call an attempt.
std::string hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text)
        if (c != '\r') hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    char hex[17];
    std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(hash));
    return hex;
}

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
        if (!is_lab_id(words[0]) || !is_fact(words[1])) {  // a newer version's
            progress.lines_.push_back({"", "", std::string(line)});
            continue;
        }
        if (!is_whole(words)) return std::nullopt;
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

std::string Progress::value(std::string_view id, std::string_view fact, std::size_t word) const {
    const Line* line = find(id, fact);
    return line == nullptr ? "" : std::string(words_of(line->text).at(word));
}

std::string Progress::passed_on(std::string_view id) const { return value(id, "passed", 2); }

int Progress::hints_seen(std::string_view id) const {
    return std::atoi(value(id, "hint", 2).c_str());
}

int Progress::attempts(std::string_view id) const {
    return std::atoi(value(id, "attempts", 2).c_str());
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

void Progress::set_gave_up(const std::string& id, const std::string& date) {
    if (!gave_up(id)) put(id, "gave-up", date);
}

bool Progress::count_attempt(const std::string& id, std::string_view text) {
    const std::string hash = hash_of(text);
    if (value(id, "attempts", 3) == hash) return false;
    const std::string count = std::to_string(attempts(id) + 1);
    if (count.size() > kMostDigits) return false;  // we could not read it back
    put(id, "attempts", count + ' ' + hash);
    return true;
}

void Progress::forget_passed(std::string_view id) {
    std::erase_if(lines_, [&](const Line& line) { return line.id == id && line.fact == "passed"; });
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
