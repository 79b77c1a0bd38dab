// letters.cpp - prints what wb reads; common/runner/labs/break_run.cpp is the other side.
#include "common/explore/testing/letters.hpp"

#include "common/win32/windows.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace explore {
namespace {

void tell(const char* mark, const std::string& text) {
    std::printf("[  %-7s ] %s\n", mark, text.c_str());
}

// Is the finding one of this schedule, and not one about the test itself?
bool is_of_the_schedule(Outcome outcome) {
    return outcome != Outcome::foreign_call && outcome != Outcome::too_many_threads &&
           outcome != Outcome::not_deterministic && outcome != Outcome::out_of_memory;
}

void tell_turns(const Report& report) {
    tell("LETTERS", report.letters);
    for (std::size_t id = 0; id < report.threads.size(); ++id)
        if (report.letters_of_threads[id] != '*')
            tell("THREAD", report.letters_of_threads.substr(id, 1) + ' ' + report.threads[id]);
    std::istringstream lanes(report.lanes());
    for (std::string line; std::getline(lanes, line);) tell("LANE", line);
    if (!report.unused.empty()) tell("UNUSED", report.unused);
}

}  // namespace

std::string letters_wanted() {
    char text[1000];
    const DWORD length =
        ::GetEnvironmentVariableA("WORKBOOK_LETTERS", text, static_cast<DWORD>(sizeof text));
    return length < sizeof text ? std::string(text, length) : "";
}

void follow_letters(const std::string& wanted, Options options,
                    const std::function<Report(const Options&)>& explore_body, const char* file,
                    int line) {
    const bool search = wanted.front() == '?';
    options.search = search ? Search::shortest : Search::letters;
    if (search)
        options.most_letters = std::atoi(wanted.c_str() + 1);
    else if (wanted != "-")
        options.letters = wanted;
    const Report report = explore_body(options);
    if (search)
        tell("SHORTEST", report.ok() ? "none" : report.letters + " as " + report.diagnosis);
    else if (is_of_the_schedule(report.outcome))
        tell_turns(report);
    std::fflush(stdout);
    if (!report.ok())
        ADD_FAILURE_AT(file, line) << '[' << report.diagnosis << "] " << report.sentence;
}

}  // namespace explore
