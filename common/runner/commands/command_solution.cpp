// command_solution.cpp - `wb solution`: one right repair, why it is right, and what others there
// are. For those who have passed, or who say that they give up.
#include "common/runner/commands/commands.hpp"
#include "common/runner/labs/explanation.hpp"
#include "common/runner/problem.hpp"

namespace runner {
namespace {

void check_permission(Session& session, const Lab& lab, bool gives_up) {
    const std::string& id = lab.card.id;
    if (session.progress.passed(id) || session.progress.gave_up(id)) return;
    if (!gives_up)
        throw Problem(kUsage, id + " is not passed yet; `wb hint " + id +
                                  "` helps, and `wb solution " + id +
                                  " --give-up` shows the solution all the same");
    session.progress.set_gave_up(id, today());
    session.save_progress();
}

}  // namespace

int show_solution(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const Lab& lab = *request.labs.front();
    check_permission(session, lab, request.flag);
    screen.line(
        screen.strong(lab.card.id + "  " + session.title(lab) + session.say(", solved", "，答案")));
    screen.line();
    screen.line("  " + screen.typed(to_text(
                           solution_file(session.root, lab).lexically_relative(session.root))));
    screen.line();
    show_discussion(session, lab);
    screen.line();
    screen.line(screen.strong(session.say("Other right repairs", "别的正确做法")));
    show_alternatives(screen, session.root, lab);
    return kOk;
}

}  // namespace runner
