// text.cpp - a report as a person reads it: the sentence, a lane for each thread, the replay
// string.
#include "common/explore/explore.hpp"
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
constexpr std::size_t kLongest = 60;  // lines of lanes
constexpr std::size_t kFirst = 20;    // of them from the beginning, if there are more

// Columns that UTF-8 text takes: bytes that begin a character.
std::size_t columns(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::string cut(const std::string& text, std::size_t width) {
    if (columns(text) <= width) return text;
    std::size_t end = 0, count = 0;
    while (end < text.size()) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && ++count == width) break;
        ++end;
    }
    return text.substr(0, end) + "…";
}

std::string padded(const std::string& text, std::size_t width) {
    const std::string kept = cut(text, width);
    return kept + std::string(width - columns(kept), ' ');
}

std::string without_trailing_blanks(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

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

// "WaitForSingleObject": before a capital letter, if there is one.
std::size_t end_of_part(const std::string& word, std::size_t width) {
    for (std::size_t end = width; end > 3; --end)
        if (word[end] >= 'A' && word[end] <= 'Z') return end;
    for (std::size_t end = width; end > 1; --end)  // not within a character
        if ((static_cast<unsigned char>(word[end]) & 0xC0) != 0x80) return end;
    return width;
}

// At blanks, where that is possible.
std::vector<std::string> broken(const std::string& text, std::size_t width) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::string word = text.substr(at, end - at);
        at = end + 1;
        if (!lines.empty() && columns(lines.back()) + 1 + columns(word) <= width) {
            lines.back() += " " + word;
            continue;
        }
        while (columns(word) > width) {
            const std::size_t part = end_of_part(word, width);
            lines.push_back(word.substr(0, part));
            word.erase(0, part);
        }
        lines.push_back(word);
    }
    return lines;
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

    std::string text() {
        std::string out = header();
        const std::size_t total = report_.trace.size();
        int last = -1;
        for (std::size_t i = 0; i < total; ++i) {
            if (total > kLongest && i == kFirst) {
                const std::size_t next = total - (kLongest - kFirst);
                out +=
                    std::string(kNumber, ' ') + "… " + std::to_string(next - i) + " more lines …\n";
                i = next;
                last = -1;
            }
            const TraceStep& line = report_.trace[i];
            out += row(line, line.thread != last);
            last = line.thread;
        }
        return out;
    }

private:
    std::string header() const {
        std::string out(kNumber, ' ');
        if (!side_by_side_) return "";
        for (const int thread : lanes_) out += padded("  " + letter(thread) + name(thread), lane_);
        out += file_.substr(file_.find_last_of('/') + 1);
        return without_trailing_blanks(out) + '\n';
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
    std::vector<std::string> cell(const TraceStep& line) const {
        const std::size_t width = lane_ - 3;  // without the mark, and a blank at the end
        std::vector<std::string> rows = broken(line.what, width);
        if (rows.empty()) rows.emplace_back();
        std::string separator = " ";
        for (const std::string& piece : {line.object, line.note}) {
            if (!piece.empty()) {
                std::string& last = rows.back();
                if (columns(last) + separator.size() + columns(piece) <= width)
                    last += separator + piece;
                else
                    for (const std::string& part : broken(piece, width - 2))
                        rows.push_back("  " + part);
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

    std::string row(const TraceStep& line, bool switched) const {
        std::string number = number_of(line);
        number.insert(0, number.size() < 4 ? 4 - number.size() : 0, ' ');
        number += line.fatal ? "✗ " : "  ";
        std::string out;
        for (const std::string& text : cell(line)) {
            const bool first = out.empty();
            std::string whole = (first ? number : std::string(kNumber, ' ')) +
                                lanes_with(line.thread, (first && switched ? "▸ " : "  ") + text);
            if (first) whole += cut(source(line), kWidth - std::min(columns(whole), kWidth - 1));
            out += without_trailing_blanks(whole) + '\n';
        }
        return out;
    }

    std::string lanes_with(int thread, const std::string& text) const {
        if (!side_by_side_) return padded(name(thread), 14) + padded(text, lane_ + 6);
        std::string out;
        for (const int lane : lanes_) out += padded(lane == thread ? text : "  ·", lane_ - 1) + ' ';
        return out;
    }

    // Lines of the file that most of them are of go without its name: it is in the header.
    std::string source(const TraceStep& line) const {
        if (line.file.empty()) return "";
        if (line.line == 0) return line.file;
        if (line.file == file_) return std::to_string(line.line) + "  " + line.source;
        return w32::describe_line(line.file.c_str(), static_cast<unsigned>(line.line)) + "  " +
               line.source;
    }

    // Not of what main does: creating threads and waiting for them is rarely the point.
    void find_file() {
        std::map<std::string, int> counts;
        int most = 0;
        for (const bool of_others : {true, false}) {
            if (most > 0) return;
            for (const TraceStep& line : report_.trace) {
                if (line.line == 0 || (line.thread != 0) != of_others) continue;
                if (const int count = ++counts[line.file]; count > most) {
                    most = count;
                    file_ = line.file;
                }
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
