// command_home.cpp - `wb` alone: one look at everything.
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/show_progress.hpp"
#include "common/runner/text.hpp"
#include "common/runner/verdicts.hpp"
#include "common/win32/platform.hpp"

namespace runner {
namespace {

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
    show_progress_bar(session);
    (void)show_next_lab(session, request);
    return code;
}

}  // namespace runner
