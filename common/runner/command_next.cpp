// command_next.cpp - `wb next [--fast]`: which lab comes next, how it stands, and where to begin.
#include "common/runner/commands.hpp"
#include "common/runner/judge.hpp"
#include "common/runner/problem.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void show_lab(Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    screen.labelled("Next",
                    lab.card.id + "  " + lab.card.title + ", about " +
                        std::to_string(lab.card.minutes) + " minutes",
                    kLabel);
    const Judged judged = judge_lab(lab, session.bin, session.build_log());
    std::string now = judged.word();
    if (judged.passed())
        now += "; `wb check " + lab.card.id + "` records it";
    else if (!judged.sentence.empty())
        now += " - " + judged.sentence;
    screen.labelled("Now", as_typed_here(now), kLabel);
    if (lab.breakable())
        screen.labelled(
            "First", session.command("break " + lab.card.id) + "     before you repair it", kLabel);
    screen.labelled("Edit", session.work_place(lab), kLabel);
    screen.labelled("Type",
                    session.command("check " + lab.card.id) + "     stuck? " +
                        session.command("hint " + lab.card.id),
                    kLabel);
}

}  // namespace

int show_next_lab(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (!request.labs.empty())
        show_lab(session, *request.labs.front());
    else if (session.catalog.labs().empty())
        screen.line("There are no labs yet.");
    else if (next_lab(session.catalog, session.progress) != nullptr)
        screen.line(screen.good("Every lab of the fast track is passed.") +
                    " The others: " + session.command("next"));
    else
        screen.line(screen.good("Every lab of the workbook is passed."));
    return kOk;
}

}  // namespace runner
