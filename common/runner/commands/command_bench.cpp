// command_bench.cpp - `wb bench`: runs the benchmark programs, adds them up, makes the page.
//
// Each program is started several times, once in each sitting, and the programs take turns: what
// one process has by chance (where its memory lies) and what the machine does for a minute are part
// of the spread then, instead of part of the result.
#include "common/runner/bench/options.hpp"
#include "common/runner/bench/tables.hpp"
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/messages.hpp"
#include "common/runner/text/page.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/error.hpp"

#include <chrono>
#include <cstdio>
#include <optional>

namespace runner {
namespace {

constexpr std::size_t kLabel = 10;

std::string now_text() {
    SYSTEMTIME now;
    ::GetLocalTime(&now);
    char text[32];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u %02u:%02u", now.wYear, now.wMonth, now.wDay,
                  now.wHour, now.wMinute);
    return text;
}

fs::path bench_folder(const Session& session) { return session.build_folder() / L"bench"; }

fs::path earlier_file(const Session& session, const std::string& word) {
    return word == "previous" ? bench_folder(session) / L"previous.json" : session.as_called(word);
}

std::optional<BenchRun> earlier_run(const Session& session, const BenchOptions& options) {
    if (options.against.empty()) return std::nullopt;
    const fs::path file = earlier_file(session, options.against);
    const auto text = read_file(file);
    if (!text) throw Problem(kUsage, "there is no file " + to_text(file) + " to compare with");
    try {
        return BenchRun::from_json(Json::parse(*text), options.against);
    } catch (const JsonError& error) {
        throw Problem(kUsage, options.against + " is no JSON: " + error.what());
    }
}

// Runs every program `sittings` times. What goes wrong is said at once and answered as false.
bool measure(const Session& session, const std::vector<BenchProgram>& programs,
             const BenchOptions& options, BenchRun& run) {
    const Screen& screen = session.screen;
    const fs::path folder = bench_folder(session) / L"raw";
    fs::create_directories(folder);
    bool all_well = true;
    for (int sitting = 1; sitting <= options.sittings; ++sitting)
        for (const BenchProgram& program : programs) {
            const auto start = std::chrono::steady_clock::now();
            const std::string wrong = run_bench(program, options.settings(), session.bin,
                                                folder.lexically_relative(session.root), run);
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            char seconds[32];
            std::snprintf(seconds, sizeof seconds, "%5.1f s", spent.count());
            screen.line("  " + std::to_string(sitting) + '/' + std::to_string(options.sittings) +
                        "  " + padded(program.program(), 20) +
                        (wrong.empty() ? screen.faint(seconds) : screen.bad(wrong)));
            all_well = all_well && wrong.empty();
        }
    screen.line();
    return all_well;
}

bool any_is_void(const BenchRun& run) {
    for (const BenchRow& row : run.rows)
        if (!row.void_because.empty()) return true;
    return false;
}

void show_context(const Session& session, const BenchContext& context) {
    const Screen& screen = session.screen;
    const std::string count = std::to_string(context.processors);
    screen.labelled(session.say("Platform", "平台"),
                    context.platform + ", " + context.compiler + ", " +
                        session.say(count + " processors", count + " 个处理器"),
                    kLabel);
    screen.labelled(session.say("Pinned", "钉住"), context.pinned, kLabel);
    char load[32];
    std::snprintf(load, sizeof load, "%.0f %%", context.load());
    screen.labelled(session.say("Power", "电源"),
                    context.power + session.say("; others used up to ", "；别的程序最多用了 ") +
                        load + session.say(" of the processors", " 的处理器"),
                    kLabel);
    for (const std::string& warning : context.warnings)
        screen.labelled(session.say("Warning", "警告"), in_our_language(warning), kLabel);
    if (context.platform.starts_with("Wine"))
        screen.labelled(
            session.say("Mind", "注意"),
            session.say("Wine's figures say nothing about Windows", "Wine 的数字说明不了 Windows"),
            kLabel);
}

struct Written {
    fs::path json;
    fs::path page;
};

// The run before this one becomes previous.json, so that --against previous finds it.
Written write_run(const Session& session, const BenchRun& run, const BenchRun* before,
                  const Comparisons& comparisons) {
    const fs::path folder = bench_folder(session);
    const Written files{folder / L"latest.json", folder / L"report.html"};
    if (const auto old = read_file(files.json)) replace_file(folder / L"previous.json", *old);
    replace_file(files.json, run.to_json().write());
    Page page{session.say("Win32 threading workbook: benchmarks", "Win32 线程练习册：基准测试"),
              run_as_html(session, run, comparisons),
              run_as_json(run, comparisons, before == nullptr ? nullptr : &before->context)};
    page.data.set("lang", session.chinese ? "zh" : "en");
    write_page(session, "bench", page, files.page);
    return files;
}

void pin_to_first() {
    w32::check(::SetProcessAffinityMask(::GetCurrentProcess(), 1), "SetProcessAffinityMask");
}

}  // namespace

int bench(const Session& session, const Request& request) {
    const Screen& screen = session.screen;
    const BenchOptions& options = request.bench;
    const std::vector<BenchProgram> programs = bench_programs(session.root, options.word);
    const std::optional<BenchRun> before = earlier_run(session, options);
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    fs::current_path(session.root);
    if (options.pin) pin_to_first();  // our children inherit it

    BenchRun run;
    run.context.date = now_text();
    run.context.quick = options.quick;
    run.context.sittings = options.sittings;
    run.context.repetitions = options.repetitions;
    const bool all_well = measure(session, programs, options, run);
    if (run.context.usual_load() > kStill)
        run.context.warnings.emplace_back(
            "others used the processors while this was measured: end them or wait, and repeat it");
    if (run.rows.empty()) throw Problem(kNotPassed, "no benchmark has measured anything");

    Comparisons comparisons;
    if (before) {
        comparisons = compare(run, *before);
        for (const std::string& doubt : doubts(run, *before)) run.context.warnings.push_back(doubt);
    }
    show_run(session, run, comparisons);
    show_context(session, run.context);
    const Written files = write_run(session, run, before ? &*before : nullptr, comparisons);
    screen.labelled(session.say("Figures", "数字"),
                    to_text(files.json.lexically_relative(session.root)), kLabel);
    screen.labelled(session.say("Page", "页面"),
                    to_text(files.page.lexically_relative(session.root)), kLabel);
    if (options.open) open_page(files.page);
    return all_well && !any_is_void(run) ? kOk : kNotPassed;
}

}  // namespace runner
