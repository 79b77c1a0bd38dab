// command_reset.cpp - `wb reset`: a lab as it was delivered, the learner's text saved first.
#include "common/runner/commands/commands.hpp"
#include "common/runner/labs/starters.hpp"
#include "common/runner/problem.hpp"
#include "common/win32/windows.hpp"

#include <cstdio>

namespace runner {
namespace {

bool someone_is_there() {
    DWORD mode = 0;
    return ::GetConsoleMode(::GetStdHandle(STD_INPUT_HANDLE), &mode) != 0 &&
           ::GetConsoleMode(::GetStdHandle(STD_OUTPUT_HANDLE), &mode) != 0;
}

// On Linux the launcher has asked, because it has the terminal.
bool agreed(const Session& session, const Request& request) {
    if (request.flag || request.labs.size() == 1) return true;
    if (!someone_is_there())
        throw Problem(kUsage,
                      "`wb reset all` is meant for every lab; say so: `wb reset all --yes`");
    session.screen.raw(session.say("Reset every lab? What you have written is saved first. [y/N] ",
                                   "重置所有实验？你写的内容会先保存。[y/N] "));
    const int answer = std::getchar();
    return answer == 'y' || answer == 'Y';
}

// False if there was nothing to do.
bool reset_one(Session& session, const Lab& lab, const std::string& moment) {
    const Screen& screen = session.screen;
    const auto before = read_file(lab.starter);
    const fs::path saved = restore_starter(session.root, lab, moment);
    const bool changed = !before || !saved.empty();
    const bool was_passed = session.progress.passed(lab.card.id);
    if (!changed && !was_passed) return false;
    session.progress.forget_passed(lab.card.id);
    session.save_progress();  // at once: the next lab may be one that cannot be written
    const std::string file = to_text(lab.starter.lexically_relative(session.root));
    screen.line(screen.strong(lab.card.id) + "  " + file +
                (changed ? session.say(" is as delivered again", " 已恢复原样")
                         : session.say(" is as delivered", " 本来就是原样")));
    if (!saved.empty())
        screen.line(session.say("     your text: ", "     你写的内容：") +
                    screen.typed(to_text(saved.lexically_relative(session.root))));
    if (was_passed)
        screen.line(session.say("     it is open again; its attempts still count",
                                "     它又是未通过了；尝试次数保留"));
    return true;
}

}  // namespace

int reset_labs(Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (!agreed(session, request)) {
        screen.line(session.say("Nothing was reset.", "什么也没有重置。"));
        return kOk;
    }
    const std::string moment = this_moment();
    std::size_t count = 0;
    for (const Lab* lab : request.labs) count += reset_one(session, *lab, moment) ? 1 : 0;
    if (request.labs.size() > 1)
        screen.line(std::to_string(count) + session.say(" of ", " / ") +
                    std::to_string(request.labs.size()) +
                    session.say(" labs reset; the others were as delivered",
                                " 个实验已重置；其余的本来就是原样"));
    else if (count == 0)
        screen.line(request.labs.front()->card.id +
                    session.say(" is as delivered already.", " 本来就是原样。"));
    return kOk;
}

}  // namespace runner
