// command_replay.cpp - `wb replay`: one schedule again, where a debugger can watch it.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_judged.hpp"
#include "common/runner/labs/lab_pages.hpp"
#include "common/runner/labs/replay.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

// "" if the program has not run at all: then the verdict says it all.
std::string outcome_of(const Session& session, const Replay& replay, const LastFinding& expected) {
    const bool typed = expected.test.empty();
    const bool same = typed || expected.diagnosis == replay.judged.diagnosis;
    switch (replay.repeated) {
        case Repeated::yes:
            return same ? session.say("Repeated on real threads, turn by turn.",
                                      "已在真实的线程上一步一步重现。")
                        : session.say("Not repeated: the last check found " + expected.diagnosis +
                                          ", and the code has changed since.",
                                      "没有重现：上次检查发现的是 " + expected.diagnosis +
                                          "，而代码后来改过了。");
        case Repeated::no_finding:
            return typed ? session.say("Nothing goes wrong under this schedule.",
                                       "在这个调度下没有出错。")
                         : session.say(
                               "Not repeated: the code has changed since the last check, "
                               "and under its schedule nothing goes wrong any more.",
                               "没有重现：上次检查之后代码改过了，在那个调度下不再出错。");
        case Repeated::no:
            return typed ? session.say("Not repeated: the schedule does not fit this code.",
                                       "没有重现：这个调度与这份代码不符。")
                         : session.say(
                               "Not repeated: the code has changed since the last check, "
                               "and its schedule does not fit any more.",
                               "没有重现：上次检查之后代码改过了，那个调度不再相符。");
        case Repeated::unknown: break;
    }
    const bool ran = replay.judged.how != Judged::How::does_not_compile &&
                     replay.judged.how != Judged::How::not_built;
    return ran ? session.say("Not repeated: the program did not get to the end of the schedule.",
                             "没有重现：程序没有走到调度的末尾。")
               : "";
}

// Where to go from here: into the debugger, or to a schedule that fits.
void show_next_step(const Session& session, const Lab& lab, const Replay& replay,
                    const std::string& schedule) {
    const Screen& screen = session.screen;
    if (replay.repeated == Repeated::yes) {
        const fs::path program = session.bin / (lab.program() + ".exe");
        const std::string file = to_text(program.lexically_relative(session.root));
        const std::string variable = "WORKBOOK_SCHEDULE=" + schedule;
        screen.labelled(
            session.say("Watch", "观看"),
            session.say(file + " in a debugger, with " + variable + " in its environment",
                        "用调试器运行 " + file + "，环境变量 " + variable),
            kLabel);
    }
    offer_schedule_page(session, lab);
    screen.labelled(session.say("Edit", "修改"), session.work_place(lab), kLabel);
    screen.labelled(session.say("Then", "然后"),
                    session.command("check " + lab.card.id) + "     " +
                        session.say("tries every schedule", "试遍每一种调度"),
                    kLabel);
}

}  // namespace

int replay_finding(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (request.labs.empty()) throw Problem(kUsage, "there is no lab left to replay");
    const Lab& lab = *request.labs.front();
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    const LastFinding finding = request.schedule.empty() ? last_finding(lab, session.bin)
                                                         : LastFinding{request.schedule, "", ""};
    Replay replay = replay_lab(lab, session.bin, log, finding.schedule, finding.test);
    if (session.chinese) add_chinese(replay.judged, lab, session.root);
    screen.line(screen.strong(lab.card.id + "  " + session.title(lab) +
                              session.say(", replayed", "，重放")));
    screen.line();
    show_cases(screen, replay.judged, session.language());
    if (!replay.judged.passed()) show_reason(screen, replay.judged, session.language());
    if (const std::string outcome = outcome_of(session, replay, finding); !outcome.empty()) {
        screen.paragraph(outcome, 0);
        screen.line();
    }
    show_next_step(session, lab, replay, finding.schedule);
    return replay.judged.passed() ? kOk : kNotPassed;
}

}  // namespace runner
