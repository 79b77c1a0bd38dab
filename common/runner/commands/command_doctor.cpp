// command_doctor.cpp - `wb doctor`: is everything there that the workbook needs?
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/windows.hpp"

namespace runner {
namespace {

constexpr int kOldestWine = 8;  // the oldest one that the workbook's facts were checked on

struct Finding {
    std::string subject;
    std::string seen;
    std::string remedy;  ///< "" if all is well
};

Finding platform(const Session& session) {
    const bool old = w32::running_under_wine() && w32::wine_major() < kOldestWine;
    return {session.say("platform", "平台"), w32::platform_name(),
            old ? session.say("install Wine 8 or newer", "请安装 Wine 8 或更新的版本") : ""};
}

Finding google_test(const Session& session) {
    const std::string version = WB_GOOGLETEST_VERSION;
    if (!version.empty()) return {"GoogleTest", version, ""};
    return {"GoogleTest", session.say("version unknown", "版本不明"),
            session.say("configure again: delete the build folder", "请删除构建文件夹，重新配置")};
}

Finding build_folder(const Session& session) {
    const std::string why = why_not_writable(session.build_folder());
    return {session.say("build folder", "构建文件夹"),
            to_text(session.build_folder().lexically_relative(session.root)), why};
}

Finding progress_file(const Session& session) {
    const auto text = read_file(session.progress_file());
    if (!text)
        return {"progress.txt",
                session.say("not there yet; the first passed lab makes it",
                            "还没有；通过第一个实验时就会有"),
                ""};
    const DWORD attributes = ::GetFileAttributesW(session.progress_file().c_str());
    const bool read_only = (attributes & FILE_ATTRIBUTE_READONLY) != 0;
    if (!read_only) return {"progress.txt", session.say("can be written", "可以写入"), ""};
    return {"progress.txt", session.say("read-only", "只读"),
            session.say("make it writable, or passing a lab is not recorded",
                        "请让它可写，否则通过的实验记不下来")};
}

// Each is built when it is asked for; so a program that is missing is a fact, not a problem.
Finding programs(const Session& session) {
    std::size_t all = 0;
    std::size_t there = 0;
    const auto count = [&](const std::string& program) {
        ++all;
        there += fs::exists(session.bin / (program + ".exe")) ? 1 : 0;
    };
    for (const Chapter& chapter : session.catalog.chapters) {
        for (const Demo& demo : chapter.demos) count(demo.program());
        for (const Lab& lab : chapter.labs) count(lab.program());
    }
    const std::string built = std::to_string(there);
    const std::string of_all = std::to_string(all);
    return {
        session.say("programs", "程序"),
        session.say(built + " of " + of_all +
                        " labs and demos are built; the others are built when they are asked for",
                    of_all + " 个实验和演示中有 " + built + " 个已构建；其余的用到时再构建"),
        ""};
}

}  // namespace

int doctor(const Session& session) {
    const Screen& screen = session.screen;
    const Finding findings[] = {
        platform(session),      {session.say("compiler", "编译器"), WB_COMPILER, ""},
        google_test(session),   build_folder(session),
        progress_file(session), programs(session)};
    bool healthy = true;
    for (const Finding& finding : findings) {
        const bool fine = finding.remedy.empty();
        healthy = healthy && fine;
        const std::string word = padded(fine ? "ok" : session.say("problem", "有问题"), 9);
        screen.line((fine ? screen.good(word) : screen.bad(word)) + padded(finding.subject, 14) +
                    finding.seen);
        if (!fine) screen.paragraph(finding.remedy, 23);
    }
    return healthy ? kOk : kEnvironment;
}

}  // namespace runner
