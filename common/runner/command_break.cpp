// command_break.cpp - `wb break`: the learner is the scheduler.
#include "common/runner/break_run.hpp"
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/show_break.hpp"
#include "common/runner/show_judged.hpp"
#include "common/runner/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using End = BreakRun::End;

constexpr std::size_t kLabel = 7;

std::string title_of(const Session& session, const Lab& lab) {
    const bool chinese = session.chinese && !lab.card.title_zh.empty();
    return chinese ? lab.card.title_zh : lab.card.title;
}

void show_heading(const Session& session, const Lab& lab, const std::string& what) {
    const Screen& screen = session.screen;
    screen.line(screen.strong(lab.card.id + "  " + title_of(session, lab) + ", " + what));
    screen.line();
}

void show_lanes(const Screen& screen, const BreakRun& run) {
    for (const std::string& line : run.lanes) screen.drawn(line);
    if (!run.lanes.empty()) screen.line();
}

std::string letters_text(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " letter" : " letters");
}

void show_rules(const Session& session, const Lab& lab, const BreakRun& run) {
    const Screen& screen = session.screen;
    screen.paragraph("Write the turns under which " + lab.card.break_test +
                         " fails: one letter for each step of a thread.",
                     0);
    screen.line();
    for (const std::string& thread : run.threads)
        screen.line("  " + screen.typed(thread.substr(0, 1)) + "  " +
                    thread.substr(std::min<std::size_t>(2, thread.size())));
    if (!run.threads.empty()) screen.line();
    screen.paragraph(
        "A letter whose thread is not there yet or cannot go on waits; the others go on, M first, "
        "until it can. After the last letter, the thread that runs goes on as long as it can, then "
        "the first that can. Steps that you have not asked for have small letters.",
        0);
    const std::size_t count = lab.card.break_letters.size();
    screen.paragraph("The code as delivered breaks with " + letters_text(count) +
                         (count == 1 ? "." : ", and not with fewer."),
                     0);
    screen.line();
}

// What holds may be a schedule that is wrong, or code that is right.
void show_where_to_go(const Session& session, const Lab& lab, bool repaired) {
    if (repaired) {
        session.screen.paragraph(
            "Your code is repaired already: the turns that break it as delivered do not break it "
            "now.",
            0);
        session.screen.labelled(
            "Type", session.command("check " + lab.card.id) + "     tries every schedule", kLabel);
        return;
    }
    session.screen.labelled("Type", session.command("break " + lab.card.id + " TURNS"), kLabel);
    session.screen.labelled("Read", session.work_place(lab), kLabel);
}

void show_next_step(const Session& session, const Lab& lab, End end, bool repaired) {
    if (end == End::holds) return show_where_to_go(session, lab, repaired);
    const std::string& id = lab.card.id;
    session.screen.labelled("Repair", session.work_place(lab), kLabel + 1);
    session.screen.labelled("Then", session.command("check " + id) + "     tries every schedule",
                            kLabel + 1);
}

int show_run(const Session& session, const Lab& lab, const BreakRun& run,
             const std::string& letters, bool repaired) {
    const Screen& screen = session.screen;
    show_heading(session, lab, "under " + letters);
    if (run.end == End::unknown) {
        show_reason(screen, run.judged);
        show_next_step(session, lab, run.end, false);
        return kNotPassed;
    }
    show_lanes(screen, run);
    screen.line("Turns: " + run.letters);
    if (!run.unused.empty()) screen.paragraph(run.unused, 0);
    screen.line();
    if (run.end == End::holds) {
        screen.line(screen.bad("HOLDS") + ": " + lab.card.break_test + " passes under " + letters);
        screen.line();
    } else {
        const std::string& name = run.judged.diagnosis;
        screen.line(screen.good("BROKEN") + ": " + (name.empty() ? "the test fails" : name));
        screen.paragraph(run.judged.sentence, 2);
        if (letters.size() > lab.card.break_letters.size())
            screen.line("The code as delivered breaks with " +
                        letters_text(lab.card.break_letters.size()) + " already.");
        screen.line();
    }
    show_next_step(session, lab, run.end, repaired);
    return run.end == End::breaks ? kOk : kNotPassed;
}

}  // namespace

// What a step is shows best in a run in which nothing goes wrong.
int show_break_task(const Session& session, const Lab& lab, const BreakRun& run, bool repaired) {
    const Screen& screen = session.screen;
    show_heading(session, lab, "to be broken");
    show_rules(session, lab, run);
    if (run.end == End::unknown) {
        show_reason(screen, run.judged);
        return kNotPassed;
    }
    screen.line("If nobody interrupts anybody: " + run.letters);
    screen.line();
    show_lanes(screen, run);
    if (run.end == End::breaks) {
        screen.line(screen.bad("It breaks already without a letter: " + run.judged.diagnosis));
        screen.paragraph(run.judged.sentence, 2);
        screen.line();
    }
    show_where_to_go(session, lab, repaired);
    return kOk;
}

int list_breaks(const Session& session) {
    const Screen& screen = session.screen;
    bool any = false;
    for (const Lab* lab : session.catalog.labs()) {
        if (!lab->breakable()) continue;
        any = true;
        const std::size_t count = lab->card.break_letters.size();
        screen.line("  " + screen.typed(lab->card.id) + "  " + padded(title_of(session, *lab), 44) +
                    screen.faint(letters_text(count)));
    }
    if (!any) {
        screen.line("There is no lab with a break stage yet.");
        return kOk;
    }
    screen.line();
    screen.labelled("Type", session.command("break LAB") + "     shows the task", kLabel);
    return kOk;
}

int break_lab(const Session& session, const Request& request) {
    const Lab& lab = *request.labs.front();
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    const BreakRun run = run_letters(lab, session.bin, log, request.schedule);
    const bool repaired = run.end == End::holds && is_repaired(lab, session.bin, log);
    return request.schedule.empty() ? show_break_task(session, lab, run, repaired)
                                    : show_run(session, lab, run, request.schedule, repaired);
}

}  // namespace runner
