// show_progress.cpp - the line and nothing else.
#include "common/runner/commands/show_progress.hpp"

namespace runner {

void show_progress_bar(const Session& session) {
    const Screen& screen = session.screen;
    const auto labs = session.catalog.labs();
    std::size_t passed = 0;
    for (const Lab* lab : labs) passed += session.progress.passed(lab->card.id) ? 1 : 0;
    screen.line('[' + screen.bar(passed, labs.size(), 30) + "] " + std::to_string(passed) +
                session.say(" of ", " / ") + std::to_string(labs.size()) +
                session.say(" labs passed", " 个实验通过"));
}

}  // namespace runner
