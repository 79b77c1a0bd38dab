// command_grade.cpp - `wb grade DIR`: a verdict for each lab that a class has handed in.
//
// Nothing of a submission is used but the labs' own files. They meet the workbook's judges, one
// after another, each in a prison of its own.
#include "common/runner/commands/commands.hpp"
#include "common/runner/grade/build.hpp"
#include "common/runner/grade/forms.hpp"
#include "common/runner/grade/run.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/page.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>

namespace runner {
namespace {

using Stage = GradeOptions::Stage;
constexpr std::size_t kLabel = 7;

// What the launcher's `find` has seen: links, pipes, devices, separated by NUL.
std::set<std::string> others_in(const Workshop& shop) {
    std::set<std::string> others;
    if (!w32::running_under_wine()) return others;  // there each file says it itself
    const std::string list = read_file(shop.grade / L"others.txt").value_or("");
    for (const std::string_view path : split(list, '\0'))
        if (!path.empty()) others.insert("Z:" + std::string(path));
    return others;
}

// One line that counts, where somebody watches; under Wine the launcher counts.
class Counter {
public:
    Counter(const char* doing, std::size_t all) : doing_(doing), all_(all) {
        DWORD mode = 0;
        shown_ = ::GetConsoleMode(::GetStdHandle(STD_OUTPUT_HANDLE), &mode) != 0;
    }
    ~Counter() {
        if (shown_) std::printf("\r%*s\r", 40, "");
    }
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;
    void operator()(std::size_t done) const {
        if (shown_) std::printf("\r%s %zu/%zu ...", doing_, done, all_);
        std::fflush(stdout);
    }

private:
    const char* doing_;
    std::size_t all_;
    bool shown_ = false;
};

int processors() {
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return std::clamp(static_cast<int>(info.dwNumberOfProcessors), 1, 64);
}

void write_form(const Session& session, const char* label, const std::string& typed,
                const wchar_t* usual, const std::string& text) {
    const fs::path file =
        typed.empty() ? session.build_folder() / L"grade" / usual : session.as_called(typed);
    std::error_code failed;  // then replace_file says it better
    fs::create_directories(file.parent_path(), failed);
    replace_file(file, text);
    session.screen.labelled(
        label, typed.empty() ? to_text(file.lexically_relative(session.root)) : typed, kLabel);
}

int write_report(const Session& session, const GradeOptions& options, const Class& all) {
    show_class(session.screen, all);
    session.screen.line();
    write_form(session, "Page", options.html, L"class.html", class_html(all));
    write_form(session, "JSON", options.json, L"class.json", class_json(all).write() + '\n');
    write_form(session, "JUnit", options.junit, L"class.xml", class_junit(all));
    return all.count(Grade::How::not_graded_yet) == 0 ? kOk : kEnvironment;
}

void find(const Workshop& shop, const std::vector<Unit>& units, const GradeOptions& options) {
    fs::create_directories(shop.grade);
    const auto rounds = rounds_of(prepare(shop, units, options.fresh));
    replace_file(shop.grade / L"plan.txt", plan_text(rounds));
}

void run(const Session& session, const Workshop& shop, const std::vector<Unit>& units,
         const GradeOptions& options) {
    RunLimits limits;
    limits.seconds = options.limit;
    const Counter counter("judging", units.size());
    run_units(shop, units, session.bin, limits, options.jobs > 0 ? options.jobs : processors(),
              std::cref(counter));
}

}  // namespace

int grade(const Session& session, const Request& request) {
    const GradeOptions& options = request.grade;
    const bool wine = w32::running_under_wine();
    if (wine && options.stage == Stage::all)
        throw Problem(kUsage, "the launcher grades: type `wb grade` in " + to_text(session.root));
    const Workshop shop{session.build_folder() / L"grade"};
    const fs::path folder = fs::absolute(session.as_called(options.folder)).lexically_normal();
    std::vector<Submission> submissions =
        collect(folder, request.labs, session.root, others_in(shop));
    const std::vector<Unit> units = units_of(submissions, options.limit);
    if (options.stage == Stage::find) {
        find(shop, units, options);
        return kOk;
    }
    if (options.stage == Stage::run) {
        run(session, shop, units, options);
        return kOk;
    }
    if (options.stage == Stage::all) {
        const std::vector<Unit> to_do = prepare(shop, units, options.fresh);
        const Counter counter("building", to_do.size());
        build_units(shop, rounds_of(to_do), session.build_folder(), std::cref(counter));
        run(session, shop, to_do, options);
    }
    Class all = look_at_class(std::move(submissions), request.labs, shop, options.limit,
                              session.root_in_build_log());
    all.name = to_text(folder.filename());
    const int code = write_report(session, options, all);
    const fs::path page = session.build_folder() / L"grade" / L"class.html";
    if (options.stage == Stage::all && options.html.empty()) open_page(page);
    return code;
}

}  // namespace runner
