// command_check.cpp - `wb check`: a verdict per lab, and what to do about it.
#include "common/runner/commands.hpp"
#include "common/runner/judge.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/record.hpp"
#include "common/runner/show_judged.hpp"
#include "common/runner/text.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_next_step(const Session& session, const Lab& lab, const Judged& judged) {
    const Screen& screen = session.screen;
    const std::string& id = lab.card.id;
    if (judged.how == Judged::How::not_built) {
        screen.labelled(
            "Next",
            "build it: " + session.command("check " + id) + ", or the target " + lab.program(),
            kLabel);
        return;
    }
    screen.labelled("Edit", session.work_place(lab), kLabel);
    screen.labelled("Then",
                    session.command("check " + id) + "     stuck? " + session.command("hint " + id),
                    kLabel);
    if (!judged.schedule.empty())
        screen.labelled("Again",
                        session.command("replay " + id) + "     the same turns, on real threads",
                        kLabel);
}

void show_passed(const Session& session, const Lab& lab) {
    session.screen.line(session.screen.good("Passed") + "  " + lab.card.id + " " + lab.card.title +
                        attempts_text(session.progress, lab.card.id));
    session.screen.labelled(
        "Why", session.command("solution " + lab.card.id) + "     the explanation, and other ways",
        kLabel);
    const Lab* next = next_lab(session.catalog, session.progress);
    if (next == nullptr)
        session.screen.line("Every lab of the workbook is passed.");
    else
        session.screen.labelled("Next",
                                next->card.id + " " + next->card.title + ": " +
                                    session.command("check " + next->card.id),
                                kLabel);
}

std::string text_of(const Lab& lab) { return read_file(lab.starter).value_or(""); }

int check_one(Session& session, const Lab& lab, const BuildLog& log) {
    const Screen& screen = session.screen;
    screen.line(screen.strong(lab.card.id + "  " + lab.card.title));
    screen.line();
    const std::string text = text_of(lab);
    const Judged judged = judge_lab(lab, session.bin, log);
    record_verdict(session, lab, judged, text);
    show_cases(screen, judged);
    if (!judged.passed()) {
        show_reason(screen, judged);
        show_next_step(session, lab, judged);
        return kNotPassed;
    }
    show_passed(session, lab);
    return kOk;
}

int check_many(Session& session, const std::vector<const Lab*>& labs, const BuildLog& log) {
    const Screen& screen = session.screen;
    std::size_t passed = 0;
    for (const Lab* lab : labs) {
        const std::string text = text_of(*lab);
        const Judged judged = judge_lab(*lab, session.bin, log);
        const std::string word = judged.word();
        screen.line("  " + lab->card.id + "  " + padded(lab->name, 28) +
                    (judged.passed() ? screen.good(word) : screen.bad(word)));
        record_verdict(session, *lab, judged, text);
        passed += judged.passed() ? 1 : 0;
    }
    screen.line();
    screen.line(std::to_string(passed) + " of " + std::to_string(labs.size()) + " labs passed");
    if (passed == labs.size()) return kOk;
    if (const Lab* next = next_lab(session.catalog, session.progress))
        screen.labelled("Next", session.command("check " + next->card.id), kLabel);
    return kNotPassed;
}

}  // namespace

int check_labs(Session& session, const Request& request) {
    if (request.labs.empty()) {
        session.screen.line(session.catalog.labs().empty()
                                ? "There are no labs yet."
                                : "Every lab of the workbook is passed.");
        return kOk;
    }
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    if (request.labs.size() == 1) return check_one(session, *request.labs.front(), log);
    return check_many(session, request.labs, log);
}

}  // namespace runner
