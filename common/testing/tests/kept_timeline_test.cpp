// kept_timeline_test.cpp - which test's timeline a program leaves.
#include "common/testing/kept_timeline.hpp"

#include "common/testing/verdict.hpp"
#include "common/timeline/output.hpp"
#include "subject.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

class KeptTimeline : public testing::Test {
protected:
    KeptTimeline()
        : file_(std::filesystem::temp_directory_path() /
                ("workbook-timeline-" + std::to_string(::GetCurrentProcessId()) + ".json")) {}
    ~KeptTimeline() override {
        std::error_code gone;
        std::filesystem::remove(file_, gone);
    }

    // The text that the program leaves; "" if it leaves none.
    std::string left_by(const std::wstring& filter) {
        const subject::Variable wanted(L"WORKBOOK_TIMELINE", file_.c_str());
        outcome_ = subject::run(filter, nullptr, L"200");
        std::ifstream in(file_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static bool has(const std::string& text, const char* part) {
        return text.find(part) != text.npos;
    }

    std::filesystem::path file_;
    subject::Outcome outcome_{};
};

TEST_F(KeptTimeline, IsThatOfTheFirstFailure) {
    const std::string text =
        left_by(L"Subject.PassesWithASignal:Subject.FailsWithASignal:Subject.Fails");
    EXPECT_TRUE(has(text, "event 'failed'")) << text;
    EXPECT_TRUE(has(text, "\"title\":\"Subject.FailsWithASignal\"")) << text;
    EXPECT_FALSE(has(text, "event 'passed'")) << text;
}

TEST_F(KeptTimeline, IsThatOfTheLastTestThatRecordedIfNoneFails) {
    EXPECT_TRUE(has(left_by(L"Subject.PassesWithASignal:Subject.Passes"), "event 'passed'"));
}

TEST_F(KeptTimeline, ShowsAHangUpToItsEnd) {
    const std::string text = left_by(L"Subject.HangsInARecordedWait");
    EXPECT_EQ(outcome_.exit_code, DWORD{workbook::kHangs});
    EXPECT_TRUE(has(text, "\"name\":\"waits for what never comes\"")) << text;
    EXPECT_TRUE(has(text, "\"open\":true")) << text;
}

TEST_F(KeptTimeline, IsNotLeftWhereNothingWasRecorded) {
    EXPECT_EQ(left_by(L"Subject.Passes"), "");
}

TEST_F(KeptTimeline, DoesNotChangeTheVerdictWhenItCannotBeWritten) {
    file_ = L"no such folder\\timeline.json";
    (void)left_by(L"Subject.PassesWithASignal");
    EXPECT_EQ(outcome_.exit_code, DWORD{workbook::kPassed});
    EXPECT_TRUE(has(outcome_.output, "cannot write no such folder\\timeline.json: "))
        << outcome_.output;
}

}  // namespace
