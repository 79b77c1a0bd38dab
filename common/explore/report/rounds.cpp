// rounds.cpp - looks for each period where a line is as the one a period before.
#include "common/explore/report/rounds.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace explore {
namespace {

constexpr std::size_t kLongestRound = 24;  // lines
constexpr std::size_t kFewest = 4;         // rounds that are worth being left out

// One number for lines that look the same.
std::vector<int> kinds_of(const std::vector<TraceStep>& trace) {
    using Look = std::tuple<bool, int, bool, std::string, std::string, std::string, int>;
    std::map<Look, int> known;
    std::vector<int> kinds;
    for (const TraceStep& line : trace) {
        const Look look{line.step != 0, line.thread, line.fatal, line.what,
                        line.object,    line.file,   line.line};
        kinds.push_back(known.emplace(look, static_cast<int>(known.size())).first->second);
    }
    return kinds;
}

// The middle of a long execution is not there: behind the gap the same round goes on, perhaps in
// the middle of it.
std::size_t end_behind_gaps(const std::vector<int>& kinds, const Rounds& found) {
    const auto at = [&](std::size_t i) { return kinds.begin() + static_cast<std::ptrdiff_t>(i); };
    std::vector<int> round(at(found.begin), at(found.begin + found.period));
    std::size_t end = found.end;
    while (end + found.period <= kinds.size()) {
        std::size_t turn = 0;
        while (turn < found.period && !std::equal(round.begin(), round.end(), at(end))) {
            std::rotate(round.begin(), round.begin() + 1, round.end());
            ++turn;
        }
        if (turn == found.period) break;
        end += found.period;
        while (end < kinds.size() && kinds[end] == kinds[end - found.period]) ++end;
    }
    return end;
}

}  // namespace

Rounds rounds_in(const std::vector<TraceStep>& trace) {
    const std::vector<int> kinds = kinds_of(trace);
    Rounds best;
    std::size_t most = 6;  // lines that need not be shown; for fewer it is not worth it
    for (std::size_t period = 1; period <= kLongestRound; ++period) {
        for (std::size_t begin = 0, end = 0; begin + period < kinds.size(); begin = end) {
            for (end = begin + period; end < kinds.size() && kinds[end] == kinds[end - period];)
                ++end;
            if (end - begin >= kFewest * period) {
                const Rounds found{begin, end, period};
                const std::size_t last = end_behind_gaps(kinds, found);
                if (last - begin - 2 * period > most) {
                    most = last - begin - 2 * period;
                    best = {begin, last, period};
                }
            }
            // A line that ends one repetition may begin the next one.
            end = std::max(begin + 1, end - period + 1);
        }
    }
    return best;
}

}  // namespace explore
