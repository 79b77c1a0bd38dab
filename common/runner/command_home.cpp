// command_home.cpp - `wb` alone: one look at everything.
#include "common/runner/commands.hpp"
#include "common/runner/judge.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text.hpp"
#include "common/runner/verdicts.hpp"
#include "common/win32/platform.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_title(const Screen& screen) {
    const std::string title = "Win32 threading workbook";
    const std::string platform = w32::platform_name();
    screen.line();
    screen.line(screen.strong(padded(title, screen.width() - platform.size())) +
                screen.faint(platform));
    screen.line(screen.rule());
}

void show_chapter(const Session& session, const Chapter& chapter) {
    const Screen& screen = session.screen;
    std::size_t passed = 0;
    for (const Lab& lab : chapter.labs) passed += session.progress.passed(lab.card.id) ? 1 : 0;
    const std::string head = " " + chapter.number() + "  " + padded(chapter.topic(), 24);
    if (chapter.labs.empty()) {
        screen.line(head + screen.faint("no labs; " + std::to_string(chapter.demos.size()) +
                                        (chapter.demos.size() == 1 ? " demo" : " demos")));
        return;
    }
    const std::string all = std::to_string(chapter.labs.size());
    const std::string count =
        std::to_string(passed) +
        session.say(" of " + all + (chapter.labs.size() == 1 ? " lab" : " labs"),
                    " / " + all + " 个实验");
    screen.line(head + screen.bar(passed, chapter.labs.size(), 20) + "  " + count);
}

void show_next(Session& session, const Lab& lab) {
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

int show_home(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    int code = kOk;
    if (request.demo != nullptr)
        code = run_demo(session, *request.demo);
    else
        screen.line("The syelog demo is not part of this workbook yet.");
    show_title(screen);
    for (const Chapter& chapter : session.catalog.chapters) show_chapter(session, chapter);
    screen.line(screen.rule());
    if (!request.labs.empty())
        show_next(session, *request.labs.front());
    else if (session.catalog.labs().empty())
        screen.line(session.say("There are no labs yet.", "还没有实验。"));
    else
        screen.line(screen.good(
            session.say("Every lab of the workbook is passed.", "练习册的实验全部通过了。")));
    return code;
}

}  // namespace runner
