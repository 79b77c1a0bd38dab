// grading_test.cpp - what is decided before and after a hand-in is built and run.
#include "common/runner/grade/collect.hpp"
#include "common/runner/grade/digest.hpp"
#include "common/runner/grade/forms.hpp"
#include "common/runner/grade/options.hpp"
#include "common/runner/grade/run.hpp"
#include "common/runner/grade/source.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/results/verify.hpp"
#include "common/runner/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using How = Grade::How;
using Words = std::vector<std::string>;

std::string refusal(const std::string& text) { return review_source(text, "").refusal; }
Words look_at(const std::string& text, const std::string& pristine = "") {
    return review_source(text, pristine).look_at;
}

TEST(GradeOptionsOf, TheCommandLine) {
    const GradeOptions options =
        grade_options({"grade", "a class", "ch01", "--limit", "20", "--jobs", "3", "--fresh"});
    EXPECT_EQ(options.folder, "a class");
    EXPECT_EQ(options.labs, "ch01");
    EXPECT_EQ(options.limit, 20);
    EXPECT_EQ(options.jobs, 3);
    EXPECT_TRUE(options.fresh);
    EXPECT_EQ(grade_options({"grade", "x", "--json", "--fresh"}).json, "--fresh");
    for (const Words& words : {Words{"grade"}, Words{"grade", "a", "b", "c"},
                               Words{"grade", "a", "--limit"}, Words{"grade", "a", "--limit", "4"},
                               Words{"grade", "a", "--jobs", "x"}, Words{"grade", "a", "--frob"}})
        EXPECT_THROW((void)grade_options(words), Problem);
}

TEST(Source, MayIncludeWhatALabNeedsAndNothingElse) {
    EXPECT_EQ(refusal("#include <vector>\n#include \"common/win32/windows.hpp\"\n"), "");
    EXPECT_EQ(refusal("// #include \"/etc/passwd\"\n/* #include \"x\" */\n"), "");
    for (const char* bad :
         {"#include \"/etc/passwd\"", "#include <../x.hpp>", "#include <solutions/01/x.hpp>",
          "#include \"mine.hpp\"", "#include MACRO", "# include <C:x>", "%:include </etc/passwd>",
          "#inc\\\nlude </etc/passwd>", "#include_next <labs/x.hpp>", "#/**/include <a/b>",
          "auto s = R\"(\"/*)\";\n#include </x>\n// */", "#include \"common/../solutions/x\""})
        EXPECT_NE(refusal(std::string(bad) + "\n"), "") << bad;
}

TEST(Source, IsPointedOutWithItsLineOnceForEachWord) {
    EXPECT_EQ(look_at("int a;\nvoid f() {\n  ::ExitProcess(0);\n  ExitProcess(1);\n}\n"),
              Words{"line 3: ExitProcess"});
    EXPECT_EQ(look_at("// ExitProcess\nint exits;\n"), Words{});
    EXPECT_EQ(look_at("/*\n*/ int a = \\\n system(\"\");\n"), Words{"line 2: system"});
    EXPECT_EQ(look_at("#define EXPECT_EQ(a, b)\n#undef TEST\n"),
              (Words{"line 1: #define EXPECT_EQ", "line 2: #undef TEST"}));
}

TEST(Source, MayDoWhatTheLabsOwnSolutionDoes) {
    EXPECT_EQ(look_at("TerminateProcess(a, 1);\n", "void f() { TerminateProcess(x, 0); }"),
              Words{});
    EXPECT_EQ(look_at("TerminateProcess(a, 1);\n", "// never TerminateProcess"),
              Words{"line 1: TerminateProcess"});
}

TEST(Source, ThatIsNoTextIsNoSource) {
    EXPECT_EQ(why_not_text("\xef\xbb\xbfint a;\r\n\fint b;\n"), "");
    EXPECT_EQ(why_not_text(" \n"), "is empty");
    EXPECT_NE(why_not_text(std::string_view("a\0b", 3)), "");
    EXPECT_NE(why_not_text("caf\xe9\n"), "");
}

TEST(Source, OfAJudgeTellsItsTests) {
    EXPECT_EQ(tests_in("TEST(Lab_1, Test1_A) {}\n// TEST(No, No)\nEXPLORE_TEST(Lab_1,\n"
                       "             Test2_B, 3) {}\nTEST("),
              (Words{"Lab_1.Test1_A", "Lab_1.Test2_B"}));
}

TEST(Digest, IsSha256) {
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(End, IsReadAsItIsWritten) {
    for (const RunEnd& end : {RunEnd{RunEnd::How::ended, 4294967295u}, RunEnd{RunEnd::How::time},
                              RunEnd{RunEnd::How::output}, RunEnd{RunEnd::How::killed}}) {
        const auto read = parse_end(end_text(end));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->how, end.how);
        EXPECT_EQ(read->code, end.code);
    }
    for (const char* bad : {"", "ended", "ended x", "time 1", "ended 99999999999", "frob"})
        EXPECT_FALSE(parse_end(bad)) << bad;
}

constexpr char kPassed[] = "workbook-result 1\ntest\tL.Test1\tpassed\t\t\nverdict\tpassed\t\n";

Grade graded(const RunEnd& end, const std::string& result, const Words& expected = {"L.Test1"}) {
    return grade_of({end, result, "", std::nullopt}, "grade_01_x", expected, "/r/");
}

TEST(Verdict, NeedsEachTestOfTheJudge) {
    const RunEnd well{RunEnd::How::ended, 0};
    EXPECT_EQ(graded(well, kPassed).how, How::passed);
    const Grade forged = graded(well, kPassed, {"L.Test1", "L.Test2"});
    EXPECT_EQ(forged.how, How::no_verdict);
    EXPECT_EQ(forged.sentence, "it says passed, but its judge never ran L.Test2");
    EXPECT_EQ(forged.look_at.size(), 1u);
    EXPECT_EQ(graded(well, kPassed, {}).how, How::no_verdict);
    EXPECT_EQ(graded(well, "").how, How::no_verdict);
    EXPECT_EQ(graded({RunEnd::How::ended, 1}, kPassed).how, How::no_verdict);
}

TEST(Verdict, TellsHowAProgramEnded) {
    EXPECT_EQ(graded({RunEnd::How::time}, kPassed).how, How::hangs);
    EXPECT_EQ(graded({RunEnd::How::output}, kPassed).how, How::too_much);
    EXPECT_EQ(graded({RunEnd::How::killed}, kPassed).how, How::crashes);
    EXPECT_EQ(graded({RunEnd::How::ended, 9}, "workbook-result 1\n").how, How::crashes);
    const Traces log{
        std::nullopt, std::nullopt, "",
        "FAILED: x/CMakeFiles/grade_01_x.dir/judge.cpp.obj\ncc\n/r/x.hpp:1: error: no\n"};
    const Grade built = grade_of(log, "grade_01_x", {"L.Test1"}, "/r/");
    EXPECT_EQ(built.word(), "does not compile");
    EXPECT_EQ(built.details, Words{"x.hpp:1: error: no"});
    EXPECT_EQ(grade_of({}, "grade_01_x", {}, "").how, How::not_graded_yet);
}

TEST(Environment, IsOursWithoutWhatSteersTests) {
    const wchar_t ours[] = L"A=1\0GTEST_FILTER=x\0Path=C:\\evil\0WORKBOOK_LETTERS=AB\0temp=T\0\0";
    const std::wstring block = environment_for(L"S", L"B", 20, ours);
    EXPECT_TRUE(block.starts_with(std::wstring_view(L"A=1\0PATH=B;", 11)));
    EXPECT_NE(block.find(std::wstring_view(L"\0TEMP=S\0", 8)), block.npos);
    EXPECT_NE(block.find(L"WORKBOOK_TEST_LIMIT_MS=5000"), block.npos);
    EXPECT_EQ(block.find(L"evil"), block.npos);
    EXPECT_TRUE(block.ends_with(std::wstring_view(L"\0\0", 2)));
}

/// A workbook with two labs, and a class.
class ClassRoom : public testing::Test {
protected:
    ClassRoom() {
        for (const std::string name : {"one", "two"}) {
            const std::string folder = "w/labs/01-threads/" + name + '/';
            scratch.file(folder + "lab.txt",
                         "id: L0" + std::string(name == "one" ? "1" : "2") + "\ntitle: " + name +
                             "\ntopics: T09\nminutes: 20\nverdict: G\n"
                             "diagnosis: wrong\nhint1: a\nhint2: b\nhint3: c\n");
            scratch.file(folder + name + ".hpp", "int starter;\n");
            scratch.file(folder + "judge.cpp", "TEST(L, Test1) {}\n");
            scratch.file("w/solutions/01-threads/" + name + '/' + name + ".hpp", "int right;\n");
        }
        catalog = load_catalog(scratch.root() / L"w");
        fs::create_directories(scratch.root() / L"class");
    }
    fs::path hand_in(const std::string& place, const std::string& text) {
        return scratch.file("class/" + place, text);
    }
    std::vector<Submission> collected(const std::set<std::string>& others = {}) {
        return collect(scratch.root() / L"class", catalog.labs(), scratch.root() / L"w", others);
    }
    Scratch scratch;
    Catalog catalog;
};

TEST_F(ClassRoom, TakesTheLabsFilesFromAnyFolder) {
    hand_in("Ann/labs/01-threads/one/one.hpp", "int a;\n");
    hand_in("Ann/old/one.hpp", "int b;\n");
    hand_in("\xe7\x8e\x8b/mine/two.hpp", "int starter;\r\n\r\n");
    hand_in("Nobody/readme.txt", "");
    const auto all = collected();
    ASSERT_EQ(all.size(), 3u);
    ASSERT_EQ(all[0].labs.size(), 1u);
    EXPECT_EQ(all[0].labs[0].text, "int a;\n");
    EXPECT_FALSE(all[0].labs[0].unchanged);
    EXPECT_TRUE(all[1].labs.empty());
    ASSERT_EQ(all[2].labs.size(), 1u);
    EXPECT_EQ(all[2].name, "\xe7\x8e\x8b");
    EXPECT_TRUE(all[2].labs[0].unchanged);
}

TEST_F(ClassRoom, RefusesWhatCannotBeJudgedWithOneSentence) {
    hand_in("Big/one.hpp", std::string((1 << 20) + 1, 'x'));
    hand_in("Empty/one.hpp", "");
    hand_in("Two/a/one.hpp", "int a;\n");
    hand_in("Two/b/one.hpp", "int b;\n");
    const auto all = collected();
    EXPECT_EQ(all[0].labs[0].refusal, "cannot be read, or is larger than a megabyte");
    EXPECT_EQ(all[1].labs[0].refusal, "is empty");
    EXPECT_EQ(all[2].labs[0].refusal, "is there 2 times: a/one.hpp, b/one.hpp");
    EXPECT_TRUE(units_of(all, 60).empty());
}

TEST_F(ClassRoom, IgnoresJudgesAndSaysSo) {
    hand_in("Ann/labs/01-threads/one/judge.cpp", "TEST(L, Test1) {}\n");
    hand_in("Bob/labs/01-threads/one/judge.cpp", "int main() {}\n");
    const auto all = collected();
    EXPECT_TRUE(all[0].notes.empty());
    EXPECT_EQ(all[1].notes, Words{"brought its own labs/01-threads/one/judge.cpp, ignored"});
}

TEST_F(ClassRoom, DoesNotOpenWhatIsNoPlainFile) {
    const fs::path file = hand_in("Ann/one.hpp", "int a;\n");
    const auto all = collected({to_text(file)});
    EXPECT_TRUE(all[0].labs.empty());
    EXPECT_EQ(all[0].notes, Words{"one.hpp is a link or no plain file, ignored"});
}

TEST_F(ClassRoom, SaysWhichNamesWindowsCannotHave) {
    hand_in("Ann/x.txt", "");
    const std::string folder = to_text(scratch.root() / L"class") + '/';
    const auto all = collected({folder + "a \"b\"/", folder + "Ann/why?/", folder + "a link"});
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].name, "a \"b\"");
    EXPECT_EQ(all[1].notes.size(), 1u);
    EXPECT_EQ(all[0].notes, Words{"why? has a name that Windows cannot have, ignored; rename it"});
}

TEST_F(ClassRoom, BuildsEachTextOnceAndEachTargetOnceInARound) {
    hand_in("A/one.hpp", "int a;\n");
    hand_in("B/one.hpp", "int b;\n");
    hand_in("C/one.hpp", "int a;\n");
    hand_in("C/two.hpp", "int a;\n");
    const auto all = collected();
    const auto units = units_of(all, 60);
    ASSERT_EQ(units.size(), 3u);
    const auto rounds = rounds_of(units);
    ASSERT_EQ(rounds.size(), 2u);
    EXPECT_EQ(rounds[0].size(), 2u);
    EXPECT_EQ(rounds[0][0].target(), "grade_01_one");
    EXPECT_NE(units_of(all, 61)[0].key, units[0].key);
    const Workshop shop{scratch.root() / L"grade"};
    EXPECT_EQ(prepare(shop, units, false).size(), 3u);
    scratch.file("grade/work/" + units[0].key + "/end.txt", "ended 0\n");
    EXPECT_EQ(prepare(shop, units, false).size(), 2u);
    EXPECT_EQ(prepare(shop, units, true).size(), 3u);
}

TEST_F(ClassRoom, IsReportedInEachForm) {
    hand_in("Ann & Co/one.hpp", "int a;\n");
    hand_in("Bob/two.hpp", "int starter;\n");
    auto submissions = collected();
    const Workshop shop{scratch.root() / L"grade"};
    const std::string key = units_of(submissions, 60)[0].key;
    scratch.file("grade/work/" + key + "/end.txt", "ended 0\n");
    scratch.file("grade/work/" + key + "/result.txt", kPassed);
    Class all = look_at_class(std::move(submissions), catalog.labs(), shop, 60, "");
    all.name = "1<2";
    EXPECT_EQ(all.passed(0), 1u);
    const Json json = Json::parse(class_json(all).write());
    EXPECT_EQ(json["submissions"].items()[0]["labs"].items()[0]["verdict"].text(), "passed");
    EXPECT_EQ(json["submissions"].items()[1]["labs"].items()[0]["verdict"].text(), "not changed");
    const std::string junit = class_junit(all);
    EXPECT_NE(junit.find("<testsuite name=\"Ann &amp; Co\" tests=\"1\" failures=\"0\""),
              junit.npos);
    EXPECT_NE(junit.find("<skipped message=\"not changed\">"), junit.npos);
    const std::string html = class_html(all);
    EXPECT_NE(html.find("1&lt;2"), html.npos);
    EXPECT_EQ(html.find("1<2"), html.npos);
    EXPECT_NE(html.find("not handed in"), html.npos);
    EXPECT_EQ(without_controls("a\x1b[31m\xff"), "a.[31m\xef\xbf\xbd");
}

TEST_F(ClassRoom, IsProvedByItsSolutionsAndMistakes) {
    using Outcome = CTestResult::Outcome;
    for (const char* file : {"alternatives/other", "mistakes/bad", "mistakes/worse"})
        scratch.file(std::string("w/solutions/01-threads/one/") + file + ".hpp", "");
    std::vector<CTestResult> tests = {{"ch01.starter.one", Outcome::passed, ""},
                                      {"ch01.solution.one.L.Test1", Outcome::passed, ""},
                                      {"ch01.solution.one.other", Outcome::passed, ""},
                                      {"ch01.mistake.one.bad", Outcome::passed, ""},
                                      {"ch01.mistake.one.worse", Outcome::passed, ""}};
    const Lab& one = catalog.lab("L01");
    const fs::path root = scratch.root() / L"w";
    EXPECT_EQ(prove(one, root, tests).lacking, Words{});
    EXPECT_EQ(prove(one, root, tests).right, 2u);
    EXPECT_EQ(prove(one, root, tests).caught, 2u);
    tests[1].outcome = Outcome::failed;
    tests[2].outcome = Outcome::not_run;
    tests.pop_back();
    tests[0].outcome = Outcome::skipped;
    EXPECT_EQ(prove(one, root, tests).lacking,
              (Words{"starter: a learner has changed it", "solution: failed",
                     "alternative other: did not run", "mistake worse: did not run"}));
    EXPECT_EQ(prove(catalog.lab("L02"), root, tests).lacking,
              (Words{"starter: did not run", "solution: did not run", "no alternative",
                     "fewer than two mistakes"}));
}

}  // namespace
}  // namespace runner
