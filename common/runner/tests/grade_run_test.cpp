// grade_run_test.cpp - programs that are shut up in a job: what they do, and what becomes of them.
#include "common/runner/grade/run.hpp"
#include "common/runner/tests/scratch.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using How = RunEnd::How;

class HandedIn : public testing::Test {
protected:
    HandedIn() {
        bin = fs::path(w32::this_program()).parent_path();
        fs::copy_file(bin / L"runner_fake_lab.exe", scratch.root() / L"program.exe");
        limits.seconds = 60;
    }
    ~HandedIn() override { ::SetEnvironmentVariableA("FAKE_HAND_IN", nullptr); }
    RunEnd run(const char* how) {
        ::SetEnvironmentVariableA("FAKE_HAND_IN", how);
        return run_confined(scratch.root(), bin, limits);
    }
    std::string text(const wchar_t* file) {
        return read_file(scratch.root() / file).value_or("none");
    }
    Scratch scratch;
    fs::path bin;
    RunLimits limits;
};

TEST_F(HandedIn, ThatEndsLeavesItsResultAndItsOutput) {
    const RunEnd end = run("passes");
    EXPECT_EQ(end.how, How::ended);
    EXPECT_EQ(end.code, 0u);
    EXPECT_EQ(text(L"output.txt"), "10000|scratch");
    EXPECT_TRUE(text(L"result.txt").ends_with("verdict\tpassed\t\n"));
    EXPECT_FALSE(fs::exists(scratch.root() / L"scratch"));
}

TEST_F(HandedIn, ThatEndsWithoutOneLeavesNone) {
    EXPECT_EQ(run("ends").code, 9u);
    EXPECT_EQ(text(L"result.txt"), "none");
}

TEST_F(HandedIn, ThatHangsIsStoppedAfterItsTime) {
    limits.seconds = 1;
    EXPECT_EQ(run("hangs").how, How::time);
}

TEST_F(HandedIn, ThatPrintsWithoutEndIsStoppedAndItsBeginningKept) {
    limits.output = 4 << 20;
    EXPECT_EQ(run("prints").how, How::output);
    EXPECT_EQ(text(L"output.txt").size(), limits.kept_output);
}

TEST_F(HandedIn, ThatFillsItsFolderIsStopped) {
    limits.files = 4 << 20;
    EXPECT_EQ(run("fills").how, How::files);
}

}  // namespace
}  // namespace runner
