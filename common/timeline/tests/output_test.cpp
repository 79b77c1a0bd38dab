// output_test.cpp - a file that cannot be written is one sentence, and leaves nothing half-done.
#include "common/timeline/output.hpp"

#include "common/runner/tests/scratch.hpp"
#include "common/win32/platform.hpp"

#include <gtest/gtest.h>

namespace {

using timeline::write_file;

TEST(TimelineOutput, ReplacesTheFile) {
    const runner::Scratch scratch;
    const auto file = scratch.file("t.json", "an older one that was longer");
    EXPECT_EQ(write_file(file.wstring(), "new"), "");
    EXPECT_EQ(runner::read_file(file), "new");
}

TEST(TimelineOutput, SaysWhichFileAndWhyNot) {
    const runner::Scratch scratch;
    const auto file = scratch.root() / L"no such folder" / L"t.json";
    const std::string sentence = write_file(file.wstring(), "new");
    EXPECT_NE(sentence.find("cannot write "), sentence.npos) << sentence;
    EXPECT_NE(sentence.find("no such folder"), sentence.npos) << sentence;
    EXPECT_EQ(sentence.find('\n'), sentence.npos) << sentence;
    EXPECT_NE(write_file(L"", "new"), "");
    EXPECT_NE(write_file(scratch.root().wstring(), "new"), "");
}

TEST(TimelineOutput, SaysThatTheDiskIsFull) {
    if (!w32::running_under_wine()) GTEST_SKIP() << "needs a device that is always full";
    const std::string sentence = write_file(L"\\\\?\\unix\\dev\\full", "new");
    EXPECT_NE(sentence.find("cannot write "), sentence.npos) << sentence;
    EXPECT_EQ(write_file(L"\\\\?\\unix\\dev\\full", "new"), sentence);  // it is still there
}

TEST(TimelineOutput, IsNamedByTheEnvironment) {
    EXPECT_EQ(timeline::file_in(L"WORKBOOK_NO_SUCH_VARIABLE"), L"");
    const std::wstring longest(300, L'x');
    ::SetEnvironmentVariableW(L"WORKBOOK_SOME_FILE", longest.c_str());
    EXPECT_EQ(timeline::file_in(L"WORKBOOK_SOME_FILE"), longest);
    ::SetEnvironmentVariableW(L"WORKBOOK_SOME_FILE", nullptr);
}

}  // namespace
