// settings_test.cpp - the command line of syelogd.
#include "chapters/11-syelog/daemon/settings.hpp"

#include <gtest/gtest.h>

using syelog::Settings;

namespace {

Settings parsed(const std::wstring& words) {
    const std::wstring line = L"syelogd.exe " + words;
    return syelog::settings_from(syelog::Arguments(syelog::daemon_option_names(),
                                                   syelog::daemon_flag_names(), 0, line.c_str()));
}

std::string complaint(const std::wstring& words) {
    try {
        (void)parsed(words);
    } catch (const std::invalid_argument& wrong) {
        return wrong.what();
    }
    return "none";
}

}  // namespace

TEST(Settings, AreThoseOfTheOriginalUnlessTold) {
    const Settings settings = parsed(L"");
    EXPECT_EQ(settings.daemon.pipe, LR"(\\.\pipe\syelog)");
    EXPECT_EQ(settings.daemon.format, syelog::Format::text);
    EXPECT_EQ(settings.daemon.filter.severity, 7u);
    EXPECT_EQ(settings.daemon.access, syelog::Access::compatible);
    EXPECT_EQ(settings.daemon.terminate, syelog::Terminate::refuse);
    EXPECT_EQ(settings.daemon.coalescing, std::chrono::milliseconds(1));
    EXPECT_TRUE(settings.file.path.empty());
    EXPECT_FALSE(settings.delta || settings.tail || settings.statistics || settings.stop);
}

TEST(Settings, TakeEachOption) {
    const Settings settings = parsed(
        L"--pipe \\\\.\\pipe\\mine --file \"my log.txt\" --rotate 5000 --keep 2 --format json "
        L"--severity warning --facility user --facility local3 --process 17 --process app.exe "
        L"--tail --statistics --workers 3 --listeners 9 --coalesce 0 --hold 2 --strict "
        L"--allow-terminate --ready Local\\up");
    EXPECT_EQ(settings.daemon.pipe, LR"(\\.\pipe\mine)");
    EXPECT_EQ(settings.file.path, L"my log.txt");
    EXPECT_EQ(settings.file.rotate_bytes, 5000u);
    EXPECT_EQ(settings.file.keep, 2u);
    EXPECT_EQ(settings.daemon.format, syelog::Format::json);
    EXPECT_EQ(settings.daemon.filter.severity, 4u);
    EXPECT_EQ(settings.daemon.filter.facilities,
              (std::vector<syelog::Facility>{syelog::Facility::user, syelog::Facility{0x73}}));
    EXPECT_EQ(settings.daemon.filter.processes, std::vector<DWORD>{17});
    EXPECT_EQ(settings.daemon.filter.programs, std::vector<std::string>{"app.exe"});
    EXPECT_TRUE(settings.tail && settings.statistics);
    EXPECT_EQ(settings.daemon.workers, 3u);
    EXPECT_EQ(settings.daemon.listeners, 9u);
    EXPECT_EQ(settings.daemon.coalescing.count(), 0);
    EXPECT_EQ(settings.daemon.writer.held_bytes, 2u * 1024 * 1024);
    EXPECT_EQ(settings.daemon.access, syelog::Access::strict);
    EXPECT_EQ(settings.daemon.terminate, syelog::Terminate::same_user);
    EXPECT_EQ(settings.ready, L"Local\\up");
}

TEST(Settings, SayWhatIsWrong) {
    EXPECT_EQ(complaint(L"--format xml"), "--format must be text, rfc5424 or json.");
    EXPECT_NE(complaint(L"--severity bad").find("--severity must be fatal"), std::string::npos);
    EXPECT_NE(complaint(L"--facility bad").find("--facility must be kernel"), std::string::npos);
    EXPECT_EQ(complaint(L"--process \"\""), "--process must be a number or a name.");
    EXPECT_EQ(complaint(L"--rotate 5000"), "--rotate needs --file.");
    EXPECT_EQ(complaint(L"--delta --format json"), "--delta needs --format text.");
    EXPECT_NE(complaint(L"--workers 0"), "none");
    EXPECT_NE(complaint(L"--file x --rotate 5"), "none");
    EXPECT_NE(complaint(L"--nonsense"), "none");
}

TEST(Settings, AreAllInTheHelp) {
    for (const auto& names : {syelog::daemon_option_names(), syelog::daemon_flag_names()})
        for (const std::wstring& name : names)
            EXPECT_NE(std::string(syelog::kDaemonHelp).find("  --" + w32::to_utf8(name) + ' '),
                      std::string::npos)
                << w32::to_utf8(name);
}
