// census.cpp - reads the numbers back out of a log.
#include "chapters/11-syelog/protocol/census.hpp"

#include <charconv>

namespace syelog {
namespace {

// Takes `word` and the number after it from the front of `text`.
bool take(std::string_view& text, std::string_view word, unsigned& number) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    const auto done = std::from_chars(text.data(), text.data() + text.size(), number);
    if (done.ec != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(done.ptr - text.data()));
    return true;
}

}  // namespace

void Census::count(std::string_view log) {
    while (!log.empty()) {
        const std::size_t end = log.find('\n');
        count_line(log.substr(0, end));
        log.remove_prefix(end == log.npos ? log.size() : end + 1);
    }
}

void Census::count_line(std::string_view line) {
    const std::size_t colon = line.find(": ");
    std::string_view text = colon == line.npos ? std::string_view() : line.substr(colon + 2);
    unsigned id = 0;
    unsigned number = 0;
    // The filling behind the number has no further digits; a number above 100 million is damage.
    if (!take(text, "client ", id) || !take(text, " record ", number) || number == 0 ||
        number > 100'000'000) {
        ++other_lines;
        return;
    }
    ++records;
    Client& client = clients_[id];
    if (client.seen.size() <= number) client.seen.resize(number + 1);
    if (client.seen[number]) ++duplicated;
    client.seen[number] = true;
    if (number < client.highest) ++out_of_order;
    if (number > client.highest) client.highest = number;
}

std::uint64_t Census::lost(unsigned client, unsigned last) const {
    const auto found = clients_.find(client);
    std::uint64_t missing = last;
    for (unsigned i = 1; i <= last && found != clients_.end() && i < found->second.seen.size(); ++i)
        if (found->second.seen[i]) --missing;
    return missing;
}

}  // namespace syelog
