// lab_run.cpp - the environment of the program is set here, and the result file of yesterday
// deleted.
#include "common/runner/labs/lab_run.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/text.hpp"

#include <deque>

namespace runner {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;

// GoogleTest and the explored tests listen to variables that would turn "passed" into "passed what
// was left".
void forget_test_settings() {
    for (const wchar_t* name :
         {L"GTEST_FILTER", L"GTEST_REPEAT", L"GTEST_TOTAL_SHARDS", L"GTEST_SHARD_INDEX",
          L"GTEST_FAIL_FAST", L"GTEST_OUTPUT", L"WORKBOOK_SCHEDULE", L"WORKBOOK_LETTERS",
          L"WORKBOOK_TIMELINE", L"WORKBOOK_REPORT_JSON", L"WORKBOOK_REPLAY"})
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

void remove_old(const fs::path& file) {
    if (::DeleteFileW(file.c_str())) return;
    const DWORD error = ::GetLastError();
    if (error != ERROR_FILE_NOT_FOUND && error != ERROR_PATH_NOT_FOUND)
        throw Problem(kEnvironment, "cannot delete the old " + to_text(file));
}

std::unique_ptr<LabProcess> LabProcess::start(const Lab& lab, const fs::path& bin,
                                              const char* purpose, const Settings& settings) {
    const fs::path result = result_file(lab, bin, purpose);
    std::error_code exists_already;
    fs::create_directories(result.parent_path(), exists_already);
    remove_old(result);
    forget_test_settings();
    const Setting to_file(L"WORKBOOK_RESULT_FILE", result.wstring());
    std::deque<Setting> others;
    for (const auto& [name, text] : settings) others.emplace_back(name, w32::to_wide(text));
    std::unique_ptr<LabProcess> process(new LabProcess(result, purpose));
    std::string& output = process->output_;
    process->child_ =
        start_program((bin / (lab.program() + ".exe")).wstring(), [&output](std::string_view text) {
            if (output.size() < kMostOutput) output += text;
        });
    return process->child_ == nullptr ? nullptr : std::move(process);
}

LabRun LabProcess::finish() {
    const w32::ChildEnd end = child_->finish();
    return LabRun{end, read_file(result_), output_};
}

std::optional<LabRun> run_lab(const Lab& lab, const fs::path& bin, const char* purpose,
                              const Settings& settings, w32::Timeout limit) {
    const auto process = LabProcess::start(lab, bin, purpose, settings);
    if (process == nullptr) return std::nullopt;
    (void)w32::wait(process->get(), limit);
    return process->finish();
}

}  // namespace runner
