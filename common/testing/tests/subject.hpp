// subject.hpp - runs tests of testing_subject in a process of their own and collects what it says.
#pragma once

#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

#include <string>
#include <utility>

namespace subject {

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
    w32::Job job;  // ends the child with us, whatever happens here
    w32::OutputPipe pipe = w32::make_output_pipe();
    w32::Process process(w32::quote(program) + L" --gtest_filter=" + filter,
                         {.job = &job, .output = pipe.write.get()});
    pipe.write.reset();
    std::string output;
    char buffer[512];
    DWORD count = 0;
    while (::ReadFile(pipe.read.get(), buffer, sizeof buffer, &count, nullptr) && count > 0)
        output.append(buffer, count);
    process.wait();
    std::erase(output, '\r');
    return {process.exit_code(), std::move(output)};
}

}  // namespace subject
