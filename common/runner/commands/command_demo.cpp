// command_demo.cpp - `wb demo NAME`: runs it as it is, its words passed on as they come.
#include "common/runner/child.hpp"
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/messages.hpp"

namespace runner {
namespace {

// A demo's output goes straight to the screen, minus the "\r" that Windows programs write.
class PassOn {
public:
    explicit PassOn(const Screen& screen) : screen_(screen) {}
    void operator()(std::string_view text) const {
        std::string plain;
        for (const char c : text)
            if (c != '\r') plain += c;
        screen_.raw(plain);
    }

private:
    const Screen& screen_;
};

}  // namespace

int run_demo(const Session& session, const Demo& demo) {
    const fs::path program = session.bin / (demo.program() + ".exe");
    const BuildLog log = session.build_log();
    if (log.blocks(demo.program()) != nullptr) {
        complain(demo.program() + " does not build");
        return kNotPassed;
    }
    const auto end = run_program(program.wstring(), w32::forever, PassOn(session.screen));
    if (!end) {
        complain(demo.program() + " is not built; its target is " + demo.program());
        return kEnvironment;
    }
    if (end->exit_code == 0) return kOk;
    complain(demo.program() + " ended with code " + std::to_string(end->exit_code));
    return kNotPassed;
}

}  // namespace runner
