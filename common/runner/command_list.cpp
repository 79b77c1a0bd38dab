// command_list.cpp - `wb list [WORD...]` and `wb demo`: what there is.
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/search.hpp"
#include "common/runner/show_progress.hpp"
#include "common/runner/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using Words = std::vector<std::string>;

void show_demos(const Screen& screen, const Chapter& chapter, const Words& search = {}) {
    for (const Demo& demo : chapter.demos)
        if (matches(demo, search)) screen.labelled("  " + demo.name, demo.title, 32);
}

void show_heading(const Screen& screen, const Chapter& chapter) {
    screen.line(screen.strong(chapter.number() + "  " + chapter.topic()));
}

std::string state_of(const Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    return session.progress.passed(lab.card.id)    ? screen.good("passed ")
           : session.progress.gave_up(lab.card.id) ? screen.faint("gave up")
                                                   : screen.faint("open   ");
}

std::string remarks_on(const Session& session, const Lab& lab) {
    std::string text = std::to_string(lab.card.minutes) + " min";
    if (lab.card.fast) text += ", fast track";
    if (lab.breakable()) text += ", to be broken first";
    const int attempts = session.progress.attempts(lab.card.id);
    if (attempts > 0)
        text += ", " + std::to_string(attempts) + (attempts == 1 ? " attempt" : " attempts");
    return text;
}

void show_lab(const Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    const bool chinese = session.chinese && !lab.card.title_zh.empty();
    screen.line("  " + screen.typed(lab.card.id) + "  " + state_of(session, lab) + "  " +
                padded(chinese ? lab.card.title_zh : lab.card.title, 44) +
                screen.faint(remarks_on(session, lab)));
}

bool matches_any(const Chapter& chapter, const Words& search) {
    const auto fits = [&](const auto& thing) { return matches(thing, search); };
    return std::any_of(chapter.labs.begin(), chapter.labs.end(), fits) ||
           std::any_of(chapter.demos.begin(), chapter.demos.end(), fits);
}

std::string typed_text(const Words& search) {
    std::string text;
    for (const std::string& word : search) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

int list_all(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const Words& search = request.arguments;
    bool any = false;
    for (const Chapter& chapter : session.catalog.chapters) {
        if (!search.empty() && !matches_any(chapter, search)) continue;
        any = true;
        show_heading(screen, chapter);
        for (const Lab& lab : chapter.labs)
            if (matches(lab, search)) show_lab(session, lab);
        show_demos(screen, chapter, search);
        screen.line();
    }
    if (!any && !search.empty())
        throw Problem(kUsage, "nothing is called '" + typed_text(search) +
                                  "' or is about it; `wb list` shows all there is");
    show_progress_bar(session);
    screen.line();
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
