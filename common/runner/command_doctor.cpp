// command_doctor.cpp - `wb doctor`: is everything there that the workbook needs?
#include "common/runner/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text.hpp"
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

Finding platform() {
    const bool old = w32::running_under_wine() && w32::wine_major() < kOldestWine;
    return {"platform", w32::platform_name(), old ? "install Wine 8 or newer" : ""};
}

Finding google_test() {
    const std::string version = WB_GOOGLETEST_VERSION;
    const bool known = !version.empty();
    return {"GoogleTest", known ? version : "version unknown",
            known ? "" : "configure again: delete the build folder"};
}

Finding build_folder(const Session& session) {
    const std::string why = why_not_writable(session.build_folder());
    return {"build folder", to_text(session.build_folder().lexically_relative(session.root)),
            why.empty() ? "" : why};
}

Finding progress_file(const Session& session) {
    const auto text = read_file(session.progress_file());
    if (!text) return {"progress.txt", "not there yet; the first passed lab makes it", ""};
    const DWORD attributes = ::GetFileAttributesW(session.progress_file().c_str());
    const bool read_only = (attributes & FILE_ATTRIBUTE_READONLY) != 0;
    return {"progress.txt", read_only ? "read-only" : "can be written",
            read_only ? "make it writable, or passing a lab is not recorded" : ""};
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
    return {"programs",
            std::to_string(there) + " of " + std::to_string(all) +
                " labs and demos are built; the others are built when they are asked for",
            ""};
}

}  // namespace

int doctor(const Session& session) {
    const Screen& screen = session.screen;
    const Finding findings[] = {platform(),
                                {"compiler", WB_COMPILER, ""},
                                google_test(),
                                build_folder(session),
                                progress_file(session),
                                programs(session)};
    bool healthy = true;
    for (const Finding& finding : findings) {
        const bool fine = finding.remedy.empty();
        healthy = healthy && fine;
        screen.line((fine ? screen.good("ok       ") : screen.bad("problem  ")) +
                    padded(finding.subject, 14) + finding.seen);
        if (!fine) screen.paragraph(finding.remedy, 23);
    }
    return healthy ? kOk : kEnvironment;
}

}  // namespace runner
