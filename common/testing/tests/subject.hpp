// subject.hpp - runs tests of testing_subject in a process of their own and collects what it says.
#pragma once

#include "common/testing/child.hpp"
#include "common/win32/text.hpp"

#include <string>
#include <utility>

namespace subject {

using namespace std::chrono_literals;

struct Outcome {
    DWORD exit_code;
    std::string output;
};

/// An environment variable, for as long as the object lives. Children see it.
class Variable {
public:
    Variable(const wchar_t* name, const wchar_t* value) : name_(name) {
        wchar_t before[512];
        const DWORD length = ::GetEnvironmentVariableW(name, before, 512);
        if (length > 0 && length < 512) before_ = before;
        w32::check(::SetEnvironmentVariableW(name, value), "SetEnvironmentVariableW");
    }
    ~Variable() {
        (void)::SetEnvironmentVariableW(name_, before_.empty() ? nullptr : before_.c_str());
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const wchar_t* name_;
    std::wstring before_;
};

/// `filter` as --gtest_filter takes it, without "Subject.". `result_file` nullptr: none.
inline Outcome run(const std::wstring& filter, const wchar_t* result_file = nullptr,
                   const wchar_t* limit_ms = L"5000") {
    const Variable limit(L"WORKBOOK_TEST_LIMIT_MS", limit_ms);
    const Variable file(L"WORKBOOK_RESULT_FILE", result_file);
    const std::wstring me = w32::this_program();
    const std::wstring program = me.substr(0, me.find_last_of(L"\\/") + 1) + L"testing_subject.exe";
    auto child = workbook::run_child(w32::quote(program) + L" --gtest_filter=" + filter, 60s);
    std::erase(child.output, '\r');
    return {child.exit_code, std::move(child.output)};
}

}  // namespace subject
