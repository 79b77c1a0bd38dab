// watcher_show.cpp - what watch mode says. Everything is written above the line with the keys.
#include "common/runner/commands.hpp"
#include "common/runner/explanation.hpp"
#include "common/runner/record.hpp"
#include "common/runner/show_judged.hpp"
#include "common/runner/show_progress.hpp"
#include "common/runner/watch/watcher.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

std::string time_of_day() {
    SYSTEMTIME now{};
    ::GetLocalTime(&now);
    char text[24];
    std::snprintf(text, sizeof text, "%02u:%02u:%02u", unsigned{now.wHour}, unsigned{now.wMinute},
                  unsigned{now.wSecond});
    return text;
}

}  // namespace

void Watcher::say(const std::string& sentence) {
    status_.wipe();
    session_.screen.paragraph(sentence, 0);
}

std::string Watcher::keys() const {
    std::string text = "  h hint  l list  n next  r again";
    if (lab_->breakable()) text += "  b break";
    const std::string& id = lab_->card.id;
    if (session_.progress.passed(id) || session_.progress.gave_up(id)) text += "  s solution";
    return text + "  q quit";
}

void Watcher::show_status() {
    const std::string& id = lab_->card.id;
    switch (state_.phase()) {
        case WatchState::Phase::building: {
            const std::string step = session_.build_step();
            status_.show(id + " building" + (step.empty() ? "" : ' ' + step) +
                         " ...  k stop  q quit");
            return;
        }
        case WatchState::Phase::running:
            status_.show(id + " running ...  k stop  h hint  n next  q quit");
            return;
        case WatchState::Phase::idle: break;
    }
    if (settling_->is_missing())
        status_.show(to_text(lab_->starter.filename()) + " is not there" + keys());
    else
        status_.show(id + keys());
}

void Watcher::show_verdict() {
    const Screen& screen = session_.screen;
    status_.wipe();
    screen.line(screen.rule());
    screen.line(screen.strong(lab_->card.id + "  " + lab_->card.title) + "  " +
                screen.faint(time_of_day()));
    screen.line();
    if (!trouble_.empty()) return say("Not judged: " + trouble_ + '.');
    show_cases(screen, judged_, session_.language());
    if (judged_.passed()) return show_passed();
    show_reason(screen, judged_, session_.language());
    screen.labelled("Edit", session_.work_place(*lab_), kLabel);
    if (!judged_.schedule.empty())
        screen.labelled("Again",
                        session_.command("replay " + lab_->card.id) +
                            "     the same turns, on real threads, in another terminal",
                        kLabel);
    screen.line();
}

void Watcher::show_passed() {
    const Screen& screen = session_.screen;
    screen.line(screen.good("Passed") + "  " + lab_->card.id + " " + lab_->card.title +
                attempts_text(session_, lab_->card.id));
    show_progress_bar(session_);
    screen.line();
    if (explained_ != lab_) {
        show_discussion(screen, session_.root, *lab_);
        screen.line();
        explained_ = lab_;
    }
    const Lab* next = next_lab(session_.catalog, session_.progress);
    if (next == nullptr)
        screen.line("Every lab of the workbook is passed.");
    else
        screen.labelled("Next", "press n; s shows other right repairs", kLabel);
    screen.line();
}

void Watcher::show_break() {
    status_.wipe();
    session_.screen.line(session_.screen.rule());
    (void)show_break_task(session_, *lab_, break_, repaired_);
    session_.screen.line();
}

void Watcher::show_hint() {
    status_.wipe();
    refresh_progress(session_);
    const int seen = session_.progress.hints_seen(lab_->card.id);
    Request request{Command::hint, {lab_}, nullptr, nullptr, std::min(3, seen + 1)};
    (void)give_hint(session_, request);
}

void Watcher::show_list() {
    status_.wipe();
    refresh_progress(session_);
    (void)list_all(session_, {Command::list, {}, nullptr, nullptr, 0});
    session_.screen.line();
}

void Watcher::show_solution() {
    status_.wipe();
    refresh_progress(session_);
    const std::string& id = lab_->card.id;
    if (!session_.progress.passed(id) && !session_.progress.gave_up(id))
        return say("The solution comes after passing; or type " +
                   session_.command("solution " + id + " --give-up") + " in another terminal.");
    (void)runner::show_solution(session_, {Command::solution, {lab_}, nullptr, nullptr, 0});
    session_.screen.line();
}

}  // namespace runner
