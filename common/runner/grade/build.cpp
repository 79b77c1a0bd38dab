// build.cpp - cmake --build, which knows the generator.
#include "common/runner/grade/build.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/results/build_log.hpp"
#include "common/win32/child.hpp"
#include "common/win32/error.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <chrono>

namespace runner {
namespace {

constexpr std::chrono::seconds kForOne{60};
constexpr std::size_t kMostLog = 8 << 20;  // a text can make a compiler say a lot

fs::path program_of(const Unit& unit, const fs::path& build_folder) {
    return build_folder / L"bin" / (unit.target() + ".exe");
}

std::wstring build_command(const std::vector<Unit>& round, const fs::path& build_folder) {
    std::vector<std::wstring> words = {L"--build", build_folder.wstring(), L"--target"};
    for (const Unit& unit : round) words.push_back(w32::to_wide(unit.target()));
    words.insert(words.end(), {L"--", L"-k", L"0"});  // one that fails does not stop the others
    return w32::command_line(L"cmake", words);
}

// Another's program must never be taken for this one's.
void lay_out(const Workshop& shop, const Unit& unit, const fs::path& build_folder) {
    const fs::path program = program_of(unit, build_folder);
    if (!::DeleteFileW(program.c_str()) && ::GetLastError() != ERROR_FILE_NOT_FOUND &&
        ::GetLastError() != ERROR_PATH_NOT_FOUND)
        throw Problem(kEnvironment, "cannot delete the old " + to_text(program));
    const fs::path slot = shop.slot(*unit.lab);
    fs::create_directories(slot.parent_path());
    replace_file(slot, *unit.text);
}

void take(const Workshop& shop, const Unit& unit, const fs::path& build_folder,
          const std::string& log) {
    const fs::path folder = shop.work(unit.key);
    std::error_code failed;
    fs::rename(program_of(unit, build_folder), folder / L"program.exe", failed);
    if (failed) replace_file(folder / L"build.txt", log);
}

}  // namespace

void build_units(const Workshop& shop, const std::vector<std::vector<Unit>>& rounds,
                 const fs::path& build_folder, const std::function<void(std::size_t)>& told) {
    std::size_t done = 0;
    for (const auto& round : rounds) {
        for (const Unit& unit : round) lay_out(shop, unit, build_folder);
        std::string log;
        const auto limit =
            std::max(std::chrono::seconds{180}, kForOne * static_cast<std::int64_t>(round.size()));
        try {
            (void)w32::run_child(build_command(round, build_folder), limit,
                                 [&](std::string_view text) {
                                     if (log.size() < kMostLog) log += text;
                                 });
        } catch (const w32::Error& error) {
            throw Problem(kEnvironment, std::string("cmake cannot be started: ") + error.what());
        }
        const BuildLog parsed = parse_build_log(log, "");
        if (!parsed.trouble.empty())
            throw Problem(kEnvironment, "the build stopped: " + parsed.trouble);
        for (const BuildFailure& failure : parsed.failures)
            if (!is_leaf_program(failure.target))
                throw Problem(kEnvironment,
                              failure.target + ", which every judge needs, does not build");
        for (const Unit& unit : round) take(shop, unit, build_folder, log);
        done += round.size();
        told(done);
    }
}

}  // namespace runner
