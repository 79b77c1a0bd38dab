// options.cpp - words into numbers and names, or a sentence.
#include "bench/syelog/options.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

constexpr unsigned kMostProcessors = 8 * sizeof(DWORD_PTR);

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string word; std::getline(in, word, ',');) out.push_back(word);
    return out;
}

unsigned number(const std::string& text) {
    if (text.empty() || text.size() > 8 || text.find_first_not_of("0123456789") != text.npos)
        throw std::invalid_argument("'" + text + "' is not a number.");
    return static_cast<unsigned>(std::stoul(text));
}

unsigned number_from_1(const std::string& text) {
    const unsigned value = number(text);
    if (value == 0) throw std::invalid_argument("'" + text + "' is too few; 1 is the least.");
    return value;
}

std::vector<unsigned> numbers(const std::string& text) {
    std::vector<unsigned> out;
    for (const std::string& word : words(text)) out.push_back(number_from_1(word));
    return out;
}

unsigned processor(const std::string& text) {
    const unsigned value = number(text);
    if (value >= kMostProcessors)
        throw std::invalid_argument("'" + text + "' is no processor; they begin with 0.");
    return value;
}

void take(Options& options, const std::string& name, const std::string& value) {
    if (name == "--rows")
        options.rows = words(value);
    else if (name == "--clients")
        options.clients = numbers(value);
    else if (name == "--workers")
        options.workers = numbers(value);
    else if (name == "--rounds")
        options.rounds = number_from_1(value);
    else if (name == "--records")
        options.records = number_from_1(value);
    else if (name == "--core")
        options.core = processor(value);
    else if (name == "--json")
        options.json = value;
    else
        throw std::invalid_argument("'" + name + "' is no option; they are in syelog.cpp.");
}

Way way_of(const std::string& name) {
    if (name == "article") return {name, L"article_syelogd", L"plain"};
    // Not the article's: with a buffer, a client's write need not wait for the daemon's read.
    if (name == "article+quota")
        return {name, L"article_syelogd", L"plain", {L"--quota", L"16384"}};
    if (name == "plain") return {name, L"syelogd", L"plain"};
    if (name == "batched") return {name, L"syelogd", L"batched", {}, 10, 800};
    if (name == "floor") return {name, L"pipe_sink", L"plain"};
    if (name == "ring") return {name, L"ring_logd", L"ring", {}, 10, 800};
    throw std::invalid_argument("'" + name + "' is no row; they are in syelog.cpp.");
}

}  // namespace

Options parse(int argc, char** argv) {
    const std::vector<std::string> given(argv + std::min(argc, 1), argv + argc);
    Options options;
    if (std::find(given.begin(), given.end(), "--quick") != given.end()) {
        options.clients = {1, 4};
        options.rounds = 1;
        options.records = 400;
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (given[i] == "--quick") continue;
        if (i + 1 == given.size())
            throw std::invalid_argument("'" + given[i] + "' lacks its value, or is no option.");
        take(options, given[i], given[i + 1]);
        ++i;
    }
    (void)ways_of(options);  // names a wrong row before anything is measured
    return options;
}

std::vector<Way> ways_of(const Options& options) {
    std::vector<Way> ways;
    for (const std::string& row : options.rows) {
        const Way way = way_of(row);
        if (way.program != L"syelogd" || options.workers.empty()) {
            ways.push_back(way);
            continue;
        }
        for (const unsigned workers : options.workers) {
            ways.push_back(way);
            ways.back().workers = workers;
            ways.back().options = {L"--workers", std::to_wstring(workers)};
        }
    }
    return ways;
}

}  // namespace bench
