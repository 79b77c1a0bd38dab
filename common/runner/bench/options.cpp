// options.cpp - one `if` per option.
#include "common/runner/bench/options.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <cstdlib>

namespace runner {
namespace {

constexpr int kMost = 99;

int count_of(const std::string& option, const std::string& value) {
    const int count = is_number(value) && value.size() < 4 ? std::atoi(value.c_str()) : 0;
    if (count < 1 || count > kMost)
        throw Problem(kUsage, option + " takes a number from 1 to 99, not '" + value + "'");
    return count;
}

}  // namespace

BenchOptions bench_options(const std::vector<std::string>& words) {
    BenchOptions options;
    bool counted = false;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& word = words[i];
        const auto value = [&]() -> const std::string& {
            if (i + 1 == words.size()) throw Problem(kUsage, word + " lacks its value");
            return words[++i];
        };
        if (word == "--quick")
            options.quick = true;
        else if (word == "--pin")
            options.pin = true;
        else if (word == "--no-pin")
            options.pin = false;
        else if (word == "--no-open")
            options.open = false;
        else if (word == "--against")
            options.against = value();
        else if (word == "--filter")
            options.filter = value();
        else if (word == "--sittings")
            options.sittings = count_of(word, value()), counted = true;
        else if (word == "--repetitions")
            options.repetitions = count_of(word, value()), counted = true;
        else if (word.starts_with('-') || !options.word.empty())
            throw Problem(kUsage, "`wb bench` does not take '" + word + "'");
        else
            options.word = word;
    }
    if (options.quick && !counted) {
        options.sittings = 1;
        options.repetitions = 2;
    }
    return options;
}

}  // namespace runner
