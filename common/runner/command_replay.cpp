// command_replay.cpp - `wb replay`: one schedule again, where a debugger can watch it.
#include "common/runner/commands.hpp"
#include "common/runner/lab_pages.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/replay.hpp"
#include "common/runner/show_judged.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

// "" if the program has not run at all: then the verdict says it all.
std::string outcome_of(const Replay& replay, const LastFinding& expected) {
    const bool typed = expected.test.empty();
    const bool same = typed || expected.diagnosis == replay.judged.diagnosis;
    switch (replay.repeated) {
        case Repeated::yes:
            return same ? "Repeated on real threads, turn by turn."
                        : "Not repeated: the last check found " + expected.diagnosis +
                              ", and the code has changed since.";
        case Repeated::no_finding:
            return typed ? "Nothing goes wrong under this schedule."
                         : "Not repeated: the code has changed since the last check, and under "
                           "its schedule nothing goes wrong any more.";
        case Repeated::no:
            return typed ? "Not repeated: the schedule does not fit this code."
                         : "Not repeated: the code has changed since the last check, and its "
                           "schedule does not fit any more.";
        case Repeated::unknown: break;
    }
    const bool ran = replay.judged.how != Judged::How::does_not_compile &&
                     replay.judged.how != Judged::How::not_built;
    return ran ? "Not repeated: the program did not get to the end of the schedule." : "";
}

// Where to go from here: into the debugger, or to a schedule that fits.
void show_next_step(const Session& session, const Lab& lab, const Replay& replay,
                    const std::string& schedule) {
    const Screen& screen = session.screen;
    if (replay.repeated == Repeated::yes) {
        const fs::path program = session.bin / (lab.program() + ".exe");
        screen.labelled("Watch",
                        to_text(program.lexically_relative(session.root)) +
                            " in a debugger, with WORKBOOK_SCHEDULE=" + schedule +
                            " in its environment",
                        kLabel);
    }
    if (const auto page = schedule_page(session, lab))
        offer_page(session, "schedule", *page, lab_page_file(session, lab, "schedule"));
    screen.labelled("Edit", session.work_place(lab), kLabel);
    screen.labelled("Then", session.command("check " + lab.card.id) + "     tries every schedule",
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
    const Replay replay = replay_lab(lab, session.bin, log, finding.schedule, finding.test);
    screen.line(screen.strong(lab.card.id + "  " + lab.card.title + ", replayed"));
    screen.line();
    show_cases(screen, replay.judged);
    if (!replay.judged.passed()) show_reason(screen, replay.judged);
    if (const std::string outcome = outcome_of(replay, finding); !outcome.empty()) {
        screen.paragraph(outcome, 0);
        screen.line();
    }
    show_next_step(session, lab, replay, finding.schedule);
    return replay.judged.passed() ? kOk : kNotPassed;
}

}  // namespace runner
