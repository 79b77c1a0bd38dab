// command_summary.cpp - the end of `wb test`: what failed, what was skipped and why, three numbers.
#include "common/runner/results/summary.hpp"

#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/messages.hpp"
#include "common/runner/text/text.hpp"

#include <map>

namespace runner {
namespace {

constexpr std::size_t kMostLines = 40;  // of one failing test; the rest is in CTest's own log

void show_failure(const Session& session, const Summary::Failure& failure) {
    const Screen& screen = session.screen;
    screen.line(screen.bad(session.say("FAILED", "失败")) + "  " + failure.name);
    const auto lines = lines_of(failure.output);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i == kMostLines) {
            const std::string rest = std::to_string(lines.size() - i);
            screen.line("        ... " + session.say(rest + " more lines", "还有 " + rest + " 行"));
            break;
        }
        screen.line("        " + std::string(lines[i]));
    }
    screen.line();
}

// Tests with one reason stand together.
void show_skips(const Session& session, const std::vector<Summary::Skip>& skips) {
    const Screen& screen = session.screen;
    std::map<std::string, std::vector<std::string>> by_reason;
    for (const Summary::Skip& skip : skips) by_reason[skip.reason].push_back(skip.name);
    for (const auto& [reason, names] : by_reason) {
        screen.line(screen.faint(session.say("skipped", "跳过")) + "  " + reason);
        for (const std::string& name : names) screen.line("           " + name);
    }
}

}  // namespace

// For the launcher: which of CTest's tests to run, as two regular expressions. A lab that does not
// compile leaves yesterday's program behind, so the tests of its starter are left out; summary()
// counts the lab as a failure.
int select_tests(const Session& session, const std::vector<std::string>& words) {
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    std::string exclude = "^$";
    for (const BuildFailure& failure : log.failures) {
        const Lab* broken = nullptr;
        for (const Lab* lab : session.catalog.labs())
            if (lab->program() == failure.target) broken = lab;
        if (broken == nullptr) return kNotPassed;  // then no program can be trusted
        exclude +=
            "|^ch" + broken->chapter.substr(0, 2) + "\\.(starter|break)\\." + broken->name + '$';
    }
    const bool one = words.size() > 1;
    session.screen.line((one ? "^ch" + session.catalog.chapter(words[1]).number() + "\\." : ".") +
                        ' ' + exclude);
    return kOk;
}

int summary(const Session& session, const std::vector<std::string>& words) {
    if (words.size() != 3) throw Problem(kUsage, "`wb summary` takes a JUnit file and a folder");
    const Screen& screen = session.screen;
    const auto text = read_file(session.root / words[1]);
    const auto tests = parse_junit(text.value_or(""));
    const BuildLog log = session.build_log();
    if (!tests && log.failures.empty()) {
        const char* how = text ? "incomplete" : "missing";
        complain("CTest did not finish: " + words[1] + " is " + how);
        return kEnvironment;
    }
    const Summary sum =
        summarize(tests.value_or(std::vector<CTestResult>{}), log, [&](const std::string& test) {
            return read_file(session.root / words[2] / (test + ".txt"));
        });
    for (const Summary::Failure& failure : sum.failures) show_failure(session, failure);
    show_skips(session, sum.skips);
    screen.line(sum.last_line());
    if (!sum.failures.empty()) return kNotPassed;
    if (sum.passed == 0) {
        complain("no test was run");
        return kEnvironment;
    }
    return kOk;
}

}  // namespace runner
