// session.cpp - the few things that commands share.
#include "common/runner/session.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/messages.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"
#include "common/win32/windows.hpp"

#include <algorithm>

namespace runner {
namespace {

// "// TODO 2: ..." at its place; the header block's "the places marked TODO" has no number.
std::size_t line_of_first_todo(std::string_view source) {
    const auto lines = lines_of(source);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t at = lines[i].find("TODO ");
        if (at != std::string_view::npos && at + 5 < lines[i].size() &&
            is_number(lines[i].substr(at + 5, 1)))
            return i + 1;
    }
    return 0;
}

// "" if we were started without a build.
std::string build_text(const fs::path& root) {
    wchar_t path[MAX_PATH];
    const DWORD length = ::GetEnvironmentVariableW(L"WB_BUILD_LOG", path, MAX_PATH);
    if (length == 0 || length >= MAX_PATH) return "";
    return read_file(root / path).value_or("");
}

}  // namespace

std::string as_typed_here(std::string sentence) {
    if (!w32::running_under_wine()) return sentence;
    for (std::size_t at = 0; (at = sentence.find("`wb ", at)) != sentence.npos; at += 4)
        sentence.replace(at, 4, "`./wb ");
    return sentence;
}

std::string Session::command(std::string_view arguments) const {
    return (w32::running_under_wine() ? "./wb " : "wb ") + std::string(arguments);
}

std::string Session::work_place(const Lab& lab) const {
    const std::string file = to_text(lab.starter.lexically_relative(root));
    const std::size_t line = line_of_first_todo(read_file(lab.starter).value_or(""));
    return line == 0 ? file : file + ':' + std::to_string(line);
}

fs::path Session::as_called(std::string_view word) const {
    wchar_t caller[MAX_PATH];
    const DWORD length = ::GetEnvironmentVariableW(L"WB_CALLER", caller, MAX_PATH);
    const bool known = length > 0 && length < MAX_PATH;
    return (known ? fs::path(caller) : root) / fs::path(w32::to_wide(word));
}

// On Wine it is a Linux compiler, which has no drive Z:.
std::string Session::root_in_build_log() const {
    if (w32::running_under_wine()) return to_text(root).substr(2) + '/';
    std::string native = to_text(root) + '/';
    std::replace(native.begin(), native.end(), '/', '\\');
    return native;
}

void Session::save_progress() const {
    try {
        replace_file(progress_file(), progress.text());
    } catch (const Problem& problem) {
        complain(std::string("the progress is not recorded: ") + problem.what());
    }
}

BuildLog Session::build_log() const {
    return parse_build_log(build_text(root), root_in_build_log());
}

std::string Session::build_step() const { return last_step(build_text(root)); }

}  // namespace runner
