// starters.cpp - saves first, then restores.
#include "common/runner/labs/starters.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstdio>

namespace runner {
namespace {

constexpr int kMostInOneSecond = 100;

std::string without_returns(std::string_view text) {
    std::string out(text);
    std::erase(out, '\r');
    return out;
}

// Never one that is there: each save is somebody's work.
fs::path save(const fs::path& folder, const std::string& moment, std::string_view text) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        throw Problem(kEnvironment,
                      "cannot make the folder " + to_text(folder) + ", so nothing was reset");
    for (int i = 1; i <= kMostInOneSecond; ++i) {
        const fs::path file = folder / (moment + (i == 1 ? "" : '-' + std::to_string(i)) + ".hpp");
        if (fs::exists(file)) continue;
        replace_file(file, text);
        return file;
    }
    throw Problem(kEnvironment, to_text(folder) + " holds too many files of this second");
}

}  // namespace

fs::path delivered_file(const fs::path& root, const Lab& lab) {
    return root / L"solutions" / lab.chapter / lab.name / L"delivered.hpp";
}

bool is_delivered(const fs::path& root, const Lab& lab, std::string_view text) {
    const auto delivered = read_file(delivered_file(root, lab));
    return delivered && without_returns(*delivered) == without_returns(text);
}

fs::path restore_starter(const fs::path& root, const Lab& lab, const std::string& moment) {
    const fs::path source = delivered_file(root, lab);
    const auto delivered = read_file(source);
    if (!delivered)
        throw Problem(kEnvironment, to_text(source.lexically_relative(root)) +
                                        " is missing: it holds " + lab.card.id + " as delivered");
    const auto text = read_file(lab.starter);
    if (text && without_returns(*text) == without_returns(*delivered)) return {};
    fs::path saved;
    if (text) saved = save(root / L"saved" / (lab.card.id + '-' + lab.name), moment, *text);
    replace_file(lab.starter, *delivered);
    return saved;
}

std::string this_moment() {
    SYSTEMTIME now{};
    ::GetLocalTime(&now);
    char text[48];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u_%02u-%02u-%02u", unsigned{now.wYear},
                  unsigned{now.wMonth}, unsigned{now.wDay}, unsigned{now.wHour},
                  unsigned{now.wMinute}, unsigned{now.wSecond});
    return text;
}

}  // namespace runner
