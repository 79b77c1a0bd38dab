// forms.cpp - text, JSON, HTML, JUnit.
#include "common/runner/report/forms.hpp"

#include "common/runner/page.hpp"
#include "common/runner/text.hpp"
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

std::string claims_text(const ChapterState& chapter) {
    const auto counts = results_of(chapter);
    std::string text;
    for (std::size_t i = 0; i < kResults; ++i)
        if (counts[i] > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(counts[i]) + ' ' +
                    std::string(name_of(static_cast<Result>(i)));
    return text.empty() ? "none" : text;
}

std::size_t passed_in(const ChapterState& chapter) {
    std::size_t count = 0;
    for (const LabState& lab : chapter.labs) count += lab.state == State::passed ? 1 : 0;
    return count;
}

Json lab_json(const LabState& state, const Session& session) {
    const Card& card = state.lab->card;
    const bool chinese = session.chinese && !card.title_zh.empty();
    Json json = Json::object();
    json.set("id", card.id).set("title", chinese ? card.title_zh : card.title);
    json.set("minutes", card.minutes).set("verdict", card.verdict);
    json.set("state", name_of(state.state)).set("detail", state.detail);
    return json;
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
        demos.push(Json::object({{"name", demo.name}, {"title", demo.title}}));
    Json json = Json::object();
    json.set("number", state.chapter->number()).set("title", state.chapter->topic());
    return json.set("labs", labs).set("claims", claims).set("demos", demos);
}

}  // namespace

void show_overview(const Screen& screen, const Overview& overview) {
    for (const ChapterState& chapter : overview.chapters) {
        const std::size_t passed = passed_in(chapter);
        screen.line(
            " " + chapter.chapter->number() + "  " + padded(chapter.chapter->topic(), 20) +
            screen.bar(passed, chapter.labs.size(), 10) + "  " +
            padded(std::to_string(passed) + " of " + std::to_string(chapter.labs.size()) + " labs",
                   14) +
            screen.faint("claims: " + claims_text(chapter)));
    }
    screen.line();
    screen.line(std::to_string(overview.labs_passed()) + " of " + std::to_string(overview.labs()) +
                " labs passed");
    if (overview.tests)
        screen.line("the last `wb test`: " + std::to_string(overview.tests->passed) + " passed, " +
                    std::to_string(overview.tests->failed) + " failed, " +
                    std::to_string(overview.tests->skipped) + " skipped");
    else
        screen.line("`wb test` has not run to its end yet");
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

std::string overview_html(const Overview& overview) {
    std::string html;
    for (const ChapterState& chapter : overview.chapters) {
        const std::string head = chapter.chapter->number() + ' ' + chapter.chapter->topic();
        std::vector<std::vector<std::string>> labs;
        for (const LabState& lab : chapter.labs)
            labs.push_back({lab.lab->card.id, lab.lab->card.title, std::string(name_of(lab.state)),
                            lab.detail});
        if (!labs.empty())
            html += html_table(head + ": labs", {"lab", "title", "state", "detail"}, labs);
        std::vector<std::vector<std::string>> claims;
        for (const ClaimState& claim : chapter.claims)
            claims.push_back({claim.claim.id, claim.claim.sentence, claim.claim.test,
                              claim.claim.mark, std::string(name_of(claim.result)), claim.reason});
        if (!claims.empty())
            html +=
                html_table(head + ": claims",
                           {"claim", "sentence", "test", "platforms", "result", "reason"}, claims);
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
