// command_new.cpp - `wb new`: a lab or a chapter that is green from the start.
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/skeleton.hpp"

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
    screen.line(screen.strong(lab.name + ", a new lab:"));
    show_files(screen, lab);
    screen.paragraph(
        "It is a small finished one: the starter fails, the solution passes, each "
        "mistake is turned down. Edit it from there; CONTRIBUTING.md tells how.",
        0);
    screen.line();
    screen.labelled("Judge", session.command("check " + lab.name), kLabel);
    screen.labelled(
        "Test", session.command("test ch" + session.catalog.chapter(request.arguments[0]).number()),
        kLabel);
    return kOk;
}

int make_chapter(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const Skeleton chapter =
        chapter_skeleton(session.root, session.catalog, request.arguments.front());
    write(chapter, session.root);
    screen.line(screen.strong("Chapter " + chapter.name + ':'));
    show_files(screen, chapter);
    screen.paragraph(
        "One demo, one claim with its test, and the note in both languages. Name it "
        "in the tables of README.md, notes/README.md and notes/zh-CN/README.md.",
        0);
    screen.line();
    screen.labelled("Test", session.command("test ch" + chapter.name), kLabel);
    screen.labelled("Lab", session.command("new lab " + request.arguments.front() + " NAME"),
                    kLabel);
    return kOk;
}

}  // namespace runner
