// chinese_titles.cpp - reads one line of each Chinese note, and one small file.
#include "common/runner/labs/chinese_titles.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/keyed.hpp"
#include "common/runner/text/messages.hpp"
#include "common/runner/text/text.hpp"

namespace runner {
namespace {

bool is_demo(std::string_view key) {
    return !key.empty() &&
           key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == key.npos;
}

std::string heading_of(const fs::path& note) {
    const auto text = read_file(note);
    for (const std::string_view line : lines_of(text ? *text : std::string_view()))
        if (line.starts_with("# ")) return std::string(trimmed(line.substr(2)));
    return "";
}

}  // namespace

void add_chinese_titles(Catalog& catalog, const fs::path& root) try {
    for (Chapter& chapter : catalog.chapters)
        chapter.topic_zh = heading_of(root / L"notes" / L"zh-CN" / (chapter.folder + ".md"));
    const std::string name = "common/runner/words/demos.zh.txt";
    const KeyedText titles =
        parse_keyed(read_file(root / fs::path(name)).value_or(""), name, is_demo);
    for (Chapter& chapter : catalog.chapters)
        for (Demo& demo : chapter.demos)
            if (const auto at = titles.values.find(chapter.number() + '_' + demo.name);
                at != titles.values.end())
                demo.title_zh = at->second.text;
} catch (const Problem& problem) {
    complain(problem.what());
}

}  // namespace runner
