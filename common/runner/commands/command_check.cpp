// command_check.cpp - `wb check`: a verdict per lab, and what to do about it.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_judged.hpp"
#include "common/runner/labs/judge.hpp"
#include "common/runner/labs/lab_pages.hpp"
#include "common/runner/labs/record.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_next_step(const Session& session, const Lab& lab, const Judged& judged) {
    const Screen& screen = session.screen;
    const std::string& id = lab.card.id;
    if (judged.how == Judged::How::not_built) {
        screen.labelled(session.say("Next", "下一步"),
                        session.say("build it: ", "先构建：") + session.command("check " + id) +
                            session.say(", or the target ", "，或者目标 ") + lab.program(),
                        kLabel);
        return;
    }
    screen.labelled(session.say("Edit", "修改"), session.work_place(lab), kLabel);
    screen.labelled(session.say("Then", "然后"),
                    session.command("check " + id) + "     " + session.say("stuck? ", "卡住了？ ") +
                        session.command("hint " + id),
                    kLabel);
    if (judged.schedule.empty()) return;
    screen.labelled(
        session.say("Again", "再现"),
        session.command("replay " + id) + "     " +
            session.say("the same turns, on real threads", "在真实的线程上重走同样的步骤"),
        kLabel);
    offer_schedule_page(session, lab);
}

void show_passed(const Session& session, const Lab& lab) {
    session.screen.line(session.screen.good(session.say("Passed", "通过")) + "  " + lab.card.id +
                        " " + session.title(lab) + attempts_text(session, lab.card.id));
    session.screen.labelled(
        session.say("Why", "为什么"),
        session.command("solution " + lab.card.id) + "     " +
            session.say("the explanation, and other ways", "解释，以及别的做法"),
        kLabel);
    const Lab* next = next_lab(session.catalog, session.progress);
    if (next == nullptr)
        session.screen.line(
            session.say("Every lab of the workbook is passed.", "练习册的实验全部通过了。"));
    else
        session.screen.labelled(session.say("Next", "下一个"),
                                next->card.id + " " + session.title(*next) + ": " +
                                    session.command("check " + next->card.id),
                                kLabel);
}

std::string text_of(const Lab& lab) { return read_file(lab.starter).value_or(""); }

int check_one(Session& session, const Lab& lab, const BuildLog& log) {
    const Screen& screen = session.screen;
    screen.line(screen.strong(lab.card.id + "  " + session.title(lab)));
    screen.line();
    const std::string text = text_of(lab);
    Judged judged = judge_lab(lab, session.bin, log);
    record_verdict(session, lab, judged, text);
    if (session.chinese) add_chinese(judged, lab, session.root);
    show_cases(screen, judged, session.language());
    if (!judged.passed()) {
        show_reason(screen, judged, session.language());
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
        const std::string word = judged.word(session.language());
        screen.line("  " + lab->card.id + "  " + padded(lab->name, 28) +
                    (judged.passed() ? screen.good(word) : screen.bad(word)));
        record_verdict(session, *lab, judged, text);
        passed += judged.passed() ? 1 : 0;
    }
    screen.line();
    const std::string of = std::to_string(passed) + session.say(" of ", " / ");
    screen.line(of + std::to_string(labs.size()) + session.say(" labs passed", " 个实验通过"));
    if (passed == labs.size()) return kOk;
    if (const Lab* next = next_lab(session.catalog, session.progress))
        screen.labelled(session.say("Next", "下一个"), session.command("check " + next->card.id),
                        kLabel);
    return kNotPassed;
}

}  // namespace

int check_labs(Session& session, const Request& request) {
    if (request.labs.empty()) {
        session.screen.line(
            session.catalog.labs().empty()
                ? session.say("There are no labs yet.", "还没有实验。")
                : session.say("Every lab of the workbook is passed.", "练习册的实验全部通过了。"));
        return kOk;
    }
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    if (request.labs.size() == 1) return check_one(session, *request.labs.front(), log);
    return check_many(session, request.labs, log);
}

}  // namespace runner
