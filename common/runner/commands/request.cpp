// request.cpp - one small function per command.
#include "common/runner/commands/request.hpp"

#include "common/runner/labs/finding.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>

namespace runner {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kMostLetters = 100;
constexpr char kPages[] = "workbook_pages";
constexpr char kSyelogDemo[] = "demo_11_syelog";
constexpr char kSyelogTarget[] = "workbook_syelog_demo";  // with its daemon and its load generator

constexpr SyelogProgram kSyelogPrograms[] = {
    {"daemon", "syelogd", "collects the records of all clients in one log; ctrl+C stops it",
     "把所有客户端的记录收进一个日志；ctrl+C 结束它"},
    {"load", "syelog_load", "is a client that writes numbered records as fast as it can",
     "一个客户端，尽快地写编了号的记录"},
    {"view", "syelog_view", "shows a log, or what the daemon logs now, filtered and in colours",
     "显示一个日志，或守护进程此刻记下的东西；可以过滤，有颜色"},
    {"trace", "syelog_trace", "makes a log into a trace for ui.perfetto.dev",
     "把日志转成 ui.perfetto.dev 能读的跟踪"}};

const Demo* syelog_demo(const Catalog& catalog) {
    for (const Chapter& chapter : catalog.chapters)
        for (const Demo& demo : chapter.demos)
            if (demo.program() == kSyelogDemo) return &demo;
    return nullptr;
}

void expect_at_most(const Words& words, std::size_t most) {
    if (words.size() > most)
        throw Problem(kUsage, "`wb " + words.front() + "` does not take '" + words[most] + "'");
}

std::vector<const Lab*> next_only(const Catalog& catalog, const Progress& progress) {
    const Lab* next = next_lab(catalog, progress);
    return next == nullptr ? std::vector<const Lab*>{} : std::vector<const Lab*>{next};
}

Request hint(const Words& words, const Catalog& catalog, const Progress& progress) {
    expect_at_most(words, 3);
    Request request{Command::hint, {}, nullptr, nullptr, 0};
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (is_number(words[i]) && request.hint_level == 0) {
            if (words[i] != "1" && words[i] != "2" && words[i] != "3")
                throw Problem(kUsage, "there are hints 1, 2 and 3, not " + words[i]);
            request.hint_level = words[i].front() - '0';
        } else if (request.labs.empty() && request.hint_level == 0) {
            request.labs.push_back(&catalog.lab(words[i]));
        } else {
            throw Problem(kUsage, "`wb hint` does not take '" + words[i] + "' there");
        }
    }
    if (request.labs.empty()) request.labs = next_only(catalog, progress);
    if (request.hint_level == 0 && !request.labs.empty())
        request.hint_level = std::min(3, progress.hints_seen(request.labs.front()->card.id) + 1);
    return request;
}

Request check(const Words& words, const Catalog& catalog, const Progress& progress) {
    expect_at_most(words, 2);
    return {Command::check,
            words.size() == 2 ? catalog.labs(words[1]) : next_only(catalog, progress), nullptr,
            nullptr, 0};
}

Request replay(const Words& words, const Catalog& catalog, const Progress& progress) {
    expect_at_most(words, 3);
    Request request{Command::replay, {}, nullptr, nullptr, 0};
    if (words.size() == 1)
        request.labs = next_only(catalog, progress);
    else
        request.labs.push_back(&catalog.lab(words[1]));
    if (!request.labs.empty() && !request.labs.front()->explored())
        throw Problem(kUsage, request.labs.front()->card.id +
                                  " has no schedules to replay: its judge does not explore them");
    if (words.size() == 3) {
        if (!looks_like_schedule(words[2]))
            throw Problem(kUsage, "'" + words[2].substr(0, 40) +
                                      "' is no schedule: they look like 7f3c-A3BA2B");
        request.schedule = words[2];
    }
    return request;
}

Request timeline(const Words& words, const Catalog& catalog, const Progress& progress) {
    expect_at_most(words, 2);
    Request request{Command::timeline, {}, nullptr, nullptr, 0};
    if (words.size() == 1)
        request.labs = next_only(catalog, progress);
    else
        request.labs.push_back(&catalog.lab(words[1]));
    return request;
}

// The letters as the lab's program reads them.
std::string letters_in(const std::string& word) {
    if (word.size() > kMostLetters)
        throw Problem(kUsage, std::to_string(word.size()) + " letters are too many: up to " +
                                  std::to_string(kMostLetters) + " can be followed");
    std::string letters;
    for (const char c : word) {
        const bool small = c >= 'a' && c <= 'z';
        letters += small ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (letters.empty() || letters.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != letters.npos)
        throw Problem(kUsage, "'" + word + "' are no letters of threads: they look like ABBA");
    return letters;
}

Request break_lab(const Words& words, const Catalog& catalog) {
    expect_at_most(words, 3);
    if (words.size() == 1) return {Command::list_breaks, {}, nullptr, nullptr, 0};
    const Lab& lab = catalog.lab(words[1]);
    if (!lab.breakable())
        throw Problem(kUsage, lab.card.id + " has no break stage; `wb break` shows who has");
    Request request{Command::break_lab, {&lab}, nullptr, nullptr, 0};
    if (words.size() == 3) request.schedule = letters_in(words[2]);
    return request;
}

Request demo(const Words& words, const Catalog& catalog) {
    expect_at_most(words, 2);
    if (words.size() == 1) return {Command::list_demos, {}, nullptr, nullptr, 0};
    return {Command::demo, {}, &catalog.demo(words[1]), nullptr, 0};
}

Request syelog(const Words& words) {
    Request request{Command::list_syelog, {}, nullptr, nullptr, 0};
    if (words.size() == 1 || words[1] == "--help" || words[1] == "-h") return request;
    for (const SyelogProgram& one : kSyelogPrograms)
        if (words[1] == one.name || words[1] == one.program) request.syelog = &one;
    if (request.syelog == nullptr)
        throw Problem(kUsage,
                      "there is no syelog program '" + words[1] + "'; `wb syelog` shows them");
    request.command = Command::syelog;
    request.arguments.assign(words.begin() + 2, words.end());
    return request;
}

Request bench(const Words& words) {
    Request request{Command::bench, {}, nullptr, nullptr, 0};
    request.bench = bench_options(words);
    return request;
}

Request report(const Words& words) {
    Request request{Command::report, {}, nullptr, nullptr, 0};
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i] != "--html" && words[i] != "--junit" && words[i] != "--json")
            throw Problem(kUsage, "`wb report` does not take '" + words[i] + "'");
        request.arguments.push_back(words[i]);
    }
    return request;
}

Request make_new(const Words& words) {
    const std::string kind = words.size() > 1 ? words[1] : "";
    const std::size_t needed = kind == "lab" ? 4 : 3;
    if ((kind != "lab" && kind != "chapter") || words.size() < needed)
        throw Problem(kUsage,
                      "what is to be made? `wb new lab 05-semaphores NAME` or `wb new "
                      "chapter 12-barriers`");
    expect_at_most(words, needed);
    Request request{
        kind == "lab" ? Command::new_lab : Command::new_chapter, {}, nullptr, nullptr, 0};
    request.arguments.assign(words.begin() + 2, words.end());
    return request;
}

Request grade(const Words& words, const Catalog& catalog) {
    Request request{Command::grade, {}, nullptr, nullptr, 0};
    request.grade = grade_options(words);
    request.labs = catalog.labs(request.grade.labs);
    return request;
}

// LAB, chNN or nothing, which is everything.
Request verify(const Words& words, const Catalog& catalog) {
    expect_at_most(words, 2);
    Request request{Command::verify, {}, nullptr, nullptr, 0};
    request.labs = catalog.labs(words.size() == 2 ? words[1] : "all");
    if (words.size() == 2 && lower(words[1]).starts_with("ch"))
        request.chapter = &catalog.chapter(words[1]);
    return request;
}

Request test(const Words& words, const Catalog& catalog) {
    expect_at_most(words, 2);
    return {
        Command::test, {}, nullptr, words.size() == 2 ? &catalog.chapter(words[1]) : nullptr, 0};
}

// "--fast" and the like: what main lets through for the command that knows it.
bool take_flag(Words& words, std::string_view flag) {
    const auto at = std::find(words.begin(), words.end(), flag);
    if (at == words.end()) return false;
    words.erase(at);
    return true;
}

Request list(const Words& words) {
    Request request{Command::list, {}, nullptr, nullptr, 0};
    request.arguments.assign(words.begin() + 1, words.end());
    for (const std::string& word : request.arguments)
        if (word.starts_with("--")) throw Problem(kUsage, "`wb list` does not take '" + word + "'");
    return request;
}

Request next(Words words, const Catalog& catalog, const Progress& progress) {
    Request request{Command::next, {}, nullptr, nullptr, 0};
    request.flag = take_flag(words, "--fast");
    expect_at_most(words, 1);
    if (const Lab* lab = next_lab(catalog, progress, request.flag)) request.labs.push_back(lab);
    return request;
}

Request reset(Words words, const Catalog& catalog) {
    Request request{Command::reset, {}, nullptr, nullptr, 0};
    request.flag = take_flag(words, "--yes");
    expect_at_most(words, 2);
    if (words.size() == 1) throw Problem(kUsage, "`wb reset` needs a lab, or all: `wb reset L01`");
    if (words[1] == "all")
        request.labs = catalog.labs();
    else
        request.labs.push_back(&catalog.lab(words[1]));
    return request;
}

Request solution(Words words, const Catalog& catalog) {
    Request request{Command::solution, {}, nullptr, nullptr, 0};
    request.flag = take_flag(words, "--give-up");
    expect_at_most(words, 2);
    if (words.size() == 1) throw Problem(kUsage, "`wb solution` needs a lab: `wb solution L01`");
    request.labs.push_back(&catalog.lab(words[1]));
    return request;
}

// It begins with the lab that was named, or with the first one that was not passed; n leads to the
// others, in their order and round the end.
Request watch(const Words& words, const Catalog& catalog, const Progress& progress) {
    expect_at_most(words, 2);
    const std::string word = words.size() == 2 ? words[1] : "all";
    std::vector<const Lab*> labs = catalog.labs(word);
    const bool one = word != "all" && labs.size() == 1;
    const Lab* const named = one ? labs.front() : nullptr;
    if (one) labs = catalog.labs();
    const auto first = std::find_if(labs.begin(), labs.end(), [&](const Lab* lab) {
        return one ? lab == named : !progress.passed(lab->card.id);
    });
    if (first != labs.end()) std::rotate(labs.begin(), first, labs.end());
    return {Command::watch, std::move(labs), nullptr, nullptr, 0};
}

bool has_target(std::string_view ninja_file, const std::string& target) {
    return ninja_file.find("\nbuild " + target + ": phony") != ninja_file.npos;
}

// The judge with each of the candidates that come with the workbook.
void add_candidates(const Lab& lab, const fs::path& root, Words& targets) {
    const std::string suffix = lab.chapter.substr(0, 2) + '_' + lab.name;
    const fs::path solution = root / "solutions" / lab.chapter / lab.name;
    targets.push_back("solution_" + suffix);
    for (const std::string kind : {"alternative", "mistake"})
        for (const fs::path& file : files_in(solution / (kind + 's'), ".hpp"))
            targets.push_back(kind + '_' + suffix + '_' + to_text(file.stem()));
}

// An explored lab on real threads: the solution, and the starter where that does not wait too long
// (cmake/WorkbookLabs.cmake).
void add_native(const Lab& lab, Words& targets) {
    if (lab.card.verdict.find('E') == std::string::npos) return;
    const std::string suffix = lab.chapter.substr(0, 2) + '_' + lab.name;
    targets.push_back("native_" + suffix);
    const std::string card = read_file(lab.starter.parent_path() / "lab.txt").value_or("");
    const auto lines = lines_of(card);
    if (std::ranges::find(lines, "outcomes: solution") == lines.end())
        targets.push_back("native_starter_" + suffix);
}

// All that CTest runs for one chapter.
Words chapter_targets(const Chapter& chapter, const fs::path& root, std::string_view ninja_file) {
    Words targets;
    if (has_target(ninja_file, "ch" + chapter.number())) targets.push_back("ch" + chapter.number());
    for (const Lab& lab : chapter.labs) {
        add_candidates(lab, root, targets);
        add_native(lab, targets);
    }
    return targets;
}

}  // namespace

std::span<const SyelogProgram> syelog_programs() noexcept { return kSyelogPrograms; }

const Lab* next_lab(const Catalog& catalog, const Progress& progress, bool fast) {
    for (const Lab* lab : catalog.labs())
        if (!progress.passed(lab->card.id) && (lab->card.fast || !fast)) return lab;
    return nullptr;
}

Request understand(const Words& words, const Catalog& catalog, const Progress& progress) {
    if (words.empty())
        return {Command::home, next_only(catalog, progress), syelog_demo(catalog), nullptr, 0};
    const std::string& command = words.front();
    if (command == "bench") return bench(words);
    if (command == "break") return break_lab(words, catalog);
    if (command == "check") return check(words, catalog, progress);
    if (command == "demo") return demo(words, catalog);
    if (command == "grade") return grade(words, catalog);
    if (command == "hint") return hint(words, catalog, progress);
    if (command == "list") return list(words);
    if (command == "next") return next(words, catalog, progress);
    if (command == "new") return make_new(words);
    if (command == "replay") return replay(words, catalog, progress);
    if (command == "report") return report(words);
    if (command == "reset") return reset(words, catalog);
    if (command == "solution") return solution(words, catalog);
    if (command == "verify") return verify(words, catalog);
    if (command == "syelog") return syelog(words);
    if (command == "test") return test(words, catalog);
    if (command == "timeline") return timeline(words, catalog, progress);
    if (command == "watch") return watch(words, catalog, progress);
    if (command != "doctor")
        throw Problem(kUsage, "there is no command '" + command + "'; `wb --help` shows them");
    expect_at_most(words, 1);
    return {Command::doctor, {}, nullptr, nullptr, 0};
}

std::vector<std::string> targets_of(const Request& request, const fs::path& root,
                                    std::string_view ninja_file) {
    if (request.command == Command::test) {
        if (request.chapter == nullptr) return {"all"};
        return chapter_targets(*request.chapter, root, ninja_file);
    }
    Words targets;
    if (request.command == Command::verify) {
        if (request.chapter != nullptr) return chapter_targets(*request.chapter, root, ninja_file);
        if (request.labs.size() != 1) return {"all"};
        add_candidates(*request.labs.front(), root, targets);
    }
    if (request.demo != nullptr) {
        const std::string program = request.demo->program();
        const bool whole = program == kSyelogDemo && has_target(ninja_file, kSyelogTarget);
        targets.push_back(whole ? kSyelogTarget : program);
    }
    if (request.command == Command::bench)
        for (const BenchProgram& program : bench_programs(root, request.bench.word))
            targets.push_back(program.program());
    const bool has_page = request.command == Command::bench || request.command == Command::report ||
                          request.command == Command::replay ||
                          request.command == Command::timeline;
    if (has_page && has_target(ninja_file, kPages)) targets.emplace_back(kPages);
    if (request.command == Command::grade) targets.emplace_back("grade_parts");
    if (request.syelog != nullptr) targets.emplace_back(request.syelog->program);
    // What shows only text needs no program; watch mode asks for what it needs.
    constexpr Command kWithoutProgram[] = {Command::hint, Command::reset, Command::solution,
                                           Command::watch, Command::grade};
    if (std::ranges::find(kWithoutProgram, request.command) == std::end(kWithoutProgram))
        for (const Lab* lab : request.labs) targets.push_back(lab->program());
    return targets;
}

}  // namespace runner
