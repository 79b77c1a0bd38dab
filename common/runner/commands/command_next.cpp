// command_next.cpp - `wb next [--fast]`: which lab comes next, how it stands, and where to begin.
#include "common/runner/commands/commands.hpp"
#include "common/runner/labs/judge.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_lab(Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    screen.labelled(session.say("Next", "下一个"),
                    lab.card.id + "  " + session.title(lab) + session.say(", about ", "，约 ") +
                        std::to_string(lab.card.minutes) + session.say(" minutes", " 分钟"),
                    kLabel);
    Judged judged = judge_lab(lab, session.bin, session.build_log());
    if (session.chinese) add_chinese(judged, lab, session.root);
    const std::string& reason = judged.chinese.empty() ? judged.sentence : judged.chinese;
    const std::string check = "`wb check " + lab.card.id + "`";
    std::string now = judged.word(session.language());
    if (judged.passed())
        now += session.say("; " + check + " records it", "；" + check + " 会把它记下来");
    else if (!reason.empty())
        now += session.say(" - ", "。") + reason;
    screen.labelled(session.say("Now", "现在"), as_typed_here(now), kLabel);
    if (lab.breakable())
        screen.labelled(session.say("First", "首先"),
                        session.command("break " + lab.card.id) + "     " +
                            session.say("before you repair it", "先让它出错，再修复"),
                        kLabel);
    screen.labelled(session.say("Edit", "修改"), session.work_place(lab), kLabel);
    screen.labelled(session.say("Type", "输入"),
                    session.command("check " + lab.card.id) + "     " +
                        session.say("stuck? ", "卡住了？ ") +
                        session.command("hint " + lab.card.id),
                    kLabel);
}

}  // namespace

int show_next_lab(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (!request.labs.empty())
        show_lab(session, *request.labs.front());
    else if (session.catalog.labs().empty())
        screen.line(session.say("There are no labs yet.", "还没有实验。"));
    else if (next_lab(session.catalog, session.progress) != nullptr)
        screen.line(screen.good(session.say("Every lab of the fast track is passed.",
                                            "快速路线的实验全部通过了。")) +
                    session.say(" The others: ", " 其余的：") + session.command("next"));
    else
        screen.line(screen.good(
            session.say("Every lab of the workbook is passed.", "练习册的实验全部通过了。")));
    return kOk;
}

}  // namespace runner
