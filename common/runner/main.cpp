// main.cpp - wb.exe: understands the command line, opens the workbook, calls one command.
#include "common/runner/commands/commands.hpp"
#include "common/runner/labs/chinese_titles.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/language.hpp"
#include "common/runner/text/messages.hpp"
#include "common/win32/error.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

#include <exception>
#include <utility>

namespace runner {
namespace {

struct Options {
    bool plain = false;
    bool chinese = false;
    bool help = false;
    bool version = false;
    std::vector<std::string> words;  // the command and its arguments
};

// What comes after "syelog" is for another program, even --help.
bool is_for_syelog(const std::vector<std::string>& words) {
    const std::size_t first = !words.empty() && words.front() == "plan" ? 1 : 0;
    return words.size() > first && words[first] == "syelog";
}

// These commands look at their options themselves.
bool has_options(const std::vector<std::string>& words) {
    const std::size_t first = !words.empty() && words.front() == "plan" ? 1 : 0;
    return words.size() > first &&
           (words[first] == "bench" || words[first] == "report" || words[first] == "grade");
}

Options parse_options(int argc, wchar_t** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = w32::to_utf8(argv[i]);
        if (is_for_syelog(options.words))
            options.words.push_back(word);
        else if (word == "--plain")
            options.plain = true;
        else if (word == "--zh")
            options.chinese = true;
        else if (word == "--help" || word == "-h" || word == "help")
            options.help = true;
        else if (word == "--version")
            options.version = true;
        else if (has_options(options.words))
            options.words.push_back(word);
        else if (word == "--fast" || word == "--yes" || word == "--give-up")
            options.words.push_back(word);  // one command's own
        else if (word.starts_with('-') && word.size() > 1)
            throw Problem(kUsage, "there is no option '" + word + "'; `wb --help` shows them");
        else
            options.words.push_back(word);
    }
    return options;
}

Session open_session(const Options& options) {
    const fs::path bin = fs::path(w32::this_program()).parent_path();
    const fs::path root = find_root(bin);
    const bool chinese = language_here(options.chinese) == Language::chinese;
    Catalog catalog = load_catalog(root);
    if (chinese) add_chinese_titles(catalog, root);
    Session session{root, bin, Screen(options.plain), std::move(catalog), {}, chinese};
    LoadedProgress loaded = load_progress(session.progress_file());
    if (!loaded.notice.empty()) complain(loaded.notice);
    session.progress = std::move(loaded.progress);
    return session;
}

// For the launcher: what has to be built, one target per line.
int print_plan(const Session& session, const Options& options) {
    std::vector<std::string> words = options.words;
    words.erase(words.begin());
    if (options.version) return kOk;
    const Request request = understand(words, session.catalog, session.progress);
    const std::string ninja = read_file(session.build_folder() / "build.ninja").value_or("");
    for (const std::string& target : targets_of(request, session.root, ninja))
        session.screen.line(target);
    return kOk;
}

// The launchers show the same files, before anything is built.
int show_help(const Options& options) {
    const fs::path root = find_root(fs::path(w32::this_program()).parent_path());
    const bool chinese = language_here(options.chinese) == Language::chinese;
    const fs::path file =
        root / L"common" / L"runner" / L"words" / (chinese ? L"help.zh.txt" : L"help.txt");
    Screen(options.plain).raw(read_file(file).value_or(""));
    return kOk;
}

// Before anything else can go wrong. What is wrong with the language itself is said when it is
// asked for.
void choose_how_to_complain(int argc, wchar_t** argv) try {
    bool zh_option = false;
    for (int i = 1; i < argc; ++i) zh_option = zh_option || std::wstring_view(argv[i]) == L"--zh";
    if (language_here(zh_option) == Language::chinese)
        complain_in_chinese(find_root(fs::path(w32::this_program()).parent_path()));
} catch (const Problem&) {
}

int run(const Options& options) {
    const std::string first = options.words.empty() ? "" : options.words.front();
    const Screen screen(options.plain);
    if (options.version && first != "plan") {
        screen.line("wb 1, " + w32::platform_name() + ", " + WB_COMPILER);
        return kOk;
    }
    if (options.help) return show_help(options);
    Session session = open_session(options);
    if (first == "plan") return print_plan(session, options);
    if (first == "select") return select_tests(session, options.words);
    if (first == "select-verify") return select_verify(session, options.words);
    if (first == "verified") return show_verified(session, options.words);
    if (first == "summary") return summary(session, options.words);
    const Request request = understand(options.words, session.catalog, session.progress);
    switch (request.command) {
        case Command::home: return show_home(session, request);
        case Command::list: return list_all(session, request);
        case Command::next: return show_next_lab(session, request);
        case Command::watch: return watch_labs(session, request);
        case Command::reset: return reset_labs(session, request);
        case Command::solution: return show_solution(session, request);
        case Command::check: return check_labs(session, request);
        case Command::replay: return replay_finding(session, request);
        case Command::timeline: return draw_lab(session, request);
        case Command::list_breaks: return list_breaks(session);
        case Command::break_lab: return break_lab(session, request);
        case Command::list_demos: return list_demos(session);
        case Command::demo: return run_demo(session, *request.demo);
        case Command::list_syelog: return list_syelog(session);
        case Command::syelog: return run_syelog(session, request);
        case Command::bench: return bench(session, request);
        case Command::report: return report(session, request);
        case Command::grade: return grade(session, request);
        case Command::hint: return give_hint(session, request);
        case Command::doctor: return doctor(session);
        case Command::new_lab: return make_lab(session, request);
        case Command::new_chapter: return make_chapter(session, request);
        case Command::verify:
        case Command::test: break;
    }
    throw Problem(kUsage,
                  "the launcher runs the tests: type `wb test` in " + to_text(session.root));
}

}  // namespace
}  // namespace runner

int wmain(int argc, wchar_t** argv) {
    runner::choose_how_to_complain(argc, argv);
    try {
        return runner::run(runner::parse_options(argc, argv));
    } catch (const runner::Problem& problem) {
        runner::complain(problem.what());
        return problem.code();
    } catch (const std::exception& error) {
        runner::complain(error.what());
        return runner::kEnvironment;
    }
}
