// options.cpp - one `if` per option.
#include "common/runner/grade/options.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <cstdlib>

namespace runner {
namespace {

using Stage = GradeOptions::Stage;

int number_of(const std::string& option, const std::string& value, int least, int most) {
    const int number = is_number(value) && value.size() < 6 ? std::atoi(value.c_str()) : -1;
    if (number < least || number > most)
        throw Problem(kUsage, option + " takes a number from " + std::to_string(least) + " to " +
                                  std::to_string(most) + ", not '" + value + "'");
    return number;
}

Stage stage_of(const std::string& word) {
    if (word == "--stage=find") return Stage::find;
    if (word == "--stage=run") return Stage::run;
    if (word == "--stage=report") return Stage::report;
    throw Problem(kUsage, "`wb grade` does not take '" + word + "'");
}

}  // namespace

GradeOptions grade_options(const std::vector<std::string>& words) {
    GradeOptions options;
    int names = 0;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        const auto value = [&]() -> const std::string& {
            if (i + 1 == words.size()) throw Problem(kUsage, word + " lacks its value");
            return words[++i];
        };
        if (word == "--fresh")
            options.fresh = true;
        else if (word == "--trust")
            options.trust = true;
        else if (word == "--limit")
            options.limit = number_of(word, value(), 5, 3600);
        else if (word == "--jobs")
            options.jobs = number_of(word, value(), 1, 64);
        else if (word == "--json")
            options.json = value();
        else if (word == "--junit")
            options.junit = value();
        else if (word == "--html")
            options.html = value();
        else if (word.starts_with("--"))
            options.stage = stage_of(word);
        else if (++names == 1)
            options.folder = word;
        else if (names == 2)
            options.labs = word;
        else
            throw Problem(kUsage, "`wb grade` does not take '" + word + "'");
    }
    if (options.folder.empty())
        throw Problem(
            kUsage, "`wb grade` needs a folder that holds one folder per student: `wb grade DIR`");
    return options;
}

}  // namespace runner
