// verdicts.cpp - two small files, read when a lab did not pass.
#include "common/runner/labs/verdicts.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/keyed.hpp"
#include "common/runner/text/messages.hpp"

namespace runner {
namespace {

bool is_name(std::string_view key) {
    return !key.empty() &&
           key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == key.npos;
}

Verdicts verdicts_in(const fs::path& file, const fs::path& root) {
    const std::string name = to_text(file.lexically_relative(root));
    return parse_verdicts(read_file(file).value_or(""), name);
}

}  // namespace

Verdicts parse_verdicts(std::string_view text, const std::string& file) {
    Verdicts verdicts;
    for (auto& [name, value] : parse_keyed(text, file, is_name).values) {
        if (value.text.empty()) fail_in(file, value.line, "'" + name + "' has no sentence");
        verdicts.emplace(name, std::move(value.text));
    }
    return verdicts;
}

std::string verdict_in_chinese(const Judged& judged, const Verdicts& own, const Verdicts& common) {
    const std::string key = judged.key();
    for (const Verdicts* verdicts : {&own, &common})
        if (const auto at = verdicts->find(key); at != verdicts->end()) return at->second;
    return "";
}

void add_chinese(Judged& judged, const Lab& lab, const fs::path& root) try {
    if (judged.passed()) return;
    constexpr const wchar_t* kFile = L"verdicts.zh.txt";
    judged.chinese =
        verdict_in_chinese(judged, verdicts_in(lab.starter.parent_path() / kFile, root),
                           verdicts_in(root / L"common" / L"runner" / L"words" / kFile, root));
} catch (const Problem& problem) {
    complain(problem.what());
}

}  // namespace runner
