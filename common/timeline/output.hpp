// output.hpp - where a timeline goes: a file that an environment variable names.
//
//     const std::wstring file = timeline::file_in(L"WORKBOOK_TIMELINE");
//     if (!file.empty()) complain(timeline::write_file(file, text));
#pragma once

#include <string>
#include <string_view>

namespace timeline {

/// The value of the environment variable; "" if there is none, or an absurdly long one.
std::wstring file_in(const wchar_t* variable);

/// Replaces the file. Answers "", or one sentence that says what failed, where and why; then
/// nothing half-written is left. Never throws but for lack of memory.
std::string write_file(const std::wstring& file, std::string_view text);

/// The same, with the sentence on stderr. true: it is written.
bool write_or_complain(const std::wstring& file, std::string_view text);

}  // namespace timeline
