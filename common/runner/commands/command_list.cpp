// command_list.cpp - `wb list [WORD...]` and `wb demo`: what there is.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/search.hpp"
#include "common/runner/commands/show_progress.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using Words = std::vector<std::string>;

void show_demos(const Session& session, const Chapter& chapter, const Words& search = {}) {
    for (const Demo& demo : chapter.demos)
        if (matches(demo, search))
            session.screen.labelled("  " + demo.name, session.title(demo), 32);
}

void show_heading(const Session& session, const Chapter& chapter) {
    session.screen.line(session.screen.strong(chapter.number() + "  " + session.topic(chapter)));
}

std::string state_of(const Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    return session.progress.passed(lab.card.id) ? screen.good(session.say("passed ", "已通过"))
           : session.progress.gave_up(lab.card.id)
               ? screen.faint(session.say("gave up", "看了答案"))
               : screen.faint(session.say("open   ", "未通过"));
}

std::string remarks_on(const Session& session, const Lab& lab) {
    std::string text = std::to_string(lab.card.minutes) + session.say(" min", " 分钟");
    if (lab.card.fast) text += session.say(", fast track", "，快速路线");
    if (lab.breakable()) text += session.say(", to be broken first", "，先让它出错");
    const int attempts = session.progress.attempts(lab.card.id);
    if (attempts > 0)
        text += session.say(", ", "，") + std::to_string(attempts) +
                session.say(attempts == 1 ? " attempt" : " attempts", " 次尝试");
    return text;
}

void show_lab(const Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    screen.line("  " + screen.typed(lab.card.id) + "  " + state_of(session, lab) + "  " +
                padded(session.title(lab), 44) + screen.faint(remarks_on(session, lab)));
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
        show_heading(session, chapter);
        for (const Lab& lab : chapter.labs)
            if (matches(lab, search)) show_lab(session, lab);
        show_demos(session, chapter, search);
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
        show_heading(session, chapter);
        show_demos(session, chapter);
        screen.line();
    }
    screen.line(any ? screen.faint(session.command("demo NAME"))
                    : session.say("There are no demos yet.", "还没有演示。"));
    return kOk;
}

}  // namespace runner
