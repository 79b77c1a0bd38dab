// forms.cpp - text, JSON, HTML, JUnit.
#include "common/runner/report/forms.hpp"

#include "common/runner/text/page.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/platform.hpp"

#include <array>

namespace runner {
namespace {

using Result = ClaimState::Result;
using State = LabState::State;

constexpr std::size_t kResults = 4;

std::array<std::size_t, kResults> results_of(const ChapterState& chapter) {
    std::array<std::size_t, kResults> counts{};
    for (const ClaimState& claim : chapter.claims) ++counts[static_cast<std::size_t>(claim.result)];
    return counts;
}

// A state or a result in the reader's language.
std::string told(const Session& session, std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kChinese[] = {
        {"passed", "通过"},      {"failed", "失败"},       {"skipped", "跳过"},
        {"not run", "没有运行"}, {"not passed", "没通过"}, {"not yet", "还没做"}};
    for (const auto& [english, chinese] : kChinese)
        if (english == name) return session.say(english, chinese);
    return std::string(name);
}

std::string claims_text(const Session& session, const ChapterState& chapter) {
    const auto counts = results_of(chapter);
    std::string text;
    for (std::size_t i = 0; i < kResults; ++i)
        if (counts[i] > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(counts[i]) + ' ' +
                    told(session, name_of(static_cast<Result>(i)));
    return text.empty() ? session.say("none", "没有") : text;
}

std::size_t passed_in(const ChapterState& chapter) {
    std::size_t count = 0;
    for (const LabState& lab : chapter.labs) count += lab.state == State::passed ? 1 : 0;
    return count;
}

Json lab_json(const LabState& state, const Session& session) {
    const Card& card = state.lab->card;
    Json json = Json::object();
    json.set("id", card.id).set("title", session.title(*state.lab));
    json.set("minutes", card.minutes).set("verdict", card.verdict);
    json.set("state", name_of(state.state)).set("detail", state.detail);
    return json.set("attempts", session.progress.attempts(card.id));
}

Json claim_json(const ClaimState& state) {
    Json json = Json::object();
    json.set("id", state.claim.id).set("sentence", state.claim.sentence);
    json.set("test", state.claim.test).set("mark", state.claim.mark);
    return json.set("result", name_of(state.result)).set("reason", state.reason);
}

Json chapter_json(const ChapterState& state, const Session& session) {
    Json labs = Json::array();
    for (const LabState& lab : state.labs) labs.push(lab_json(lab, session));
    Json claims = Json::array();
    for (const ClaimState& claim : state.claims) claims.push(claim_json(claim));
    Json demos = Json::array();
    for (const Demo& demo : state.chapter->demos)
        demos.push(Json::object({{"name", demo.name}, {"title", session.title(demo)}}));
    Json json = Json::object();
    json.set("number", state.chapter->number()).set("title", session.topic(*state.chapter));
    return json.set("labs", labs).set("claims", claims).set("demos", demos);
}

}  // namespace

void show_overview(const Session& session, const Overview& overview) {
    const Screen& screen = session.screen;
    const auto labs_of = [&](std::size_t passed, std::size_t all) {
        const std::string done = std::to_string(passed);
        const std::string count = std::to_string(all);
        return session.say(done + " of " + count + " labs", done + " / " + count + " 个实验");
    };
    for (const ChapterState& chapter : overview.chapters) {
        const std::size_t passed = passed_in(chapter);
        screen.line(
            " " + chapter.chapter->number() + "  " + padded(session.topic(*chapter.chapter), 20) +
            screen.bar(passed, chapter.labs.size(), 10) + "  " +
            padded(labs_of(passed, chapter.labs.size()), 17) +
            screen.faint(session.say("claims: ", "断言：") + claims_text(session, chapter)));
    }
    screen.line();
    screen.line(labs_of(overview.labs_passed(), overview.labs()) +
                session.say(" passed", "已通过"));
    if (!overview.tests) {
        screen.line(as_typed_here(
            session.say("`wb test` has not run to its end yet", "`wb test` 还没有跑完过")));
        return;
    }
    const TestSums& sums = *overview.tests;
    screen.line(as_typed_here(session.say("the last `wb test`: ", "上一次 `wb test`：")) +
                std::to_string(sums.passed) + ' ' + told(session, "passed") + ", " +
                std::to_string(sums.failed) + ' ' + told(session, "failed") + ", " +
                std::to_string(sums.skipped) + ' ' + told(session, "skipped"));
}

Json overview_json(const Overview& overview, const Session& session) {
    Json chapters = Json::array();
    for (const ChapterState& chapter : overview.chapters)
        chapters.push(chapter_json(chapter, session));
    Json tests;
    if (overview.tests)
        tests.set("passed", overview.tests->passed)
            .set("failed", overview.tests->failed)
            .set("skipped", overview.tests->skipped);
    Json json = Json::object();
    json.set("workbook_report", 1).set("lang", session.chinese ? "zh" : "en");
    json.set("platform", w32::platform_name()).set("date", today());
    json.set("progress",
             Json::object({{"passed", overview.labs_passed()}, {"labs", overview.labs()}}));
    return json.set("tests", tests).set("chapters", chapters);
}

std::string overview_html(const Overview& overview, const Session& session) {
    const auto words = [&](std::initializer_list<std::pair<const char*, const char*>> pairs) {
        std::vector<std::string> head;
        for (const auto& [english, chinese] : pairs) head.push_back(session.say(english, chinese));
        return head;
    };
    std::string html;
    for (const ChapterState& chapter : overview.chapters) {
        const std::string head = chapter.chapter->number() + ' ' + session.topic(*chapter.chapter);
        std::vector<std::vector<std::string>> labs;
        for (const LabState& lab : chapter.labs)
            labs.push_back({lab.lab->card.id, session.title(*lab.lab),
                            told(session, name_of(lab.state)), lab.detail});
        if (!labs.empty())
            html += html_table(
                head + session.say(": labs", "：实验"),
                words({{"lab", "实验"}, {"title", "题目"}, {"state", "状态"}, {"detail", "说明"}}),
                labs);
        std::vector<std::vector<std::string>> claims;
        for (const ClaimState& claim : chapter.claims)
            claims.push_back({claim.claim.id, claim.claim.sentence, claim.claim.test,
                              claim.claim.mark, told(session, name_of(claim.result)),
                              claim.reason});
        if (!claims.empty())
            html += html_table(head + session.say(": claims", "：断言"),
                               words({{"claim", "断言"},
                                      {"sentence", "句子"},
                                      {"test", "测试"},
                                      {"platforms", "平台"},
                                      {"result", "结果"},
                                      {"reason", "原因"}}),
                               claims);
    }
    return html;
}

std::string overview_junit(const Overview& overview) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const ChapterState& chapter : overview.chapters) {
        if (chapter.labs.empty()) continue;
        xml += "  <testsuite name=\"" + html_escaped(chapter.chapter->folder) + "\" tests=\"" +
               std::to_string(chapter.labs.size()) + "\">\n";
        for (const LabState& lab : chapter.labs) {
            xml += "    <testcase classname=\"" + html_escaped(chapter.chapter->folder) +
                   "\" name=\"" + html_escaped(lab.lab->card.id + ' ' + lab.lab->name) + "\">";
            if (lab.state == State::not_passed)
                xml += "<failure message=\"" + html_escaped(lab.detail) + "\"/>";
            if (lab.state == State::not_yet) xml += "<skipped message=\"never checked\"/>";
            xml += "</testcase>\n";
        }
        xml += "  </testsuite>\n";
    }
    return xml + "</testsuites>\n";
}

}  // namespace runner
