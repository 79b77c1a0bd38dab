// show_judged.cpp - words first, the drawing of an explored lab after them.
#include "common/runner/show_judged.hpp"

namespace runner {
namespace {

constexpr std::size_t kMostDetails = 16;  // lines of a compiler or of the wait board

std::string without_suite(std::string_view test) {
    return std::string(test.substr(test.find('.') + 1));
}

}  // namespace

void show_cases(const Screen& screen, const Judged& judged) {
    using Outcome = CaseResult::Outcome;
    for (const CaseResult& one : judged.cases) {
        const std::string word = one.outcome == Outcome::passed    ? screen.good("passed ")
                                 : one.outcome == Outcome::skipped ? screen.faint("skipped")
                                                                   : screen.bad("FAILED ");
        screen.line("  " + word + "  " + without_suite(one.name));
    }
    const bool ended_inside =
        judged.how == Judged::How::hangs || judged.how == Judged::How::crashed;
    if (ended_inside && !judged.test.empty())
        screen.line("  " + screen.bad("FAILED ") + "  " + without_suite(judged.test));
    if (!judged.cases.empty() || ended_inside) screen.line();
}

void show_reason(const Screen& screen, const Judged& judged) {
    const std::string where = judged.test.empty() ? "" : ", in " + without_suite(judged.test);
    std::string word = judged.word();
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    screen.line(screen.bad(word) + where);
    if (!judged.sentence.empty()) screen.paragraph(judged.sentence, 2);
    std::size_t shown = 0;
    for (const std::string& line : judged.details) {
        if (shown++ == kMostDetails) {
            screen.line("  ...");
            break;
        }
        screen.line("  " + line);
    }
    if (!judged.lanes.empty()) screen.line();
    for (const std::string& line : judged.lanes) screen.drawn(line);
    if (!judged.schedule.empty()) screen.line("\nreplay: " + judged.schedule);
    screen.line();
}

}  // namespace runner
