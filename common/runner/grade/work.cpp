// work.cpp - names, folders, and the order in which things are built.
#include "common/runner/grade/work.hpp"

#include "common/runner/grade/digest.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace runner {
namespace {

using How = RunEnd::How;
constexpr std::array<std::pair<std::string_view, How>, 5> kEnds = {{{"ended", How::ended},
                                                                    {"time", How::time},
                                                                    {"output", How::output},
                                                                    {"files", How::files},
                                                                    {"killed", How::killed}}};

}  // namespace

std::optional<RunEnd> parse_end(std::string_view text) {
    const auto words = words_of(trimmed(text));
    if (words.empty() || words.size() > 2) return std::nullopt;
    for (const auto& [name, how] : kEnds) {
        if (words[0] != name || (words.size() == 2) != (how == How::ended)) continue;
        RunEnd end{how};
        if (words.size() == 2) {
            if (!is_number(words[1]) || words[1].size() > 10) return std::nullopt;
            end.code = std::strtoul(std::string(words[1]).c_str(), nullptr, 10);
        }
        return end;
    }
    return std::nullopt;
}

std::string end_text(const RunEnd& end) {
    std::string text;
    for (const auto& [name, how] : kEnds)
        if (how == end.how) text = name;
    if (end.how == How::ended) text += ' ' + std::to_string(end.code);
    return text + '\n';
}

std::string key_of(const Lab& lab, std::string_view judge, std::string_view text, int limit) {
    const std::string name = lab.program().substr(4);
    // The length in front: no text can look like another judge's end and another text's beginning.
    return name + '-' +
           sha256("1 " + name + ' ' + std::to_string(limit) + ' ' + std::to_string(judge.size()) +
                  ' ' + std::string(judge) + std::string(text))
               .substr(0, 32);
}

std::vector<Unit> units_of(const std::vector<Submission>& submissions, int limit) {
    std::vector<Unit> units;
    for (const Submission& submission : submissions)
        for (const HandIn& hand_in : submission.labs) {
            if (!hand_in.refusal.empty() || hand_in.unchanged) continue;
            const auto judge = read_file(hand_in.lab->starter.parent_path() / L"judge.cpp");
            Unit unit{hand_in.lab, key_of(*hand_in.lab, judge.value_or(""), hand_in.text, limit),
                      &hand_in.text};
            const bool there = std::any_of(units.begin(), units.end(),
                                           [&](const Unit& one) { return one.key == unit.key; });
            if (!there) units.push_back(std::move(unit));
        }
    return units;
}

std::vector<std::vector<Unit>> rounds_of(const std::vector<Unit>& units) {
    std::vector<std::vector<Unit>> rounds;
    for (const Unit& unit : units) {
        std::size_t round = 0;
        const auto has_lab = [&](const std::vector<Unit>& some) {
            return std::any_of(some.begin(), some.end(),
                               [&](const Unit& one) { return one.lab == unit.lab; });
        };
        while (round < rounds.size() && has_lab(rounds[round])) ++round;
        if (round == rounds.size()) rounds.emplace_back();
        rounds[round].push_back(unit);
    }
    return rounds;
}

bool Workshop::is_done(const Unit& unit) const {
    const fs::path folder = work(unit.key);
    return fs::exists(folder / L"end.txt") || fs::exists(folder / L"build.txt");
}

std::vector<Unit> prepare(const Workshop& shop, const std::vector<Unit>& units, bool fresh) {
    std::vector<Unit> to_do;
    for (const Unit& unit : units) {
        if (!fresh && shop.is_done(unit)) continue;
        const fs::path folder = shop.work(unit.key);
        std::error_code failed;
        fs::remove_all(folder, failed);
        if (!failed) fs::create_directories(folder, failed);
        if (failed)
            throw Problem(kEnvironment,
                          "cannot make the folder " + to_text(folder) + ": " + failed.message());
        replace_file(folder / (unit.lab->name + ".hpp"), *unit.text);
        to_do.push_back(unit);
    }
    return to_do;
}

std::string plan_text(const std::vector<std::vector<Unit>>& rounds) {
    std::string text;
    for (std::size_t round = 0; round < rounds.size(); ++round)
        for (const Unit& unit : rounds[round])
            text += std::to_string(round + 1) + ' ' + unit.key + ' ' + unit.target() + ' ' +
                    unit.lab->program().substr(4) + ' ' + unit.lab->name + '\n';
    return text;
}

}  // namespace runner
