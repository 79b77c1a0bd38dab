// lab_pages.cpp - what a lab's program leaves, as pages.
#include "common/runner/labs/lab_pages.hpp"

#include "common/runner/labs/judge.hpp"
#include "common/runner/labs/timeline_run.hpp"
#include "common/runner/problem.hpp"
#include "common/win32/platform.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

std::string title_of(const Session& session, const Lab& lab) {
    return lab.card.id + "  " + session.title(lab);
}

Json read_report(const fs::path& file, const std::string& text) {
    try {
        return Json::parse(text);
    } catch (const JsonError& error) {
        throw Problem(kEnvironment,
                      to_text(file) + " makes no sense: " + error.what() + "; check the lab again");
    }
}

// The compiler's "/home/me/workbook/labs/x.hpp" or "C:\\workbook\\labs\\x.hpp" -> "labs/x.hpp".
std::string in_workbook(std::string file, const fs::path& root) {
    std::replace(file.begin(), file.end(), '\\', '/');
    std::string above = to_text(root) + '/';
    if (w32::running_under_wine()) above.erase(0, 2);  // the compiler is of Linux: no drive Z:
    if (!above.empty() && file.starts_with(above)) file.erase(0, above.size());
    return file;
}

Json with_short_names(const Json& trace, const fs::path& root) {
    Json steps = Json::array();
    for (Json step : trace.items()) {
        step.set("file", in_workbook(step["file"].text(), root));
        steps.push(std::move(step));
    }
    return steps;
}

// Of the workbook's own files, which the trace names as "labs/01-threads/x/x.hpp", the text. No
// other is opened.
Json sources_of(const Json& report, const fs::path& root) {
    Json sources = Json::object();
    for (const Json& step : report["trace"].items()) {
        const std::string& name = step["file"].text();
        const bool ours = name.starts_with("labs/") || name.starts_with("common/") ||
                          name.starts_with("solutions/");
        if (!ours || name.find("..") != name.npos || sources.has(name)) continue;
        if (const auto text = read_file(root / fs::path(name))) sources.set(name, *text);
    }
    return sources;
}

std::string whole(const Json& number) {
    return std::to_string(static_cast<long long>(std::llround(number.number())));
}

std::string place_of(const Json& step) {
    return step["file"].text().empty() ? "" : step["file"].text() + ':' + whole(step["line"]);
}

std::string schedule_table(const Session& session, const Json& report) {
    const auto& threads = report["threads"].items();
    std::vector<std::vector<std::string>> rows;
    for (const Json& step : report["trace"].items()) {
        const auto thread = static_cast<std::size_t>(std::max(0.0, step["thread"].number()));
        const double number = step["step"].number();
        rows.push_back({number > 0 ? whole(step["step"]) : "",
                        thread < threads.size() ? threads[thread].text() : "",
                        step["what"].text() + ' ' + step["object"].text(), step["note"].text(),
                        place_of(step), step["source"].text()});
    }
    return html_table(report["sentence"].text(),
                      {session.say("step", "步"), session.say("thread", "线程"),
                       session.say("does", "做什么"), session.say("note", "备注"),
                       session.say("place", "位置"), session.say("source", "源代码")},
                      rows);
}

std::string share(double part, double all) {
    return all > 0 ? whole(Json(100 * part / all)) + " %" : "";
}

}  // namespace

std::optional<Page> schedule_page(const Session& session, const Lab& lab) {
    const fs::path file = report_file(lab, session.bin);
    const auto text = read_file(file);
    if (!text) return std::nullopt;
    Json data = read_report(file, *text);
    const std::string title = title_of(session, lab);
    data.set("lang", session.chinese ? "zh" : "en").set("platform", w32::platform_name());
    data.set("lab", lab.card.id).set("title", title);
    data.set("command", session.command("replay " + lab.card.id + ' ' + data["replay"].text()));
    data.set("trace", with_short_names(data["trace"], session.root));
    data.set("sources", sources_of(data, session.root));
    return Page{title, schedule_table(session, data), data};
}

Page timeline_page(const Session& session, const Json& timeline) {
    Json data = timeline;
    data.at("otherData").set("lang", session.chinese ? "zh" : "en");
    std::vector<std::vector<std::string>> rows;
    for (const Shares& one : shares_of(timeline)) {
        const double all = one.works + one.waits + one.holds + one.idle;
        rows.push_back({one.thread, share(one.works, all), share(one.waits, all),
                        share(one.holds, all), share(one.idle, all), std::to_string(one.signals)});
    }
    const std::string& title = data["otherData"]["title"].text();
    return {title,
            html_table(title,
                       {session.say("thread", "线程"), session.say("works", "工作"),
                        session.say("waits", "等待"), session.say("holds", "持有"),
                        session.say("no turn", "没轮到"), session.say("signals", "信号")},
                       rows),
            data};
}

fs::path lab_page_file(const Session& session, const Lab& lab, const char* kind) {
    return session.build_folder() / L"report" / (lab.card.id + '.' + kind + ".html");
}

void offer_page(const Session& session, const char* name, const Page& page, const fs::path& file) {
    try {
        write_page(session, name, page, file);
        session.screen.labelled(session.say("Page", "页面"),
                                to_text(file.lexically_relative(session.root)), kLabel);
    } catch (const Problem&) {
        // Not built, or no room for it: the words above say everything the page would.
    }
}

void offer_schedule_page(const Session& session, const Lab& lab) {
    try {
        if (const auto page = schedule_page(session, lab))
            offer_page(session, "schedule", *page, lab_page_file(session, lab, "schedule"));
    } catch (const Problem&) {
        // A report that was cut off: the verdict stands without it.
    }
}

}  // namespace runner
