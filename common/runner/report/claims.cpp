// claims.cpp - looks for three words in a test's source; no more C++ than that is understood.
#include "common/runner/report/claims.hpp"

#include "common/runner/text/text.hpp"

#include <algorithm>
#include <cctype>

namespace runner {
namespace {

constexpr std::string_view kClaim = "WB_CLAIM(";
constexpr std::string_view kSkip = "WB_SKIP_UNDER_WINE(";
constexpr std::string_view kTests[] = {"TEST(", "TEST_F(", "TEST_P("};

void skip_space(std::string_view source, std::size_t& at) {
    while (at < source.size() && std::isspace(static_cast<unsigned char>(source[at])) != 0) ++at;
}

std::string word_at(std::string_view source, std::size_t& at) {
    skip_space(source, at);
    const std::size_t begin = at;
    while (at < source.size() &&
           (std::isalnum(static_cast<unsigned char>(source[at])) != 0 || source[at] == '_'))
        ++at;
    return std::string(source.substr(begin, at - begin));
}

// One or more string literals: what the compiler makes of them.
std::string literals_at(std::string_view source, std::size_t& at) {
    std::string text;
    for (skip_space(source, at); at < source.size() && source[at] == '"'; skip_space(source, at)) {
        for (++at; at < source.size() && source[at] != '"'; ++at) {
            if (source[at] == '\\' && at + 1 < source.size()) ++at;
            text += source[at];
        }
        ++at;
    }
    return text;
}

// "(Suite, Name)" behind TEST; "" if that is not what stands there.
std::string test_at(std::string_view source, std::size_t at) {
    const std::string suite = word_at(source, at);
    skip_space(source, at);
    if (suite.empty() || at >= source.size() || source[at] != ',') return "";
    const std::string name = word_at(source, ++at);
    return name.empty() ? "" : suite + '.' + name;
}

}  // namespace

std::vector<Claim> claims_in(std::string_view source) {
    std::vector<Claim> claims;
    std::string test;
    std::size_t first_of_test = 0;
    for (std::size_t at = 0; at < source.size(); ++at) {
        const std::string_view rest = source.substr(at);
        for (const std::string_view word : kTests)
            if (rest.starts_with(word))
                if (std::string name = test_at(source, at + word.size()); !name.empty()) {
                    test = std::move(name);
                    first_of_test = claims.size();
                }
        if (rest.starts_with(kClaim)) {
            std::size_t inside = at + kClaim.size();
            Claim claim{literals_at(source, inside), "", test, "same"};
            skip_space(source, inside);
            if (inside < source.size() && source[inside] == ',')
                claim.sentence = literals_at(source, ++inside);
            if (!claim.id.empty()) claims.push_back(std::move(claim));
        } else if (rest.starts_with(kSkip)) {
            for (std::size_t i = first_of_test; i < claims.size(); ++i)
                claims[i].mark = "differs-in-wine";
        }
    }
    return claims;
}

std::vector<Claim> claims_of(const Chapter& chapter, const fs::path& root) {
    std::vector<Claim> claims;
    std::vector<fs::path> folders = {root / L"chapters" / chapter.folder};
    for (const fs::path& folder : folders_in(folders.front())) folders.push_back(folder);
    for (const fs::path& folder : folders)
        for (const fs::path& file : files_in(folder, ".cpp"))
            if (to_text(file.stem()).ends_with("_test"))
                for (Claim& claim : claims_in(read_file(file).value_or("")))
                    claims.push_back(std::move(claim));
    std::sort(claims.begin(), claims.end(),
              [](const Claim& a, const Claim& b) { return a.id < b.id; });
    return claims;
}

}  // namespace runner
