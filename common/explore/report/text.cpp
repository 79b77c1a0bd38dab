// text.cpp - a report as a person reads it: the sentence, a lane for each thread, the replay
// string.
#include "common/explore/explore.hpp"
#include "common/explore/report/layout.hpp"

#include <algorithm>

namespace explore {
namespace {

constexpr std::size_t kWidth = 100;

std::string wrapped_line(const std::string& text) {
    std::string out, line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (!line.empty() && columns(line) + 1 + columns(word) > kWidth) {
            out += line + '\n';
            line = word;
        } else {
            line += (at == 0 ? "" : " ") + word;
        }
        at = end + 1;
    }
    return out + line + '\n';
}

std::string wrapped(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += wrapped_line(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

}  // namespace

std::string Report::text() const {
    if (ok()) return "passed";
    std::string out = wrapped("[" + diagnosis + "] " + sentence);
    if (!cause.empty()) out += wrapped("What made it possible: " + cause);
    if (!trace.empty()) out += '\n' + lanes();
    if (!schedule.empty()) out += "\nreplay: " + schedule;
    if (out.back() == '\n') out.pop_back();
    return out;
}

}  // namespace explore
