// lab_run.cpp - the environment of the program is set here, and the result file of yesterday
// deleted.
#include "common/runner/lab_run.hpp"

#include "common/runner/problem.hpp"

#include <deque>

namespace runner {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;

// GoogleTest and the explored tests listen to variables that would turn "passed" into "passed what
// was left".
void forget_test_settings() {
    for (const wchar_t* name : {L"GTEST_FILTER", L"GTEST_REPEAT", L"GTEST_TOTAL_SHARDS",
                                L"GTEST_SHARD_INDEX", L"GTEST_FAIL_FAST", L"GTEST_OUTPUT",
                                L"WORKBOOK_SCHEDULE", L"WORKBOOK_LETTERS", L"WORKBOOK_REPLAY"})
        (void)::SetEnvironmentVariableW(name, nullptr);
}

// A variable of the programs that are started while this lives.
class Setting {
public:
    Setting(const wchar_t* name, const std::wstring& value) : name_(name) {
        if (!::SetEnvironmentVariableW(name, value.c_str()))
            throw Problem(kEnvironment, "an environment variable cannot be set");
    }
    ~Setting() { (void)::SetEnvironmentVariableW(name_, nullptr); }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;

private:
    const wchar_t* name_;
};

}  // namespace

fs::path result_file(const Lab& lab, const fs::path& bin, const char* purpose) {
    return bin.parent_path() / L"results" / (lab.program() + '.' + purpose + ".txt");
}

std::optional<LabRun> run_lab(const Lab& lab, const fs::path& bin, const char* purpose,
                              const Settings& settings, w32::Timeout limit) {
    const fs::path result = result_file(lab, bin, purpose);
    std::error_code exists_already;
    fs::create_directories(result.parent_path(), exists_already);
    if (!::DeleteFileW(result.c_str()) && ::GetLastError() != ERROR_FILE_NOT_FOUND)
        throw Problem(kEnvironment, "cannot delete the old " + to_text(result));
    forget_test_settings();
    const Setting to_file(L"WORKBOOK_RESULT_FILE", result.wstring());
    std::deque<Setting> others;
    for (const auto& [name, ascii] : settings)
        others.emplace_back(name, std::wstring(ascii.begin(), ascii.end()));
    std::string output;
    const auto keep = [&](std::string_view text) {
        if (output.size() < kMostOutput) output += text;
    };
    const fs::path program = bin / (lab.program() + ".exe");
    const auto end = run_program(program.wstring(), limit, keep);
    if (!end) return std::nullopt;
    return LabRun{*end, read_file(result), std::move(output)};
}

}  // namespace runner
