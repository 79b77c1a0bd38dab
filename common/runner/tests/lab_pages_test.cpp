// lab_pages_test.cpp - a failing schedule and a timeline become pages.
#include "common/runner/labs/lab_pages.hpp"
#include "common/runner/labs/judge.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/tests/scratch.hpp"
#include "common/win32/platform.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

constexpr char kReport[] = R"({"test":"Lab_04.Test2","replay":"7f3c-A3B","sentence":"one is lost",
  "threads":["main","worker <1>"],
  "trace":[{"step":1,"thread":1,"what":"reads","object":"head_","note":"","line":2,
            "file":"labs/01-threads/one/one.hpp","source":"x = head_;"},
           {"step":0,"thread":7,"what":"waits","object":"","note":"","line":0,"file":"",
            "source":""},
           {"step":2,"thread":0,"what":"reads","object":"","note":"","line":1,
            "file":"labs/../secret.txt","source":""},
           {"step":3,"thread":0,"what":"reads","object":"","note":"","line":1,
            "file":"C:/windows/win.ini","source":""}]})";

class LabPages : public testing::Test {
protected:
    LabPages() {
        scratch.file("labs/01-threads/one/lab.txt",
                     "id: L04\ntitle: One\ntitle.zh: 一\nminutes: 5\nverdict: E\ndiagnosis: d\n");
        scratch.file("labs/01-threads/one/one.hpp", "int head_;\nx = head_;\n");
        scratch.file("secret.txt", "secret");
    }
    Session session(bool chinese = false) {
        return {scratch.root(),
                scratch.root() / L"out" / L"x" / L"bin",
                Screen(true),
                load_catalog(scratch.root()),
                {},
                chinese};
    }
    /// `file` as the compiler names a file of the workbook.
    std::string compiled(const std::string& file) const {
        const std::string root = to_text(scratch.root());
        return (w32::running_under_wine() ? root.substr(2) : root) + '/' + file;
    }
    void leave(const std::string& report) {
        scratch.file("out/x/results/lab_01_one.check.json", report);
    }
    Scratch scratch;
};

TEST_F(LabPages, OfAScheduleHaveTheLabsFilesAndNoOthers) {
    std::string report = kReport;
    const std::string file = "labs/01-threads/one/one.hpp";
    report.replace(report.find(file), file.size(), compiled(file));
    leave(report);
    const Session open = session();
    const auto page = schedule_page(open, open.catalog.lab("L04"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->title, "L04  One");
    const Json& sources = page->data["sources"];
    ASSERT_EQ(sources.members().size(), 1u);
    EXPECT_EQ(sources["labs/01-threads/one/one.hpp"].text(), "int head_;\nx = head_;\n");
    EXPECT_NE(page->data["command"].text().find("wb replay L04 7f3c-A3B"), std::string::npos);
    EXPECT_NE(page->tables.find("<td>worker &lt;1&gt;</td>"), std::string::npos);
    EXPECT_NE(page->tables.find("<td>labs/01-threads/one/one.hpp:2</td>"), std::string::npos);
}

TEST_F(LabPages, SpeakTheReadersLanguage) {
    leave(kReport);
    const Session open = session(true);
    const auto page = schedule_page(open, open.catalog.lab("L04"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->title, "L04  一");
    EXPECT_EQ(page->data["lang"].text(), "zh");
}

TEST_F(LabPages, AreNotMadeOfNothing) {
    const Session open = session();
    EXPECT_FALSE(schedule_page(open, open.catalog.lab("L04")));
    leave("{\"test\":");
    EXPECT_THROW((void)schedule_page(open, open.catalog.lab("L04")), Problem);
    offer_schedule_page(open, open.catalog.lab("L04"));  // takes it for none
}

TEST_F(LabPages, OfATimelineHaveTheSharesOfEachThread) {
    const Json timeline = Json::parse(R"({"traceEvents":[
        {"ph":"M","pid":1,"tid":7,"name":"thread_name","args":{"name":"worker"}},
        {"ph":"X","pid":1,"tid":7,"cat":"wait","name":"waits","ts":0,"dur":30,"args":{}},
        {"ph":"X","pid":1,"tid":7,"cat":"work","name":"works","ts":30,"dur":10,"args":{}}],
        "otherData":{"title":"L04","clock":"microseconds"}})");
    const Session open = session();
    const Page page = timeline_page(open, timeline);
    EXPECT_NE(page.tables.find("<th scope=\"row\">worker</th><td>25 %</td><td>75 %</td>"),
              std::string::npos);
    EXPECT_EQ(page.data["otherData"]["lang"].text(), "en");
}

}  // namespace
}  // namespace runner
