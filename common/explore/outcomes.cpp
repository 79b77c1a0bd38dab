// outcomes.cpp - collects outcomes, and writes them where the comparison reads them.
#include "common/explore/outcomes.hpp"

#include <algorithm>

#include "common/win32/windows.hpp"

#include <fstream>

namespace explore {
namespace {

std::set<std::string>* explored = nullptr;
std::string native_test;        // that runs now, on real threads
std::set<std::string> written;  // by this process

std::string file_name() {
    char path[MAX_PATH];
    const DWORD length = ::GetEnvironmentVariableA("WORKBOOK_OUTCOMES", path, MAX_PATH);
    return length != 0 && length < MAX_PATH ? path : "";
}

void write(const std::string& test, const std::string& what) {
    const std::string line = test + ": " + what;
    if (written.insert(line).second) std::ofstream(file_name(), std::ios::app) << line << '\n';
}

// CMake reads it as a list of lines.
std::string plain(std::string text) {
    for (char& c : text) {
        if (c == ';') c = ',';
        if (c == '[' || c == '<') c = '(';
        if (c == ']' || c == '>') c = ')';
        if (c == '\\') c = '/';
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return text;
}

void write_ending(const std::string& test, Outcome ending) {
    switch (ending) {
        case Outcome::passed: return write(test, "<ends>");
        case Outcome::deadlock:
        case Outcome::lost_wake_up:
        case Outcome::never_signaled:
        case Outcome::livelock: return write(test, "<hangs>");
        case Outcome::crash:
        case Outcome::exception:
        case Outcome::process_exit: return write(test, "<crashes>");
        default: return write_undefined(test, name_of(ending));
    }
}

}  // namespace

void collect_outcomes(std::set<std::string>* outcomes) { explored = outcomes; }

void outcome(const std::string& what) {
    if (explored != nullptr)
        explored->insert(what);
    else if (!native_test.empty())
        write(native_test, plain(what));
}

bool outcomes_wanted() { return !file_name().empty(); }

Options for_outcomes(const Options& options) {
    Options result = options;
    result.every_outcome = true;
    result.search = Search::dpor;
    result.memory = Memory::tso;
    if (result.plain == Plain::ignored) result.plain = Plain::races;
    result.check_leaks = false;
    result.allow_abandoned = true;
    result.answer_misuse = true;
    // What takes longer is too large to be explored whole, and then more time decides little.
    result.time = std::min(result.time, std::chrono::milliseconds(3000));
    return result;
}

void write_outcomes(const Report& report, const std::string& test) {
    for (const std::string& what : report.outcomes) write(test, plain(what));
    for (const Outcome ending : report.endings) write_ending(test, ending);
    if (!report.exhausted) write(test, "<bounded>");
}

void write_undefined(const std::string& test, const char* why) {
    write(test, std::string("<undefined: ") + why + '>');
}

void run_native(void (*body)(), const char* test) {
    if (!outcomes_wanted()) return body();
    native_test = test;
    try {
        body();
    } catch (...) {
        write(test, "<crashes>");  // what an exception does that leaves any other thread
        throw;
    }
    write(test, "<ends>");
    native_test.clear();
}

}  // namespace explore
