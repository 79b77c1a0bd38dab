// source.cpp - no parser of C++: comments away, spliced lines joined, then words and directives.
#include "common/runner/grade/source.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace runner {
namespace {

using Text = std::string_view;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Ends, files, processes, other people's memory, the judge and its macros, assembler.
constexpr std::array<Text, 47> kConspicuous = {"WORKBOOK_RESULT_FILE",
                                               "ExitProcess",
                                               "TerminateProcess",
                                               "TerminateThread",
                                               "TerminateJobObject",
                                               "exit",
                                               "_exit",
                                               "quick_exit",
                                               "abort",
                                               "_Exit",
                                               "atexit",
                                               "system",
                                               "_wsystem",
                                               "_popen",
                                               "popen",
                                               "CreateProcessA",
                                               "CreateProcessW",
                                               "CreateProcess",
                                               "CreateProcessAsUserW",
                                               "ShellExecuteW",
                                               "ShellExecuteExW",
                                               "WinExec",
                                               "OpenProcess",
                                               "WriteProcessMemory",
                                               "VirtualProtect",
                                               "CreateRemoteThread",
                                               "LoadLibraryW",
                                               "LoadLibraryA",
                                               "GetProcAddress",
                                               "fstream",
                                               "ofstream",
                                               "fopen",
                                               "_wfopen",
                                               "freopen",
                                               "filesystem",
                                               "remove",
                                               "DeleteFileW",
                                               "DeleteFileA",
                                               "RemoveDirectoryW",
                                               "MoveFileExW",
                                               "SHFileOperationW",
                                               "asm",
                                               "__asm",
                                               "__asm__",
                                               "SetEnvironmentVariableW",
                                               "GetEnvironmentVariableW",
                                               "getenv"};
constexpr std::array<Text, 9> kOfTheJudge = {"testing",  "GTEST_",    "EXPECT_",
                                             "ASSERT_",  "workbook",  "explore",
                                             "EXPLORE_", "WORKBOOK_", "UnitTest"};

// What one pass over the text needs to know: line breaks stay, so that lines can be counted.
class Stripper {
public:
    explicit Stripper(Text text) : text_(text) {}
    std::string run() {
        while (at_ < text_.size()) step();
        return std::move(out_);
    }

private:
    void step() {
        if (spliced()) return;
        const Text rest = text_.substr(at_);
        if (rest.starts_with("//"))
            line_comment();
        else if (rest.starts_with("/*"))
            comment();
        else if (rest.front() == '"' && behind_r())
            raw_literal();
        else if (rest.front() == '"' || rest.front() == '\'')
            literal(rest.front());
        else
            out_ += text_[at_++];
    }
    // A backslash at the end of a line joins it to the next one.
    bool spliced() {
        if (text_[at_] != '\\') return false;
        std::size_t end = at_ + 1;
        if (end < text_.size() && text_[end] == '\r') ++end;
        if (end >= text_.size() || text_[end] != '\n') return false;
        at_ = end + 1;
        ++owed_;
        return true;
    }
    void keep_break() {
        out_.append(owed_ + 1, '\n');
        owed_ = 0;
    }
    void line_comment() {
        while (at_ < text_.size() && text_[at_] != '\n')
            if (!spliced()) ++at_;
    }
    void comment() {
        const std::size_t end = text_.find("*/", at_ + 2);
        const std::size_t stop = end == text_.npos ? text_.size() : end + 2;
        for (; at_ < stop; ++at_)
            if (text_[at_] == '\n') keep_break();
        out_ += ' ';
    }
    // R"x( ... )x": nothing in it opens a comment.
    bool behind_r() const {
        if (!out_.ends_with('R')) return false;
        const std::size_t before = out_.find_last_not_of("uUL8", out_.size() - 2);
        return out_.size() == 1 || before == out_.npos || !is_word(out_[before]);
    }
    void raw_literal() {
        const std::size_t open = text_.find('(', at_);
        const Text name = text_.substr(at_ + 1, open == text_.npos ? 0 : open - at_ - 1);
        const std::size_t end = text_.find(")" + std::string(name) + '"', at_);
        const std::size_t stop = end == text_.npos ? text_.size() : end + name.size() + 2;
        out_ += text_.substr(at_, stop - at_);
        at_ = stop;
    }
    // A character that separates digits (1'000) opens no literal that a line would not end.
    void literal(char quote) {
        out_ += text_[at_++];
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            if (spliced()) continue;
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) out_ += text_[at_++];
            out_ += text_[at_++];
        }
        if (at_ < text_.size() && text_[at_] == quote) out_ += text_[at_++];
    }

    Text text_;
    std::string out_;
    std::size_t at_ = 0;
    std::size_t owed_ = 0;  // line breaks that were spliced away
};

std::set<std::string, std::less<>> words_in(Text text) {
    std::set<std::string, std::less<>> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_word(text[end])) ++end;
        if (end > at) words.emplace(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

bool is_conspicuous(Text word) {
    return std::find(kConspicuous.begin(), kConspicuous.end(), word) != kConspicuous.end() ||
           std::any_of(kOfTheJudge.begin(), kOfTheJudge.end(),
                       [&](Text start) { return word.starts_with(start); });
}

// "# define X" -> "define X"; empty if the line is no directive. %: is another # .
Text directive_in(Text line) {
    line = trimmed(line);
    if (line.starts_with("%:"))
        line.remove_prefix(2);
    else if (line.starts_with('#'))
        line.remove_prefix(1);
    else
        return {};
    return trimmed(line);
}

// The standard library and Windows have no folders in their names, the workbook has common/.
std::string why_not_included(Text what) {
    const std::string shown = what.empty() ? "nothing" : std::string(what.substr(0, 80));
    const char close = what.starts_with('<') ? '>' : '"';
    if (what.empty() || (what.front() != '<' && what.front() != '"'))
        return "includes by a macro: " + shown;
    const Text name = what.substr(1, what.find(close, 1) - 1);
    const bool leads_out =
        name.find("..") != name.npos || name.find('\\') != name.npos || name.find(':') != name.npos;
    const bool has_folder = name.find('/') != name.npos;
    if (leads_out || (has_folder && !name.starts_with("common/")) || (!has_folder && close == '"'))
        return "includes " + shown + ": only the standard library, Windows and common/ can be used";
    return "";
}

struct Review {
    SourceReview result;
    std::set<std::string, std::less<>> allowed;
    std::set<std::string, std::less<>> seen;

    void point_out(std::size_t line, const std::string& what) {
        if (seen.insert(what).second)
            result.look_at.push_back("line " + std::to_string(line) + ": " + what);
    }
    void directive(std::size_t line, Text text) {
        const std::size_t end = static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), is_word) - text.begin());
        const Text name = text.substr(0, end);
        const Text rest = trimmed(text.substr(end));
        if (name == "include" || name == "include_next" || name == "import" || name == "embed") {
            const std::string why = why_not_included(rest);
            if (!why.empty() && result.refusal.empty())
                result.refusal = "line " + std::to_string(line) + ' ' + why;
        } else if (name == "define" || name == "undef") {
            const auto defined = words_in(rest.substr(0, rest.find_first_of(" \t(")));
            for (const std::string& word : defined)
                if (!allowed.contains(word)) point_out(line, '#' + std::string(name) + ' ' + word);
        } else if (name == "pragma" && rest != "once") {
            point_out(line, "#pragma " + std::string(rest.substr(0, 40)));
        } else if (name == "line") {
            point_out(line, "#line");
        }
    }
};

}  // namespace

SourceReview review_source(Text text, Text pristine) {
    Review review;
    review.allowed = words_in(Stripper(pristine).run());
    const std::string stripped = Stripper(text).run();
    std::size_t number = 0;
    for (const Text line : lines_of(stripped)) {
        ++number;
        const Text directive = directive_in(line);
        if (!directive.empty()) review.directive(number, directive);
        for (const std::string& word : words_in(line))
            if (directive.empty() && is_conspicuous(word) && !review.allowed.contains(word))
                review.point_out(number, word);
    }
    return std::move(review.result);
}

std::string why_not_text(Text bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    if (trimmed(bytes).empty()) return "is empty";
    if (bytes.find('\0') != bytes.npos) return "has NUL bytes: it is no text";
    for (const Text line : lines_of(bytes)) {
        std::string plain(line);
        for (char& c : plain)
            if (c == '\f' || c == '\v' || c == '\r') c = ' ';
        if (!is_printable(plain)) return "is no UTF-8 text";
    }
    return "";
}

std::vector<std::string> tests_in(Text judge) {
    std::vector<std::string> tests;
    const std::string text = Stripper(judge).run();
    for (std::size_t at = 0; (at = text.find("TEST(", at)) != text.npos;) {
        at += 5;
        const std::size_t comma = text.find(',', at);
        const std::size_t end = text.find_first_of(",)", comma == text.npos ? at : comma + 1);
        if (comma == text.npos || end == text.npos) break;
        const Text all = text;
        const Text suite = trimmed(all.substr(at, comma - at));
        const Text name = trimmed(all.substr(comma + 1, end - comma - 1));
        const auto whole = [](Text word) {
            return !word.empty() && std::all_of(word.begin(), word.end(), is_word);
        };
        if (whole(suite) && whole(name))
            tests.push_back(std::string(suite) + '.' + std::string(name));
    }
    return tests;
}

}  // namespace runner
