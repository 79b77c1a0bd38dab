// run.cpp - a job, a token, a folder and a pipe per program; one wait after another until it ends.
#include "common/runner/grade/run.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/child.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/low_token.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string_view>

namespace runner {
namespace {

using Clock = std::chrono::steady_clock;
using How = RunEnd::How;

// How often it is looked whether a program has filled its folder or printed too much.
constexpr std::chrono::milliseconds kLook{200};

// Keeps the beginning, counts the rest.
struct Output {
    std::string kept;
    std::atomic<std::size_t> bytes{0};
};

void read_output(HANDLE pipe, std::size_t most, Output& output) {
    char chunk[16 * 1024];
    DWORD bytes = 0;
    while (::ReadFile(pipe, chunk, sizeof chunk, &bytes, nullptr)) {
        const std::size_t room = most - std::min(most, output.kept.size());
        output.kept.append(chunk, std::min<std::size_t>(room, bytes));
        output.bytes += bytes;
    }
}

// Files may come and go meanwhile: what cannot be seen does not count.
std::uintmax_t bytes_in(const fs::path& folder) {
    std::uintmax_t sum = 0;
    std::error_code gone;
    for (auto at = fs::recursive_directory_iterator(folder, gone);
         !gone && at != fs::recursive_directory_iterator(); at.increment(gone)) {
        std::error_code none;
        const std::uintmax_t bytes = at->is_regular_file(none) ? at->file_size(none) : 0;
        if (!none) sum += bytes;
    }
    return sum;
}

RunEnd watch(const w32::Process& child, const Output& output, const fs::path& scratch,
             const RunLimits& limits) {
    const auto end = Clock::now() + std::chrono::seconds(limits.seconds);
    while (w32::wait(child.get(), kLook) != w32::Waited::signaled) {
        if (output.bytes > limits.output) return {How::output};
        if (bytes_in(scratch) > limits.files) return {How::files};
        if (Clock::now() >= end) return {How::time};
    }
    return {How::ended, child.exit_code()};
}

bool is_forgotten(std::wstring_view name) {
    for (const std::wstring_view start :
         {L"GTEST_", L"WORKBOOK_", L"WB_", L"TEMP=", L"TMP=", L"PATH="})
        if (name.size() >= start.size() &&
            ::CompareStringOrdinal(name.data(), static_cast<int>(start.size()), start.data(),
                                   static_cast<int>(start.size()), TRUE) == CSTR_EQUAL)
            return true;
    return false;
}

struct Environment {
    wchar_t* block = ::GetEnvironmentStringsW();
    Environment() = default;
    ~Environment() { ::FreeEnvironmentStringsW(block); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
};

std::wstring system_folder() {
    wchar_t folder[MAX_PATH];
    const UINT length = ::GetSystemDirectoryW(folder, MAX_PATH);
    return std::wstring(folder, length < MAX_PATH ? length : 0);
}

// A program that has just been ended may keep its files for a moment; what stays is removed with
// the folder when the text is graded the next time.
void remove_quietly(const fs::path& what) {
    std::error_code in_use;
    fs::remove_all(what, in_use);
}

void run_one(const Workshop& shop, const Unit& unit, const fs::path& bin, const RunLimits& limits) {
    const fs::path folder = shop.work(unit.key);
    if (!fs::exists(folder / L"program.exe")) return;
    const RunEnd end = run_confined(folder, bin, limits);
    replace_file(folder / L"end.txt", end_text(end));
    remove_quietly(folder / L"program.exe");
}

}  // namespace

std::wstring environment_for(const fs::path& scratch, const fs::path& bin, int seconds,
                             const wchar_t* ours) {
    std::wstring block;
    for (std::wstring_view one = ours; !one.empty();
         one = std::wstring_view(one.data() + one.size() + 1))
        if (!is_forgotten(one)) block += std::wstring(one) + L'\0';
    const std::wstring folder = scratch.wstring();
    // Each test gets its usual ten seconds, or less if the whole program has not many.
    const int test_ms = std::min(10'000, seconds * 250);
    block += L"PATH=" + bin.wstring() + L';' + system_folder() + L'\0';
    block += L"TEMP=" + folder + L'\0' + L"TMP=" + folder + L'\0';
    block += L"WORKBOOK_RESULT_FILE=" + (scratch / L"result.txt").wstring() + L'\0';
    block += L"WORKBOOK_TEST_LIMIT_MS=" + std::to_wstring(test_ms) + L'\0';
    return block + L'\0';
}

RunEnd run_confined(const fs::path& folder, const fs::path& bin, const RunLimits& limits) {
    const fs::path scratch = folder / L"scratch";
    fs::create_directories(scratch);
    const bool wine = w32::running_under_wine();
    const w32::Handle token = wine ? w32::Handle() : w32::make_low_token();
    if (!wine) w32::let_low_write(scratch.wstring());
    const Environment ours;
    const std::wstring environment = environment_for(scratch, bin, limits.seconds, ours.block);
    const std::wstring where = scratch.wstring();
    w32::OutputPipe pipe = w32::make_output_pipe();
    Output output;
    RunEnd end;
    w32::Thread reader;
    {
        w32::Job job;  // dies before `reader` is joined: then nobody holds the pipe
        job.limit(limits.processes, limits.memory);
        const w32::Process child(w32::quote((folder / L"program.exe").wstring()),
                                 {.job = &job,
                                  .output = pipe.write.get(),
                                  .directory = where.c_str(),
                                  .environment = environment.c_str(),
                                  .token = token.get()});
        pipe.write.reset();
        reader = w32::Thread("a program's output",
                             [&] { read_output(pipe.read.get(), limits.kept_output, output); });
        end = watch(child, output, scratch, limits);
        job.terminate(w32::kKilled);
        (void)w32::wait(child.get(), w32::forever);
    }
    reader.join();
    replace_file(folder / L"output.txt", output.kept);
    std::error_code none;
    const fs::path result = scratch / L"result.txt";
    if (fs::file_size(result, none) <= (1 << 20) && !none)
        replace_file(folder / L"result.txt", read_file(result).value_or(""));
    remove_quietly(scratch);
    return end;
}

void run_units(const Workshop& shop, const std::vector<Unit>& units, const fs::path& bin,
               const RunLimits& limits, int jobs, const std::function<void(std::size_t)>& told) {
    std::atomic<std::size_t> next{0};
    std::size_t done = 0;
    w32::SrwLock one_at_a_time;
    std::string trouble;  // the first
    const auto work = [&] {
        for (std::size_t i = next++; i < units.size(); i = next++) {
            std::string wrong;
            try {
                run_one(shop, units[i], bin, limits);
            } catch (const std::exception& error) {
                wrong = error.what();
            }
            const w32::Guard lock(one_at_a_time);
            if (trouble.empty()) trouble = wrong;
            told(++done);
        }
    };
    {
        std::vector<w32::Thread> threads;
        for (int i = 0; i < jobs; ++i) threads.emplace_back("grader", work);
    }
    if (!trouble.empty()) throw Problem(kEnvironment, "a program could not be run: " + trouble);
}

}  // namespace runner
