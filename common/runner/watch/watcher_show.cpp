// watcher_show.cpp - what watch mode says. Everything is written above the line with the keys.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_judged.hpp"
#include "common/runner/commands/show_progress.hpp"
#include "common/runner/labs/explanation.hpp"
#include "common/runner/labs/lab_pages.hpp"
#include "common/runner/labs/record.hpp"
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
    std::string text =
        session_.say("  h hint  l list  n next  r again", "  h 提示  l 列表  n 下一个  r 再来");
    if (lab_->breakable()) text += session_.say("  b break", "  b 先让它出错");
    const std::string& id = lab_->card.id;
    if (session_.progress.passed(id) || session_.progress.gave_up(id))
        text += session_.say("  s solution", "  s 答案");
    return text + session_.say("  q quit", "  q 退出");
}

void Watcher::show_status() {
    const std::string& id = lab_->card.id;
    switch (state_.phase()) {
        case WatchState::Phase::building: {
            const std::string step = session_.build_step();
            status_.show(id + session_.say(" building", " 正在构建") +
                         (step.empty() ? "" : ' ' + step) +
                         session_.say(" ...  k stop  q quit", " ……  k 停止  q 退出"));
            return;
        }
        case WatchState::Phase::running:
            status_.show(id + session_.say(" running ...  k stop  h hint  n next  q quit",
                                           " 正在运行……  k 停止  h 提示  n 下一个  q 退出"));
            return;
        case WatchState::Phase::idle: break;
    }
    if (settling_->is_missing())
        status_.show(to_text(lab_->starter.filename()) + session_.say(" is not there", " 不在了") +
                     keys());
    else
        status_.show(id + keys());
}

void Watcher::show_verdict() {
    const Screen& screen = session_.screen;
    status_.wipe();
    screen.line(screen.rule());
    screen.line(screen.strong(lab_->card.id + "  " + session_.title(*lab_)) + "  " +
                screen.faint(time_of_day()));
    screen.line();
    if (!trouble_.empty()) return say(session_.say("Not judged: ", "没有评判：") + trouble_ + '.');
    show_cases(screen, judged_, session_.language());
    if (judged_.passed()) return show_passed();
    show_reason(screen, judged_, session_.language());
    screen.labelled(session_.say("Edit", "修改"), session_.work_place(*lab_), kLabel);
    if (!judged_.schedule.empty()) {
        screen.labelled(session_.say("Again", "再现"),
                        session_.command("replay " + lab_->card.id) + "     " +
                            session_.say("the same turns, on real threads, in another terminal",
                                         "在另一个终端里，用真实的线程重走同样的步骤"),
                        kLabel);
        offer_schedule_page(session_, *lab_);
    }
    screen.line();
}

void Watcher::show_passed() {
    const Screen& screen = session_.screen;
    screen.line(screen.good(session_.say("Passed", "通过")) + "  " + lab_->card.id + " " +
                session_.title(*lab_) + attempts_text(session_, lab_->card.id));
    show_progress_bar(session_);
    screen.line();
    if (explained_ != lab_) {
        show_discussion(session_, *lab_);
        screen.line();
        explained_ = lab_;
    }
    const Lab* next = next_lab(session_.catalog, session_.progress);
    if (next == nullptr)
        screen.line(
            session_.say("Every lab of the workbook is passed.", "练习册的实验全部通过了。"));
    else
        screen.labelled(
            session_.say("Next", "下一个"),
            session_.say("press n; s shows other right repairs", "按 n；按 s 看别的正确做法"),
            kLabel);
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
    if (!session_.progress.passed(id) && !session_.progress.gave_up(id)) {
        const std::string command = session_.command("solution " + id + " --give-up");
        return say(session_.say(
            "The solution comes after passing; or type " + command + " in another terminal.",
            "通过之后才给答案；或者在另一个终端里输入 " + command + "。"));
    }
    (void)runner::show_solution(session_, {Command::solution, {lab_}, nullptr, nullptr, 0});
    session_.screen.line();
}

}  // namespace runner
