// Result files: complete, cut off, broken - and what a program's end means.
#include "common/runner/labs/judge.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using How = Judged::How;
using State = ResultFile::State;

const std::string kHeading = "workbook-result 1\n";
const std::string kOnePassed = "test\tLab.Test1\tpassed\t\t\n";
const std::string kOneFailed = "test\tLab.Test2\tfailed\tlost\tFailed\\n[lost] it is\\\\gone\n";

TEST(ResultFileFormat, IsReadWithItsEscapes) {
    const ResultFile result =
        parse_result(kHeading + kOnePassed + kOneFailed + "verdict\tlost\tLab.Test2\n");
    EXPECT_EQ(result.state, State::complete);
    ASSERT_EQ(result.cases.size(), 2u);
    EXPECT_EQ(result.cases[1].diagnosis, "lost");
    EXPECT_EQ(result.cases[1].message, "Failed\n[lost] it is\\gone");
    EXPECT_EQ(result.verdict, "lost");
    EXPECT_EQ(result.test, "Lab.Test2");
}

TEST(ResultFileFormat, IsCutOffWithoutItsLastLine) {
    EXPECT_EQ(parse_result(kHeading + kOnePassed).state, State::cut_off);
    EXPECT_EQ(parse_result(kHeading + kOnePassed).cases.size(), 1u);
    EXPECT_EQ(parse_result(kHeading + kOnePassed + "verdict\tpas").state, State::cut_off);
    EXPECT_EQ(parse_result("workbook-re").state, State::cut_off);
    EXPECT_EQ(parse_result("").state, State::cut_off);
}

TEST(ResultFileFormat, IsBrokenWhenALineMakesNoSense) {
    EXPECT_EQ(parse_result("hello\n").state, State::broken);
    EXPECT_EQ(parse_result(kHeading + "test\tLab.Test1\tperhaps\t\t\n").bad_line, 2u);
    EXPECT_EQ(parse_result(kHeading + "test\tLab.Test1\tpassed\n").state, State::broken);
    EXPECT_EQ(parse_result(kHeading + "verdict\tpassed\t\n" + kOnePassed).state, State::broken);
    EXPECT_EQ(parse_result(kHeading + "\x01\n").state, State::broken);
}

Judged verdict_of(const std::string& result, DWORD exit_code, const char* output = "") {
    return read_verdict({.ended = true, .exit_code = exit_code}, result, output);
}

TEST(Verdict, IsPassedOnlyIfFileAndExitCodeSaySo) {
    const std::string passed = kHeading + kOnePassed + "verdict\tpassed\t\n";
    EXPECT_EQ(verdict_of(passed, 0).how, How::passed);
    EXPECT_EQ(verdict_of(passed, 1).how, How::no_verdict);
    EXPECT_EQ(verdict_of(kHeading + "verdict\tpassed\t\n", 0).how, How::no_verdict);
    EXPECT_EQ(verdict_of(kHeading + kOnePassed, 0).how, How::no_verdict);
    EXPECT_EQ(read_verdict({.ended = true, .exit_code = 0}, std::nullopt, "").how, How::no_verdict);
}

TEST(Verdict, CarriesTheDiagnosisAndItsSentence) {
    const Judged judged =
        verdict_of(kHeading + kOnePassed + kOneFailed + "verdict\tlost\tLab.Test2\n", 1);
    EXPECT_EQ(judged.how, How::not_passed);
    EXPECT_EQ(judged.word(), "not passed: lost");
    EXPECT_EQ(judged.sentence, "it is\\gone");
}

TEST(Verdict, OfAHangTellsWhoWaits) {
    const Judged judged = verdict_of(kHeading + "verdict\thangs\tLab.Test1\n", 3,
                                     "[ RUN      ] Lab.Test1\n"
                                     "[  HANGS   ] Lab.Test1 - still running after 10000 ms.\n"
                                     "             writer waits for the lock\n"
                                     "VERDICT  hangs in Lab.Test1\n");
    EXPECT_EQ(judged.how, How::hangs);
    ASSERT_EQ(judged.details.size(), 2u);
    EXPECT_EQ(judged.details[1], "writer waits for the lock");
}

TEST(Verdict, OfAProgramThatIsEndedInTheMiddleIsACrash) {
    EXPECT_EQ(verdict_of(kHeading + kOnePassed, 5).how, How::crashed);
    EXPECT_EQ(read_verdict({.ended = false, .exit_code = 0}, std::nullopt, "").how,
              How::never_returned);
}

TEST(Verdict, OfABrokenFileNamesTheLine) {
    const Judged judged = verdict_of("hello\n", 0);
    EXPECT_EQ(judged.how, How::no_verdict);
    EXPECT_NE(judged.sentence.find("line 1"), std::string::npos) << judged.sentence;
}

}  // namespace
}  // namespace runner
