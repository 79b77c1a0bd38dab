// replay_last.cpp - reads results/<program>.check.txt, beside the folder of the programs.
#include "common/explore/testing/replay_last.hpp"

#include "common/win32/windows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

namespace explore {
namespace {

constexpr std::string_view kFirstLine = "workbook-result 1\n";
constexpr std::string_view kSchedule = "\\nreplay: ";  // in a message, where \n is two characters

std::filesystem::path variable(const wchar_t* name) {
    wchar_t text[MAX_PATH];
    const DWORD length = ::GetEnvironmentVariableW(name, text, MAX_PATH);
    return length < MAX_PATH ? std::filesystem::path(text, text + length) : "";
}

// out/<preset>/bin/x.exe -> out/<preset>/results/x.check.txt; runner/labs/lab_run.cpp writes it.
std::filesystem::path file_of_last_check() {
    wchar_t text[MAX_PATH];
    const DWORD length = ::GetModuleFileNameW(nullptr, text, MAX_PATH);
    const std::filesystem::path program(text, text + length);
    return program.parent_path().parent_path() / "results" /
           (program.stem().string() + ".check.txt");
}

std::string_view field(std::string_view line, std::size_t number) {
    for (; number > 0; --number) {
        const std::size_t tab = line.find('\t');
        if (tab == line.npos) return "";
        line.remove_prefix(tab + 1);
    }
    return line.substr(0, line.find('\t'));
}

// The line of the file that begins with these two fields; "" if there is none.
std::string_view line_of(std::string_view text, std::string_view kind, std::string_view name = "") {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (field(line, 0) == kind && (name.empty() || field(line, 1) == name)) return line;
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return "";
}

LastFinding none(const std::string& why) { return {"", "", why}; }

LastFinding read_finding() {
    const std::filesystem::path wanted = variable(L"WORKBOOK_REPLAY");
    const std::filesystem::path file = wanted == "last" ? file_of_last_check() : wanted;
    std::ifstream in(file, std::ios::binary);
    if (!in) return none("there is no result of a `wb check` (" + file.generic_string() + ')');
    return finding_in({std::istreambuf_iterator<char>(in), {}});
}

void say(const std::string& why) {
    std::printf("[ NO REPLAY] %s: every schedule is tried, and the one that fails is followed\n",
                why.c_str());
    std::fflush(stdout);
}

std::optional<LastFinding> last;  // read once; explored tests run one after the other

const LastFinding& last_finding() {
    if (!last) {
        last = read_finding();
        if (last->schedule.empty()) say(last->why_none);
    }
    return *last;
}

}  // namespace

LastFinding finding_in(const std::string& result_file) {
    const std::string_view text = result_file;
    if (!text.starts_with(kFirstLine)) return none("the file is no result of a `wb check`");
    const std::string_view verdict = line_of(text, "verdict");
    if (verdict.empty()) return none("the last check did not get to its end");
    if (field(verdict, 1) == "passed") return none("the last check passed");
    const std::string_view test = field(verdict, 2);
    const std::string_view message = field(line_of(text, "test", test), 4);
    const std::size_t at = test.empty() ? message.npos : message.find(kSchedule);
    if (at == message.npos) return none("the last check failed without a schedule");
    const std::string_view rest = message.substr(at + kSchedule.size());
    return {std::string(test), std::string(rest.substr(0, rest.find('\\'))), ""};
}

bool replay_wanted() { return ::GetEnvironmentVariableW(L"WORKBOOK_REPLAY", nullptr, 0) > 1; }

bool replay_is_of_another_test(const std::string& test) {
    return replay_wanted() && !last_finding().schedule.empty() && last_finding().test != test;
}

std::string schedule_to_repeat(const std::string& test) {
    return last_finding().test == test ? last_finding().schedule : "";
}

void forget_last_schedule() {
    last = none("the code has changed, and the last check's schedule does not fit it any more");
    say(last->why_none);
}

NoBreaks::NoBreaks() : before_(GTEST_FLAG_GET(break_on_failure)) {
    GTEST_FLAG_SET(break_on_failure, false);
}

NoBreaks::~NoBreaks() { GTEST_FLAG_SET(break_on_failure, before_); }

}  // namespace explore
