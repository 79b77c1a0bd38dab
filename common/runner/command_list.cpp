// command_list.cpp - `wb list` and `wb demo`: what there is.
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text.hpp"

namespace runner {
namespace {

void show_demos(const Screen& screen, const Chapter& chapter) {
    for (const Demo& demo : chapter.demos) screen.labelled("  " + demo.name, demo.title, 32);
}

void show_heading(const Screen& screen, const Chapter& chapter) {
    screen.line(screen.strong(chapter.number() + "  " + chapter.topic()));
}

}  // namespace

int list_all(const Session& session) {
    const Screen& screen = session.screen;
    for (const Chapter& chapter : session.catalog.chapters) {
        show_heading(screen, chapter);
        for (const Lab& lab : chapter.labs) {
            const bool passed = session.progress.passed(lab.card.id);
            screen.line(
                "  " + screen.typed(lab.card.id) + "  " +
                (passed ? screen.good(session.say("passed", "已通过"))
                        : screen.faint(session.say("open  ", "未通过"))) +
                "  " + padded(session.title(lab), 44) +
                screen.faint(
                    std::to_string(lab.card.minutes) + session.say(" min", " 分钟") +
                    (lab.breakable() ? session.say(", to be broken first", "，先让它出错") : "")));
        }
        show_demos(screen, chapter);
        screen.line();
    }
    screen.line(screen.faint(session.command("check LAB") + "    " + session.command("break LAB") +
                             "    " + session.command("demo NAME")));
    return kOk;
}

int list_demos(const Session& session) {
    const Screen& screen = session.screen;
    bool any = false;
    for (const Chapter& chapter : session.catalog.chapters) {
        if (chapter.demos.empty()) continue;
        any = true;
        show_heading(screen, chapter);
        show_demos(screen, chapter);
        screen.line();
    }
    screen.line(any ? screen.faint(session.command("demo NAME")) : "There are no demos yet.");
    return kOk;
}

}  // namespace runner
