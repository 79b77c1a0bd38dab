// command_timeline.cpp - `wb timeline`: what each thread of a lab did, as a table and as a file.
#include "common/runner/commands/commands.hpp"
#include "common/runner/commands/show_judged.hpp"
#include "common/runner/labs/lab_pages.hpp"
#include "common/runner/labs/timeline_run.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <cstdio>

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;
constexpr std::size_t kColumn = 11;

std::string right_aligned(const std::string& text) {
    const std::size_t used = columns(text);
    return std::string(used < kColumn ? kColumn - used : 1, ' ') + text;
}

std::string rounded(double value, const char* unit) {
    char text[40];
    std::snprintf(text, sizeof text, "%.0f%s", value, unit);
    return text;
}

std::string duration(double value, bool steps) {
    if (steps) return rounded(value, value == 1 ? " step" : " steps");
    return value < 10'000 ? rounded(value, " us") : rounded(value / 1000, " ms");
}

std::string percent(double part, double all) {
    return right_aligned(all > 0 ? rounded(100 * part / all, " %") : "-");
}

void show_table(const Session& session, const std::vector<Shares>& threads, bool steps) {
    const Screen& screen = session.screen;
    std::size_t width = 6;
    for (const Shares& one : threads) width = std::max(width, columns(one.thread));
    width = std::min<std::size_t>(width, 31) + 1;
    const auto column = [&](std::string_view english, std::string_view chinese) {
        return right_aligned(session.say(english, chinese));
    };
    std::string heading = "  " + padded(session.say("thread", "线程"), width);
    heading += column("there", "存在") + column("works", "工作") + column("waits", "等待") +
               column("holds", "持有");
    if (steps) heading += column("no turn", "轮不到");
    screen.line(screen.faint(heading + column("signals", "信号")));
    for (const Shares& one : threads) {
        const double all = one.works + one.waits + one.holds + one.idle;
        std::string line = "  " + padded(one.thread, width) + right_aligned(duration(all, steps));
        for (const double part : {one.works, one.waits, one.holds}) line += percent(part, all);
        if (steps) line += percent(one.idle, all);
        screen.line(line + right_aligned(std::to_string(one.signals)));
    }
}

void show_longest_wait(const Session& session, const std::vector<Shares>& threads, bool steps) {
    const Screen& screen = session.screen;
    const auto longest = std::max_element(
        threads.begin(), threads.end(),
        [](const Shares& a, const Shares& b) { return a.longest_wait < b.longest_wait; });
    if (longest == threads.end() || longest->longest_wait <= 0) return;
    screen.line();
    screen.paragraph(session.say("Longest wait: ", "最长的等待：") + longest->thread + ", " +
                         duration(longest->longest_wait, steps) + ", for " + longest->longest_for,
                     2);
}

void show_timeline(const Session& session, const Lab& lab, const Json& timeline) {
    const Screen& screen = session.screen;
    const Json& other = timeline["otherData"];
    const bool steps = other["clock"].text() == "steps";
    const std::vector<Shares> threads = shares_of(timeline);
    screen.line(screen.strong(other["title"].text()));
    const std::string& platform = other["platform"].text();
    screen.paragraph(
        steps
            ? session.say("The schedule that it fails with; time is counted in steps.",
                          "它失败时的调度；时间按步数计。")
            : session.say(
                  "On " + platform + ", on real threads that the judge holds where it needs them.",
                  "在 " + platform + " 上，用真实的线程；判定程序在需要的地方让它们停住。"),
        2);
    screen.line();
    show_table(session, threads, steps);
    show_longest_wait(session, threads, steps);
    if (const double left_out = other["left_out"].number(); left_out > 0)
        screen.paragraph(
            rounded(left_out, "") + session.say(" events were left out: there was no more room.",
                                                " 个事件没有记下：没有地方了。"),
            2);
    screen.line();
    const fs::path file = timeline_file(lab, session.bin);
    screen.labelled(session.say("Open", "打开"), to_text(file.lexically_relative(session.root)),
                    kLabel);
    screen.labelled("",
                    session.say("in ui.perfetto.dev, or in the page chrome://tracing of a browser",
                                "用 ui.perfetto.dev，或浏览器的 chrome://tracing 页面"),
                    kLabel);
    const fs::path page = lab_page_file(session, lab, "timeline");
    offer_page(session, "timeline", timeline_page(session, timeline), page);
    open_page(page);
}

std::string why_there_is_none(const Session& session, const Lab& lab, const Judged& judged) {
    if (lab.explored() && judged.passed())
        return session.say(
            "Every test passes under every schedule: there is no failing one to draw.",
            "每个测试在每种调度下都通过：没有失败的调度可画。");
    if (lab.explored())
        return session.say("The failing test has no schedule that could be drawn.",
                           "失败的测试没有可以画出来的调度。");
    return session.say("No test has made a call that is recorded.", "没有测试做过会被记录的调用。");
}

}  // namespace

int draw_lab(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    if (request.labs.empty()) throw Problem(kUsage, "there is no lab left: say which one");
    const Lab& lab = *request.labs.front();
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    const TimelineRun run = draw_timeline(lab, session.bin, log, session.chinese);
    if (run.timeline) {
        show_timeline(session, lab, *run.timeline);
        return kOk;
    }
    screen.line(screen.strong(lab.card.id + "  " + session.title(lab)));
    screen.line();
    if (!run.judged.passed()) show_reason(screen, run.judged, session.language());
    const bool ran =
        run.judged.how != Judged::How::does_not_compile && run.judged.how != Judged::How::not_built;
    if (ran) screen.paragraph(why_there_is_none(session, lab, run.judged), 0);
    return run.judged.passed() ? kOk : kNotPassed;
}

}  // namespace runner
