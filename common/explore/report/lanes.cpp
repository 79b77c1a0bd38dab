// lanes.cpp - an execution as a person reads it: a lane for each thread, a row for each step, on
// one screen.
#include "common/explore/explore.hpp"
#include "common/explore/report/layout.hpp"
#include "common/explore/report/rounds.hpp"
#include "common/win32/error.hpp"

#include <algorithm>
#include <map>

namespace explore {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kNumber = 6;      // columns before the first lane
constexpr std::size_t kSource = 25;     // at least, after the last
constexpr std::size_t kNarrowest = 12;  // a lane
constexpr std::size_t kWidest = 26;
constexpr std::size_t kMostRows = 55;
constexpr std::size_t kMostRowsOfTurns = 36;  // `wb break` has more to say
constexpr std::size_t kName = 14;  // of a thread, where the lanes do not stand side by side

std::string without_trailing_blanks(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string name_of_file(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

class Lanes {
public:
    explicit Lanes(const Report& report) : report_(report) {
        for (const TraceStep& line : report.trace)
            if (std::find(lanes_.begin(), lanes_.end(), line.thread) == lanes_.end())
                lanes_.push_back(line.thread);
        std::sort(lanes_.begin(), lanes_.end());
        find_file();
        const std::size_t room = kWidth - kNumber - kSource;
        const std::size_t count = std::max<std::size_t>(lanes_.size(), 1);
        side_by_side_ = room / count >= kNarrowest;
        lane_ = side_by_side_ ? std::min(room / count, kWidest) : kWidest;
    }

    std::string text() const {
        const std::size_t total = report_.trace.size();
        const std::size_t most = report_.letters_of_threads.empty() ? kMostRows : kMostRowsOfTurns;
        const Rounds rounds = rounds_in(report_.trace);
        if (rounds.end == rounds.begin) return header() + shortened(rows(0, total), most);
        // Two rounds, and where the last one ends.
        const Rows last = rows(rounds.end - 1, total);
        const std::size_t room = std::min(last.size(), most / 2);
        return header() + shortened(rows(0, rounds.begin + 2 * rounds.period), most - 1 - room) +
               std::string(kNumber, ' ') + "… and so on, " + std::to_string(steps()) +
               " steps in all\n" + shortened(last, room);
    }

private:
    using Rows = std::vector<std::string>;

    int steps() const {
        int last = 0;
        for (const TraceStep& line : report_.trace) last = std::max(last, line.step);
        return last;
    }

    // Thread names that are too long for a lane take several rows.
    std::string header() const {
        if (!side_by_side_) return "";
        std::vector<Rows> names;
        std::size_t height = 1;
        for (const int thread : lanes_) {
            names.push_back(broken(letter(thread) + name(thread), lane_ - 3));
            height = std::max(height, names.back().size());
        }
        std::string out;
        for (std::size_t row = 0; row < height; ++row) {
            std::string whole(kNumber, ' ');
            for (const Rows& parts : names)
                whole += padded(row < parts.size() ? "  " + parts[row] : "", lane_ - 1) + ' ';
            if (row == 0) whole += name_of_file(file_);
            out += without_trailing_blanks(whole) + '\n';
        }
        return out;
    }

    // "A ", where threads have letters.
    std::string letter(int thread) const {
        const auto index = static_cast<std::size_t>(thread);
        if (index >= report_.letters_of_threads.size()) return "";
        return std::string(1, report_.letters_of_threads[index]) + ' ';
    }

    std::string name(int thread) const {
        const auto index = static_cast<std::size_t>(thread);
        return index < report_.threads.size() ? report_.threads[index] : std::to_string(thread);
    }

    // Pieces that fit into one row of a lane stand together.
    Rows cell(const TraceStep& line) const {
        const std::size_t width = lane_ - 3;  // without the mark, and a blank at the end
        Rows rows = broken(line.what, width);
        if (rows.empty()) rows.emplace_back();
        std::string separator = " ";
        const std::string pieces[] = {line.object, line.note};
        for (const std::string& piece : pieces) {
            if (!piece.empty()) {
                std::string& last = rows.back();
                // The colon of a note that comes in the next row needs room, too.
                const std::size_t colon = &piece == &pieces[0] && !line.note.empty() ? 1 : 0;
                if (columns(last) + separator.size() + columns(piece) + colon <= width) {
                    last += separator + piece;
                } else {
                    if (separator == ": " && columns(last) < width) last += ':';
                    for (const std::string& part : broken(piece, width - 2))
                        rows.push_back("  " + part);
                }
            }
            separator = ": ";
        }
        return rows;
    }

    // Its letter, if steps have letters.
    std::string number_of(const TraceStep& line) const {
        if (line.step == 0) return "";
        const auto index = static_cast<std::size_t>(line.step) - 1;
        return index < report_.letters.size() ? std::string(1, report_.letters[index])
                                              : std::to_string(line.step);
    }

    // Of the lines from `begin` to `end`.
    Rows rows(std::size_t begin, std::size_t end) const {
        Rows all;
        int last = -1;
        for (std::size_t i = begin; i < end; ++i) {
            const TraceStep& line = report_.trace[i];
            add_rows(line, line.thread != last, all);
            last = line.thread;
        }
        return all;
    }

    void add_rows(const TraceStep& line, bool switched, Rows& all) const {
        std::string number = number_of(line);
        number.insert(0, number.size() < 4 ? 4 - number.size() : 0, ' ');
        number += line.fatal ? "✗ " : "  ";
        bool first = true;
        for (const std::string& text : cell(line)) {
            std::string whole = (first ? number : std::string(kNumber, ' ')) +
                                lanes_with(line.thread, (first && switched ? "▸ " : "  ") + text);
            if (first) whole += cut(source(line), kWidth - std::min(columns(whole), kWidth - 1));
            all.push_back(without_trailing_blanks(whole) + '\n');
            first = false;
        }
    }

    // A third of what there is room for is the beginning: the end tells what went wrong.
    static std::string shortened(const Rows& all, std::size_t room) {
        std::string out;
        const std::size_t first = all.size() > room ? room / 3 : all.size();
        const std::size_t next = all.size() > room ? all.size() - (room - 1 - first) : first;
        for (std::size_t i = 0; i < first; ++i) out += all[i];
        if (next > first)
            out +=
                std::string(kNumber, ' ') + "… " + std::to_string(next - first) + " more lines …\n";
        for (std::size_t i = next; i < all.size(); ++i) out += all[i];
        return out;
    }

    std::string lanes_with(int thread, const std::string& text) const {
        if (!side_by_side_)
            return padded(name(thread), kName - 1) + ' ' + padded(text, lane_ - 1) + ' ';
        std::string out;
        for (const int lane : lanes_) out += padded(lane == thread ? text : "  ·", lane_ - 1) + ' ';
        return out;
    }

    // Lines of the file that is named in the header go without its name.
    std::string source(const TraceStep& line) const {
        if (line.file.empty()) return "";
        if (line.line == 0) return line.file;
        if (side_by_side_ && line.file == file_)
            return std::to_string(line.line) + "  " + line.source;
        return w32::describe_line(line.file.c_str(), static_cast<unsigned>(line.line)) + "  " +
               line.source;
    }

    // The one that most lines are of. A judge's only if there is no other: the learner's file is
    // meant. What main does only if no other thread does anything: creating threads and waiting for
    // them is rarely the point.
    void find_file() {
        std::map<std::string, int> counts;
        int most = 0, rank = -1;
        for (const TraceStep& line : report_.trace) {
            if (line.line == 0) continue;
            const bool of_judge = name_of_file(line.file) == "judge.cpp";
            const int its_rank = (of_judge ? 0 : 2) + (line.thread != 0 ? 1 : 0);
            if (its_rank < rank) continue;
            if (its_rank > rank) {
                rank = its_rank;
                most = 0;
                counts.clear();
            }
            if (const int count = ++counts[line.file]; count > most) {
                most = count;
                file_ = line.file;
            }
        }
    }

    const Report& report_;
    std::vector<int> lanes_;
    std::string file_;
    bool side_by_side_ = true;
    std::size_t lane_ = kWidest;
};

}  // namespace

std::string Report::lanes() const { return trace.empty() ? "" : Lanes(*this).text(); }

}  // namespace explore
