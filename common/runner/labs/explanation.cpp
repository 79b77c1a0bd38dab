// explanation.cpp - the DISCUSSION is laid out by hand (a label, a hanging indent): its lines are
// shown as they are.
#include "common/runner/labs/explanation.hpp"

#include "common/runner/text/text.hpp"

namespace runner {
namespace {

std::string_view without_slashes(std::string_view line) {
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    return line;
}

}  // namespace

std::vector<std::string> discussion_in(std::string_view source) {
    std::vector<std::string> found;
    bool inside = false;
    for (const std::string_view line : lines_of(source)) {
        if (inside && !line.starts_with("//")) break;
        // Blank comment lines between the heading and the text are not part of it.
        if (inside && (!found.empty() || !trimmed(without_slashes(line)).empty()))
            found.emplace_back(without_slashes(line));
        inside = inside || line == "// DISCUSSION";
    }
    return found;
}

std::string alternative_in(std::string_view source) {
    constexpr std::string_view kMark = "// ALTERNATIVE: ";
    if (!source.starts_with(kMark)) return "";
    std::string sentence;
    for (std::string_view line : lines_of(source)) {
        if (!line.starts_with("//")) break;
        line.remove_prefix(sentence.empty() ? kMark.size() : 2);
        append_wrapped(sentence, trimmed(line));
    }
    return sentence;
}

fs::path solution_file(const fs::path& root, const Lab& lab) {
    return root / L"solutions" / lab.chapter / lab.name / (lab.name + ".hpp");
}

void show_discussion(const Session& session, const Lab& lab) {
    const Screen& screen = session.screen;
    const auto lines = discussion_in(read_file(solution_file(session.root, lab)).value_or(""));
    if (lines.empty())
        screen.line("  " + session.say("The solution of this lab explains nothing.",
                                       "这个实验的答案没有解释。"));
    for (const std::string& line : lines) screen.line(line.empty() ? "" : "  " + line);
}

void show_alternatives(const Screen& screen, const fs::path& root, const Lab& lab) {
    const fs::path folder = solution_file(root, lab).parent_path() / L"alternatives";
    for (const fs::path& file : files_in(folder, ".hpp")) {
        screen.line("  " + screen.typed(to_text(file.lexically_relative(root))));
        screen.paragraph(alternative_in(read_file(file).value_or("")), 4);
    }
}

}  // namespace runner
