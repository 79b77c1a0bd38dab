// command_report.cpp - `wb report`: what is passed, what is proved, and where.
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/report/forms.hpp"
#include "common/runner/text/page.hpp"

namespace runner {
namespace {

constexpr std::size_t kLabel = 7;

void write(const Session& session, const char* label, const fs::path& file,
           const std::string& text) {
    fs::create_directories(file.parent_path());
    replace_file(file, text);
    session.screen.labelled(label, to_text(file.lexically_relative(session.root)), kLabel);
}

}  // namespace

int report(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const Overview overview = look_at_everything(session);
    const fs::path folder = session.build_folder() / L"report";
    const auto wants = [&](const char* form) {
        for (const std::string& word : request.arguments)
            if (word == form) return true;
        return false;
    };
    const bool all_of_it = request.arguments.empty();
    if (all_of_it) show_overview(session, overview);
    if (wants("--json"))
        write(session, "JSON", folder / L"overview.json",
              overview_json(overview, session).write() + '\n');
    if (wants("--junit"))
        write(session, "JUnit", folder / L"overview.xml", overview_junit(overview));
    if (all_of_it || wants("--html")) {
        const fs::path file = folder / L"overview.html";
        write_page(session, "overview",
                   {session.say("Win32 threading workbook", "Win32 线程练习册"),
                    overview_html(overview, session), overview_json(overview, session)},
                   file);
        screen.labelled(session.say("Page", "页面"), to_text(file.lexically_relative(session.root)),
                        kLabel);
        open_page(file);
    }
    return kOk;
}

}  // namespace runner
