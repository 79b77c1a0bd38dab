// command_hint.cpp - `wb hint`: one level at a time, from a question to the name of the call.
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"

namespace runner {

int give_hint(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (request.labs.empty()) {
        screen.line(
            session.say("There is no lab left that needs a hint.", "没有还需要提示的实验了。"));
        return kOk;
    }
    const Lab& lab = *request.labs.front();
    const auto level = static_cast<std::size_t>(request.hint_level);
    const std::string& chinese = lab.card.hints_zh[level - 1];
    const std::string& english = lab.card.hints[level - 1];
    const std::string& text = session.chinese && !chinese.empty() ? chinese : english;
    const std::string number = std::to_string(level);
    screen.line(screen.strong(
        lab.card.id + "  " + session.title(lab) +
        session.say(", hint " + number + " of 3", "，提示 " + number + "（共 3 条）")));
    screen.line();
    screen.paragraph(
        text.empty() ? session.say("This lab has no such hint.", "这个实验没有这条提示。") : text,
        2);
    screen.line();
    if (level < 3)
        screen.line(
            screen.faint(session.say("More: ", "更多：") + session.command("hint " + lab.card.id)));
    if (session.progress.hints_seen(lab.card.id) < request.hint_level) {
        session.progress.set_hints_seen(lab.card.id, request.hint_level);
        session.save_progress();
    }
    return kOk;
}

}  // namespace runner
