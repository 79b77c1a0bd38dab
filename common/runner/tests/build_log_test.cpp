// Build logs: whose failure is it, and what did the compiler say?
#include "common/runner/results/build_log.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

const char kGcc[] =
    "[1/3] Building CXX object CMakeFiles/lab_01_x.dir/labs/01-threads/x/judge.cpp.obj\n"
    "FAILED: CMakeFiles/lab_01_x.dir/labs/01-threads/x/judge.cpp.obj \n"
    "/usr/bin/x86_64-w64-mingw32-g++-posix -Werror=error: -c /work/book/labs/judge.cpp\n"
    "In file included from /work/book/labs/01-threads/x/judge.cpp:2:\n"
    "/work/book/labs/01-threads/x/x.hpp:12:5: error: expected ';' before '}' token\n"
    "   12 |     int a = 1\n"
    "      |              ^\n"
    "[2/3] Linking CXX executable bin/lab_01_y.exe\n"
    "ninja: build stopped: cannot make progress due to previous errors.\n";

TEST(BuildLogFile, OfGccNamesTargetAndErrorWithoutTheRoot) {
    const BuildLog log = parse_build_log(kGcc, "/work/book/");
    ASSERT_EQ(log.failures.size(), 1u);
    EXPECT_EQ(log.failures[0].target, "lab_01_x");
    ASSERT_EQ(log.failures[0].lines.size(), 3u);
    EXPECT_EQ(log.failures[0].lines[0],
              "labs/01-threads/x/x.hpp:12:5: error: expected ';' before '}' token");
    EXPECT_EQ(log.trouble, "");
}

TEST(BuildLogFile, OfClNamesTargetAndError) {
    const BuildLog log = parse_build_log(
        "[5/9] Building CXX object CMakeFiles\\lab_01_x.dir\\labs\\01-threads\\x\\judge.cpp.obj\r\n"
        "FAILED: [code=2] CMakeFiles/lab_01_x.dir/labs/01-threads/x/judge.cpp.obj \r\n"
        "C:\\PROGRA~1\\MIB055~1\\bin\\cl.exe  /nologo /TP -c C:\\book\\labs\\judge.cpp\r\n"
        "C:\\book\\labs\\01-threads\\x\\x.hpp(12): error C2143: syntax error: missing ';'\r\n"
        "ninja: build stopped: subcommand failed.\r\n",
        "C:\\book\\");
    ASSERT_EQ(log.failures.size(), 1u);
    EXPECT_EQ(log.failures[0].target, "lab_01_x");
    ASSERT_EQ(log.failures[0].lines.size(), 1u);
    EXPECT_EQ(log.failures[0].lines[0],
              "labs\\01-threads\\x\\x.hpp(12): error C2143: syntax error: missing ';'");
}

TEST(BuildLogFile, OfALinkerNamesTheProgram) {
    const BuildLog log = parse_build_log(
        "FAILED: bin/lab_01_x.exe \n"
        ": && /usr/bin/g++ -o bin/lab_01_x.exe && :\n"
        "/usr/bin/ld: judge.cpp.obj: undefined reference to `collect()'\n"
        "[9/9] Linking CXX executable bin/lab_01_y.exe\n",
        "");
    ASSERT_EQ(log.failures.size(), 1u);
    EXPECT_EQ(log.failures[0].target, "lab_01_x");
    ASSERT_EQ(log.failures[0].lines.size(), 1u);
}

TEST(BuildLogFile, OfOneLabDoesNotBlockAnother) {
    const BuildLog log = parse_build_log(kGcc, "");
    EXPECT_NE(log.blocks("lab_01_x"), nullptr);
    EXPECT_EQ(log.blocks("lab_01_y"), nullptr);
}

TEST(BuildLogFile, OfASharedPartBlocksEveryLab) {
    const BuildLog log = parse_build_log(
        "FAILED: common/win32/CMakeFiles/workbook_win32.dir/error.cpp.obj \n"
        "g++\n"
        "error.cpp:1:1: error: no\n",
        "");
    ASSERT_NE(log.blocks("lab_01_y"), nullptr);
    EXPECT_EQ(log.blocks("lab_01_y")->target, "workbook_win32");
}

TEST(BuildLogFile, OfAFailedConfigureIsCMakes) {
    const BuildLog log = parse_build_log(
        "[0/1] Re-running CMake...\n"
        "FAILED: build.ninja \n"
        "/usr/bin/cmake --regenerate-during-build\n"
        "-- a line that tells nothing\n"
        "CMake Error at cmake/WorkbookLabs.cmake:68 (message):\n"
        "  lab.txt: the line 'id: ...' is missing\n"
        "ninja: error: rebuilding 'build.ninja': subcommand failed\n",
        "");
    ASSERT_EQ(log.failures.size(), 1u);
    EXPECT_EQ(log.failures[0].target, "cmake");
    EXPECT_EQ(log.failures[0].lines[0], "CMake Error at cmake/WorkbookLabs.cmake:68 (message):");
    EXPECT_NE(log.blocks("lab_01_y"), nullptr);
}

TEST(BuildLogFile, TellsOfADiskThatIsFullAndOfANinjaFileThatIsBroken) {
    EXPECT_EQ(
        parse_build_log("x.cpp: fatal error: cannot write: No space left on device\n", "").trouble,
        "the disk is full");
    EXPECT_EQ(parse_build_log("ninja: error: build.ninja:12: expected '='\n", "").trouble,
              "build.ninja:12: expected '='");
    // With a failure above it, ninja's error only repeats it; a full disk explains the failure.
    EXPECT_EQ(parse_build_log("FAILED: bin/x.exe\nninja: error: rebuilding\n", "").trouble, "");
    EXPECT_EQ(parse_build_log("FAILED: bin/x.exe\nld\nNo space left on device\n", "").trouble,
              "the disk is full");
    EXPECT_EQ(parse_build_log("ninja: no work to do.\n", "").trouble, "");
}

}  // namespace
}  // namespace runner
