// checks.cpp - a failed check of the test becomes the finding of the execution.
#include "common/explore/testing/checks.hpp"

#include "common/explore/model/model.hpp"

namespace explore {

void check_failed(const char* message, const char* file, int line) {
    Engine& engine = the_engine;
    if (!engine.active()) return;
    std::string text = message;
    if (text.rfind("Failed\n", 0) == 0) text.erase(0, 7);  // what ADD_FAILURE() begins with
    std::string name;
    const std::size_t end = text.find("] ");
    if (text.size() > 1 && text[0] == '[' && end != std::string::npos) {
        name = text.substr(1, end - 1);
        text.erase(0, end + 2);
    }
    // Not at once: the test framework holds a lock while it reports.
    engine.fail_soon(Outcome::assertion, text + " (" + text_of({file, line}) + ")", name);
}

}  // namespace explore
