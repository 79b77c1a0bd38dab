// programs.cpp - command lines of benchmark programs.
#include "common/runner/bench/programs.hpp"

#include "common/runner/child.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <utility>

namespace runner {
namespace {

constexpr char kSyelog[] = "syelog";  // measures processes, so it is no program of Google Benchmark
constexpr char kChapters[] = "// Chapters:";
constexpr auto kLimit = std::chrono::minutes{10};
constexpr std::size_t kMostOutput = 1u << 20;

void add_if_program(std::vector<BenchProgram>& programs, const fs::path& source) {
    const std::string text = read_file(source).value_or("");
    for (std::string_view line : lines_of(text)) {
        if (!line.starts_with("//")) return;
        if (!line.starts_with(kChapters)) continue;
        line.remove_prefix(std::size(kChapters) - 1);
        BenchProgram program{to_text(source.stem()), {}};
        for (const std::string_view word : words_of(line)) program.chapters.emplace_back(word);
        programs.push_back(std::move(program));
        return;
    }
}

std::vector<std::wstring> arguments(const BenchProgram& program, const BenchSettings& settings,
                                    const std::string& json) {
    const std::string count = std::to_string(settings.repetitions);
    std::vector<std::string> words;
    if (settings.quick) words.emplace_back("--quick");
    if (program.name == kSyelog) {
        words.insert(words.end(), {"--rounds", count, "--json", json});
    } else {
        words.push_back("--benchmark_out=" + json);
        words.emplace_back("--benchmark_out_format=json");
        words.push_back("--benchmark_repetitions=" + count);
        words.emplace_back("--benchmark_enable_random_interleaving=true");
        if (!settings.filter.empty()) words.push_back("--benchmark_filter=" + settings.filter);
    }
    std::vector<std::wstring> wide;
    for (const std::string& word : words) wide.push_back(w32::to_wide(word));
    return wide;
}

// What the program said last: there it says what is wrong.
std::string last_line(const std::string& output) {
    std::string last;
    for (const std::string_view line : lines_of(output))
        if (!trimmed(line).empty()) last = trimmed(line);
    return last;
}

// Google Benchmark writes NaN for what it cannot compute, which JSON does not know.
std::string without_nan(std::string_view text) {
    constexpr std::string_view kNaN = ": NaN";
    std::string out;
    for (std::string_view line : lines_of(text)) {
        const bool comma = line.ends_with(',');
        if (comma) line.remove_suffix(1);
        const bool nan = line.ends_with(kNaN);
        if (nan) line.remove_suffix(kNaN.size());
        out += std::string(line) + (nan ? ": null" : "") + (comma ? ",\n" : "\n");
    }
    return out;
}

std::string take_figures(const fs::path& json, const std::string& program, BenchRun& run) {
    const auto text = read_file(json);
    if (!text || text->empty()) return "it has written no figures";
    try {
        run.add(Json::parse(without_nan(*text)), program);
    } catch (const JsonError& error) {
        return "its figures in " + to_text(json) + " are no JSON: " + error.what();
    }
    return "";
}

}  // namespace

std::vector<BenchProgram> bench_programs(const fs::path& root) {
    std::vector<BenchProgram> programs;
    const fs::path bench = root / L"bench";
    for (const fs::path& source : files_in(bench, ".cpp")) add_if_program(programs, source);
    for (const fs::path& folder : folders_in(bench))
        for (const fs::path& source : files_in(folder, ".cpp")) add_if_program(programs, source);
    const auto place = [](const BenchProgram& one) {
        return std::pair(one.chapters.empty() ? "99" : one.chapters.front(), one.name);
    };
    std::sort(programs.begin(), programs.end(),
              [&](const BenchProgram& a, const BenchProgram& b) { return place(a) < place(b); });
    return programs;
}

std::vector<BenchProgram> bench_programs(const fs::path& root, const std::string& word) {
    const std::vector<BenchProgram> all = bench_programs(root);
    if (word.empty()) return all;
    std::vector<BenchProgram> some;
    for (const BenchProgram& program : all) {
        const bool in_chapter = std::any_of(
            program.chapters.begin(), program.chapters.end(),
            [&](const std::string& chapter) { return word == "ch" + chapter || word == chapter; });
        if (in_chapter || word == program.name || word == program.program())
            some.push_back(program);
    }
    if (!some.empty()) return some;
    std::string names;
    for (const BenchProgram& program : all) names += (names.empty() ? "" : ", ") + program.name;
    throw Problem(kUsage, "there is no benchmark '" + word + "'; there are: " + names +
                              ", and chNN for those of a chapter");
}

std::string run_bench(const BenchProgram& program, const BenchSettings& settings,
                      const fs::path& bin, const fs::path& folder, BenchRun& run) {
    const fs::path json = folder / (program.name + ".json");
    const fs::path exe = bin / (program.program() + ".exe");
    std::error_code ignored;
    fs::remove(json, ignored);  // of an earlier run
    std::string output;
    const auto sink = [&](std::string_view text) {
        if (output.size() < kMostOutput) output += text;
    };
    // Relative, because it stays ASCII then, whatever the folder above is called.
    const std::wstring command =
        w32::command_line(exe.native(), arguments(program, settings, to_text(json)));
    try {
        const w32::ChildEnd end = w32::run_child(command, kLimit, sink);
        replace_file(folder / (program.name + ".log"), output);
        if (!end.ended) return "it was ended after ten minutes";
        if (end.exit_code != 0)
            return "it ended with exit code " + std::to_string(end.exit_code) + ": " +
                   last_line(output);
    } catch (const w32::Error& error) {
        return error.what();
    }
    return take_figures(json, program.program(), run);
}

}  // namespace runner
