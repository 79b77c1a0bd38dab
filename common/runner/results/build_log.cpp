// build_log.cpp - line by line; a failure's text ends where ninja speaks again.
#include "common/runner/results/build_log.hpp"

#include "common/runner/text/text.hpp"

namespace runner {
namespace {

// "[3/12] ..."
bool is_status(std::string_view line) {
    if (!line.starts_with('[')) return false;
    const std::size_t slash = line.find('/');
    const std::size_t close = line.find(']');
    return slash != line.npos && close != line.npos && slash < close &&
           is_number(trimmed(line.substr(1, slash - 1))) &&
           is_number(trimmed(line.substr(slash + 1, close - slash - 1)));
}

bool ends_failure(std::string_view line) {
    return is_status(line) || line.starts_with("FAILED: ") || line.starts_with("ninja: ");
}

// The target an output belongs to: out/CMakeFiles/<target>.dir/x.obj, or bin/<target>.exe.
std::string target_of(std::string_view output) {
    output = trimmed(output);
    if (output.starts_with('[')) {  // newer ninjas: "[code=1] output"
        const std::size_t close = output.find(']');
        output = trimmed(output.substr(close == output.npos ? 0 : close + 1));
    }
    constexpr std::string_view kFolder = "CMakeFiles";
    if (const std::size_t at = output.find(kFolder); at != output.npos) {
        const std::string_view rest = output.substr(at + kFolder.size() + 1);
        if (const std::size_t end = rest.find(".dir"); end != rest.npos)
            return std::string(rest.substr(0, end));
    }
    if (output.starts_with("build.ninja")) return "cmake";
    const std::string_view first = output.substr(0, output.find(' '));
    const std::string_view file = first.substr(first.find_last_of("/\\") + 1);
    return std::string(file.substr(0, file.rfind('.')));
}

bool is_error(std::string_view line) {
    return line.find("error:") != line.npos || line.find("error ") != line.npos ||  // gcc; cl, LNK
           line.find("Error") != line.npos || line.find("undefined reference") != line.npos;
}

std::string without_root(std::string_view line, std::string_view root) {
    std::string out(line);
    if (root.empty()) return out;
    for (std::size_t at; (at = out.find(root)) != out.npos;) out.erase(at, root.size());
    return out;
}

BuildFailure failure_at(const std::vector<std::string_view>& lines, std::size_t at,
                        std::string_view root) {
    BuildFailure failure{target_of(lines[at].substr(8)), {}};
    std::size_t end = at + 1;
    while (end < lines.size() && !ends_failure(lines[end])) ++end;
    std::size_t first = at + 2 <= end ? at + 2 : end;  // behind the command
    for (std::size_t i = first; i < end; ++i)
        if (is_error(lines[i])) {
            first = i;
            break;
        }
    for (std::size_t i = first; i < end; ++i) failure.lines.push_back(without_root(lines[i], root));
    return failure;
}

std::string trouble_in(std::string_view line) {
    if (line.find("No space left on device") != line.npos || line.find("C1085") != line.npos)
        return "the disk is full";
    if (line.find("Read-only file system") != line.npos) return "the build folder is read-only";
    return "";
}

}  // namespace

bool is_leaf_program(std::string_view target) {
    for (const std::string_view kind :
         {"lab_", "solution_", "alternative_", "mistake_", "demo_", "chapter_", "bench_", "grade_"})
        if (target.starts_with(kind)) return true;
    return target.ends_with("_tests");
}

std::string last_step(std::string_view text) {
    std::string step;
    for (const std::string_view line : lines_of(text))
        if (is_status(line)) step = line.substr(1, line.find(']') - 1);
    return step;
}

BuildLog parse_build_log(std::string_view text, std::string_view root) {
    BuildLog log;
    std::string ninja_error;
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (log.trouble.empty()) log.trouble = trouble_in(lines[i]);
        constexpr std::string_view kError = "ninja: error: ";
        if (lines[i].starts_with(kError)) ninja_error = lines[i].substr(kError.size());
        if (!lines[i].starts_with("FAILED: ")) continue;
        BuildFailure failure = failure_at(lines, i, root);
        bool seen = false;  // several files of one program
        for (const BuildFailure& earlier : log.failures) seen |= earlier.target == failure.target;
        if (!seen) log.failures.push_back(std::move(failure));
    }
    // Where something failed, ninja's own error only repeats it.
    if (log.trouble.empty() && log.failures.empty()) log.trouble = ninja_error;
    return log;
}

const BuildFailure* BuildLog::blocks(std::string_view target) const {
    for (const BuildFailure& failure : failures)
        if (failure.target == target) return &failure;
    for (const BuildFailure& failure : failures)
        if (!is_leaf_program(failure.target)) return &failure;
    return nullptr;
}

}  // namespace runner
