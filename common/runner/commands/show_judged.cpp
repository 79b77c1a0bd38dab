// show_judged.cpp - words first, the drawing of an explored lab after them.
#include "common/runner/commands/show_judged.hpp"

#include "common/runner/text/text.hpp"

namespace runner {
namespace {

constexpr std::size_t kMostDetails = 16;  // lines of a compiler or of the wait board

std::string without_suite(std::string_view test) {
    return std::string(test.substr(test.find('.') + 1));
}

// Words of one width in each language.
std::string word_of(const Screen& screen, CaseResult::Outcome outcome, Language language) {
    using Outcome = CaseResult::Outcome;
    const bool chinese = language == Language::chinese;
    switch (outcome) {
        case Outcome::passed: return screen.good(chinese ? "通过  " : "passed ");
        case Outcome::skipped: return screen.faint(chinese ? "跳过  " : "skipped");
        case Outcome::failed: break;
    }
    return screen.bad(chinese ? "未通过" : "FAILED ");
}

std::string heading(const Judged& judged, Language language) {
    std::string word = judged.word(language);
    if (language == Language::english) word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

std::string where(const Judged& judged, Language language) {
    if (judged.test.empty()) return "";
    return (language == Language::chinese ? "，见 " : ", in ") + without_suite(judged.test);
}

}  // namespace

void show_cases(const Screen& screen, const Judged& judged, Language language) {
    const auto show = [&](CaseResult::Outcome outcome, const std::string& test) {
        screen.line("  " + word_of(screen, outcome, language) + "  " + without_suite(test));
    };
    for (const CaseResult& one : judged.cases) show(one.outcome, one.name);
    const bool ended_inside =
        judged.how == Judged::How::hangs || judged.how == Judged::How::crashed;
    if (ended_inside && !judged.test.empty()) show(CaseResult::Outcome::failed, judged.test);
    if (!judged.cases.empty() || ended_inside) screen.line();
}

void show_sentence(const Screen& screen, const Judged& judged) {
    if (!judged.chinese.empty()) screen.paragraph(judged.chinese, 2);
    if (judged.sentence.empty()) return;
    if (judged.chinese.empty()) return screen.paragraph(judged.sentence, 2);
    for (const std::string& line : wrapped("原文：" + judged.sentence, screen.width() - 2))
        screen.line("  " + screen.faint(line));
}

void show_reason(const Screen& screen, const Judged& judged, Language language) {
    screen.line(screen.bad(heading(judged, language)) + where(judged, language));
    show_sentence(screen, judged);
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
