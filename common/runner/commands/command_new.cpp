// command_new.cpp - `wb new`: a lab or a chapter that is green from the start.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/skeleton.hpp"
#include "common/runner/problem.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_files(const Screen& screen, const Skeleton& skeleton) {
    for (const auto& [path, text] : skeleton.files) screen.line("  " + to_text(path));
    screen.line();
}

}  // namespace

int make_lab(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const std::string& name = request.arguments[1];
    const Skeleton lab = lab_skeleton(session.root, session.catalog, request.arguments[0], name);
    write(lab, session.root);
    screen.line(screen.strong(lab.name + session.say(", a new lab:", "，新实验：")));
    show_files(screen, lab);
    screen.paragraph(
        session.say(
            "It is a small finished one: the starter fails, the solution passes, each "
            "mistake is turned down. Edit it from there; CONTRIBUTING.md tells how.",
            "它是一个做好的小实验：起始代码失败，答案通过，每个错误都被拒绝。从这里改起；做法见 "
            "CONTRIBUTING.md。"),
        0);
    screen.line();
    screen.labelled(session.say("Judge", "评判"), session.command("check " + lab.name), kLabel);
    screen.labelled(
        session.say("Test", "测试"),
        session.command("test ch" + session.catalog.chapter(request.arguments[0]).number()),
        kLabel);
    return kOk;
}

int make_chapter(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const Skeleton chapter =
        chapter_skeleton(session.root, session.catalog, request.arguments.front());
    write(chapter, session.root);
    screen.line(screen.strong(
        session.say("Chapter " + chapter.name + ':', "第 " + chapter.name + " 章：")));
    show_files(screen, chapter);
    screen.paragraph(
        session.say("One demo, one claim with its test, and the note in both languages. Name it "
                    "in the tables of README.md, notes/README.md and notes/zh-CN/README.md, and "
                    "put the demo's question in Chinese into common/runner/words/demos.zh.txt.",
                    "一个演示，一个断言和它的测试，两种语言的笔记。请把它写进 "
                    "README.md、notes/README.md 和 "
                    "notes/zh-CN/README.md 的表里，并把演示的问题用中文写进 "
                    "common/runner/words/demos.zh.txt。"),
        0);
    screen.line();
    screen.labelled(session.say("Test", "测试"), session.command("test ch" + chapter.name), kLabel);
    screen.labelled(session.say("Lab", "实验"),
                    session.command("new lab " + request.arguments.front() + " NAME"), kLabel);
    return kOk;
}

}  // namespace runner
