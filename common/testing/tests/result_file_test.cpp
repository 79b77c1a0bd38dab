// result_file_test.cpp - what a run leaves behind for other programs.
#include "common/testing/result_file.hpp"

#include "subject.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

/// A file in the temporary folder that is gone afterwards.
class TemporaryFile {
public:
    TemporaryFile() {
        wchar_t folder[MAX_PATH];
        w32::check(::GetTempPathW(MAX_PATH, folder) != 0, "GetTempPathW");
        w32::check(::GetTempFileNameW(folder, L"wbk", 0, path_) != 0, "GetTempFileNameW");
    }
    ~TemporaryFile() { (void)::DeleteFileW(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const wchar_t* path() const noexcept { return path_; }

    std::vector<std::string> lines() const {
        const w32::Handle file =
            w32::own_file(::CreateFileW(path_, GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr),
                          "CreateFileW");
        std::vector<std::string> lines(1);
        char c = 0;
        DWORD count = 0;
        while (::ReadFile(file.get(), &c, 1, &count, nullptr) && count == 1)
            if (c == '\n')
                lines.emplace_back();
            else
                lines.back() += c;
        EXPECT_EQ(lines.back(), "") << "the last line is complete";
        lines.pop_back();
        return lines;
    }

private:
    wchar_t path_[MAX_PATH] = {};
};

/// Runs the tests and answers the lines of the result file.
std::vector<std::string> lines_of(const std::wstring& filter, const wchar_t* limit_ms = L"5000") {
    const TemporaryFile file;
    (void)subject::run(filter, file.path(), limit_ms);
    return file.lines();
}

TEST(ResultFile, HoldsOneLinePerTestAndTheVerdictLast) {
    EXPECT_EQ(lines_of(L"Subject.Passes:Subject.IsSkipped"),
              (std::vector<std::string>{"workbook-result 1", "test\tSubject.Passes\tpassed\t\t",
                                        "test\tSubject.IsSkipped\tskipped\t\tno reason at all",
                                        "verdict\tpassed\t"}));
}

TEST(ResultFile, EscapesWhatWouldBreakItsLines) {
    const auto lines = lines_of(L"Subject.Fails");
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[1].rfind("test\tSubject.Fails\tfailed\t\t", 0), 0u) << lines[1];
    EXPECT_NE(lines[1].find("line one\\nline two with a \\\\ in it"), std::string::npos)
        << lines[1];
    EXPECT_EQ(lines[2], "verdict\tfailed\tSubject.Fails");
}

TEST(ResultFile, IsTextWhateverAMessageHolds) {
    const auto lines = lines_of(L"Subject.FailsWithBytesThatAreNoText");
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_NE(lines[1].find("a \xEF\xBF\xBD"), std::string::npos) << lines[1];
    EXPECT_NE(lines[1].find(" b ? c"), std::string::npos) << lines[1];
}

TEST(ResultFile, TakesTheFirstDiagnosisForTheVerdict) {
    const auto lines = lines_of(L"Subject.Passes:Subject.FailsBy*");
    ASSERT_EQ(lines.size(), 5u);
    EXPECT_EQ(lines[2].rfind("test\tSubject.FailsByName\tfailed\tshared-argument\t", 0), 0u)
        << lines[2];
    EXPECT_EQ(lines[3].rfind("test\tSubject.FailsByAnotherName\tfailed\tlost-update\t", 0), 0u)
        << lines[3];
    EXPECT_EQ(lines[4], "verdict\tshared-argument\tSubject.FailsByName");
}

TEST(ResultFile, TakesOtherBracketsForNoDiagnosis) {
    EXPECT_EQ(lines_of(L"Subject.FailsWithBracketsThatAreNoName").back(),
              "verdict\tfailed\tSubject.FailsWithBracketsThatAreNoName");
}

TEST(ResultFile, IsCompleteWhenTheProgramHangsOrCrashes) {
    const auto hung = lines_of(L"Subject.Passes:Subject.HangsOnAnEvent", L"200");
    ASSERT_EQ(hung.size(), 3u);
    EXPECT_EQ(hung[1], "test\tSubject.Passes\tpassed\t\t");
    EXPECT_EQ(hung[2], "verdict\thangs\tSubject.HangsOnAnEvent");
    EXPECT_EQ(lines_of(L"Subject.Aborts").back(), "verdict\tcrashes\tSubject.Aborts");
}

TEST(ResultFile, KeepsTheFirstDiagnosisWhenALaterTestHangsOrCrashes) {
    EXPECT_EQ(lines_of(L"Subject.FailsByName:Subject.HangsOnAnEvent", L"200").back(),
              "verdict\tshared-argument\tSubject.FailsByName");
    EXPECT_EQ(lines_of(L"Subject.FailsByName:Subject.Aborts").back(),
              "verdict\tshared-argument\tSubject.FailsByName");
}

TEST(ResultFile, UnwritablePathIsOneSentenceAndTheTestsStillRun) {
    const auto outcome = subject::run(L"Subject.Passes", L"no such folder\\results.txt");
    EXPECT_EQ(outcome.exit_code, 0u);
    const std::string sentence = "cannot write the result file no such folder\\results.txt";
    const auto first = outcome.output.find(sentence);
    ASSERT_NE(first, std::string::npos) << outcome.output;
    EXPECT_EQ(outcome.output.find(sentence, first + 1), std::string::npos) << "said twice";
    EXPECT_NE(outcome.output.find("VERDICT  passed"), std::string::npos) << outcome.output;
}

}  // namespace
