// command_home.cpp - `wb` alone: one look at everything.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_progress.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"

namespace runner {
namespace {

void show_title(const Session& session) {
    const Screen& screen = session.screen;
    const std::string title = session.say("Win32 threading workbook", "Win32 线程练习册");
    const std::string platform = w32::platform_name();
    screen.line();
    screen.line(screen.strong(padded(title, screen.width() - columns(platform))) +
                screen.faint(platform));
    screen.line(screen.rule());
}

void show_chapter(const Session& session, const Chapter& chapter) {
    const Screen& screen = session.screen;
    std::size_t passed = 0;
    for (const Lab& lab : chapter.labs) passed += session.progress.passed(lab.card.id) ? 1 : 0;
    const std::string head = " " + chapter.number() + "  " + padded(session.topic(chapter), 24);
    if (chapter.labs.empty()) {
        const std::string demos = std::to_string(chapter.demos.size());
        screen.line(head + screen.faint(session.say(
                               "no labs; " + demos + (demos == "1" ? " demo" : " demos"),
                               "没有实验；" + demos + " 个演示")));
        return;
    }
    const std::string all = std::to_string(chapter.labs.size());
    const std::string count =
        std::to_string(passed) +
        session.say(" of " + all + (chapter.labs.size() == 1 ? " lab" : " labs"),
                    " / " + all + " 个实验");
    screen.line(head + screen.bar(passed, chapter.labs.size(), 20) + "  " + count);
}

}  // namespace

int show_home(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    int code = kOk;
    if (request.demo != nullptr)
        code = run_demo(session, *request.demo);
    else
        screen.line(session.say("The syelog demo is not part of this workbook yet.",
                                "这个练习册里还没有 syelog 演示。"));
    show_title(session);
    for (const Chapter& chapter : session.catalog.chapters) show_chapter(session, chapter);
    screen.line(screen.rule());
    show_progress_bar(session);
    (void)show_next_lab(session, request);
    return code;
}

}  // namespace runner
