// command_break.cpp - `wb break`: the learner is the scheduler.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_break.hpp"
#include "common/runner/commands/show_judged.hpp"
#include "common/runner/labs/break_run.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using End = BreakRun::End;

constexpr std::size_t kLabel = 7;

void show_heading(const Session& session, const Lab& lab, const std::string& what) {
    const Screen& screen = session.screen;
    screen.line(
        screen.strong(lab.card.id + "  " + session.title(lab) + session.say(", ", "，") + what));
    screen.line();
}

void show_lanes(const Screen& screen, const BreakRun& run) {
    for (const std::string& line : run.lanes) screen.drawn(line);
    if (!run.lanes.empty()) screen.line();
}

std::string letters_text(const Session& session, std::size_t count) {
    return std::to_string(count) + session.say(count == 1 ? " letter" : " letters", " 个字母");
}

void show_rules(const Session& session, const Lab& lab, const BreakRun& run) {
    const Screen& screen = session.screen;
    screen.paragraph(session.say("Write the turns under which " + lab.card.break_test +
                                     " fails: one letter for each step of a thread.",
                                 "写出让 " + lab.card.break_test +
                                     " 失败的步骤次序：线程每走一步，写一个字母。"),
                     0);
    screen.line();
    for (const std::string& thread : run.threads)
        screen.line("  " + screen.typed(thread.substr(0, 1)) + "  " +
                    thread.substr(std::min<std::size_t>(2, thread.size())));
    if (!run.threads.empty()) screen.line();
    screen.paragraph(
        session.say(
            "A letter whose thread is not there yet or cannot go on waits; the others go on, M "
            "first, until it can. After the last letter, the thread that runs goes on as long as "
            "it can, then the first that can. Steps that you have not asked for have small "
            "letters.",
            "字母所指的线程如果还没有出现，或者走不下去，这个字母就等着；其他线程接着走，M 优先，"
            "直到它能走为止。最后一个字母之后，正在运行的线程一直走到走不下去，然后由第一个能走的"
            "线程接着走。你没有要求的步骤用小写字母表示。"),
        0);
    const std::size_t count = lab.card.break_letters.size();
    const std::string letters = letters_text(session, count);
    screen.paragraph(session.say("The code as delivered breaks with " + letters +
                                     (count == 1 ? "." : ", and not with fewer."),
                                 "最初的代码用 " + letters + "就会出错" +
                                     (count == 1 ? "。" : "，再少就不会。")),
                     0);
    screen.line();
}

// What holds may be a schedule that is wrong, or code that is right.
void show_where_to_go(const Session& session, const Lab& lab, bool repaired) {
    if (repaired) {
        session.screen.paragraph(
            session.say("Your code is repaired already: the turns that break it as delivered do "
                        "not break it now.",
                        "你的代码已经修好了：让最初的代码出错的次序，现在不会让它出错。"),
            0);
        session.screen.labelled(session.say("Type", "输入"),
                                session.command("check " + lab.card.id) + "     " +
                                    session.say("tries every schedule", "试遍每一种调度"),
                                kLabel);
        return;
    }
    session.screen.labelled(session.say("Type", "输入"),
                            session.command("break " + lab.card.id + " TURNS"), kLabel);
    session.screen.labelled(session.say("Read", "阅读"), session.work_place(lab), kLabel);
}

void show_next_step(const Session& session, const Lab& lab, End end, bool repaired) {
    if (end == End::holds) return show_where_to_go(session, lab, repaired);
    const std::string& id = lab.card.id;
    session.screen.labelled(session.say("Repair", "修复"), session.work_place(lab), kLabel + 1);
    session.screen.labelled(session.say("Then", "然后"),
                            session.command("check " + id) + "     " +
                                session.say("tries every schedule", "试遍每一种调度"),
                            kLabel + 1);
}

void show_broken(const Session& session, const Lab& lab, const BreakRun& run,
                 const std::string& letters) {
    const Screen& screen = session.screen;
    const std::string& name = run.judged.diagnosis;
    screen.line(screen.good(session.say("BROKEN", "出错了")) + session.say(": ", "：") +
                (name.empty() ? session.say("the test fails", "测试失败") : name));
    show_sentence(screen, run.judged);
    if (letters.size() <= lab.card.break_letters.size()) return;
    const std::string enough = letters_text(session, lab.card.break_letters.size());
    screen.line(session.say("The code as delivered breaks with " + enough + " already.",
                            "最初的代码用 " + enough + "就会出错。"));
}

int show_run(const Session& session, const Lab& lab, const BreakRun& run,
             const std::string& letters, bool repaired) {
    const Screen& screen = session.screen;
    show_heading(session, lab, session.say("under " + letters, "按次序 " + letters));
    if (run.end == End::unknown) {
        show_reason(screen, run.judged, session.language());
        show_next_step(session, lab, run.end, false);
        return kNotPassed;
    }
    show_lanes(screen, run);
    screen.line(session.say("Turns: ", "次序：") + run.letters);
    if (!run.unused.empty()) screen.paragraph(run.unused, 0);
    screen.line();
    if (run.end == End::holds)
        screen.line(screen.bad(session.say("HOLDS", "没有出错")) +
                    session.say(": " + lab.card.break_test + " passes under " + letters,
                                "：" + lab.card.break_test + " 按次序 " + letters + " 通过"));
    else
        show_broken(session, lab, run, letters);
    screen.line();
    show_next_step(session, lab, run.end, repaired);
    return run.end == End::breaks ? kOk : kNotPassed;
}

}  // namespace

// What a step is shows best in a run in which nothing goes wrong.
int show_break_task(const Session& session, const Lab& lab, const BreakRun& run, bool repaired) {
    const Screen& screen = session.screen;
    show_heading(session, lab, session.say("to be broken", "让它出错"));
    show_rules(session, lab, run);
    if (run.end == End::unknown) {
        show_reason(screen, run.judged, session.language());
        return kNotPassed;
    }
    screen.line(session.say("If nobody interrupts anybody: ", "谁也不打断谁时：") + run.letters);
    screen.line();
    show_lanes(screen, run);
    if (run.end == End::breaks) {
        screen.line(screen.bad(
            session.say("It breaks already without a letter: ", "一个字母也不用就已出错：") +
            run.judged.diagnosis));
        show_sentence(screen, run.judged);
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
        screen.line("  " + screen.typed(lab->card.id) + "  " + padded(session.title(*lab), 44) +
                    screen.faint(letters_text(session, count)));
    }
    if (!any) {
        screen.line(
            session.say("There is no lab with a break stage yet.", "还没有要先让它出错的实验。"));
        return kOk;
    }
    screen.line();
    screen.labelled(
        session.say("Type", "输入"),
        session.command("break LAB") + "     " + session.say("shows the task", "显示题目"), kLabel);
    return kOk;
}

int break_lab(const Session& session, const Request& request) {
    const Lab& lab = *request.labs.front();
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    BreakRun run = run_letters(lab, session.bin, log, request.schedule);
    if (session.chinese) add_chinese(run.judged, lab, session.root);
    const bool repaired = run.end == End::holds && is_repaired(lab, session.bin, log);
    return request.schedule.empty() ? show_break_task(session, lab, run, repaired)
                                    : show_run(session, lab, run, request.schedule, repaired);
}

}  // namespace runner
