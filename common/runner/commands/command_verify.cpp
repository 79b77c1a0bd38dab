// command_verify.cpp - `wb verify`: is the workbook as it says it is? A line per lab, one for the
// claims of each chapter, one for what notes, topics and labs promise each other.
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/report/overview.hpp"
#include "common/runner/results/verify.hpp"
#include "common/runner/text/text.hpp"

namespace runner {
namespace {

bool is_chapter(const std::string& word) { return lower(word).starts_with("ch"); }

std::string completeness(const Session& session, bool complete) {
    return complete ? session.screen.good(session.say("complete", "完整"))
                    : session.screen.bad(session.say("incomplete", "不完整"));
}

bool show_proof(const Session& session, const Proof& proof) {
    const Screen& screen = session.screen;
    const std::string right = std::to_string(proof.right);
    const std::string caught = std::to_string(proof.caught);
    const std::string sums = session.say(right + " right pass, " + caught + " mistakes caught",
                                         right + " 个正确的通过，" + caught + " 个错误被抓住");
    screen.line("  " + proof.lab->card.id + "  " + padded(proof.lab->name, 24) + padded(sums, 32) +
                completeness(session, proof.lacking.empty()));
    for (const std::string& what : proof.lacking) screen.line("       " + what);
    return proof.lacking.empty();
}

// A claim may be skipped: Wine is not Windows, and says so.
bool show_claims(const Session& session, const ChapterState& state) {
    const Screen& screen = session.screen;
    std::size_t good = 0;
    std::vector<std::string> bad;
    for (const ClaimState& claim : state.claims) {
        const bool proved = claim.result == ClaimState::Result::passed ||
                            claim.result == ClaimState::Result::skipped;
        good += proved ? 1 : 0;
        if (!proved)
            bad.push_back(claim.claim.id + ' ' + claim.claim.test + ": " +
                          std::string(name_of(claim.result)));
    }
    const std::string held = std::to_string(good);
    const std::string all = std::to_string(state.claims.size());
    const std::string sums =
        session.say(held + " of " + all + " claims hold", held + " / " + all + " 条断言成立");
    screen.line("  ch" + state.chapter->number() + ' ' + padded(session.topic(*state.chapter), 24) +
                padded(sums, 32) + completeness(session, bad.empty()));
    for (const std::string& what : bad) screen.line("       " + what);
    return bad.empty();
}

bool show_checks(const Session& session, const std::vector<CTestResult>& tests) {
    const Screen& screen = session.screen;
    bool well = true;
    for (const CTestResult& test : tests) {
        if (!test.name.starts_with("check.")) continue;
        const bool passed = test.outcome == CTestResult::Outcome::passed;
        screen.line("  " + padded(test.name, 61) + completeness(session, passed));
        if (!passed)
            for (const std::string_view line : lines_of(test.output))
                screen.line("       " + std::string(line));
        well = well && passed;
    }
    return well;
}

}  // namespace

int select_verify(const Session& session, const std::vector<std::string>& words) {
    const BuildLog log = session.build_log();
    if (!log.trouble.empty()) throw Problem(kEnvironment, "the build stopped: " + log.trouble);
    if (words.size() < 2)
        session.screen.line(".");
    else if (is_chapter(words[1]))
        session.screen.line(tests_of(session.catalog.chapter(words[1])));
    else
        session.screen.line(tests_of(session.catalog.lab(words[1])));
    return kOk;
}

int show_verified(const Session& session, const std::vector<std::string>& words) {
    if (words.size() < 3) throw Problem(kUsage, "`wb verified` takes a JUnit file and a folder");
    const Screen& screen = session.screen;
    const auto tests = parse_junit(read_file(session.root / words[1]).value_or(""));
    if (!tests) throw Problem(kEnvironment, "CTest did not finish: " + words[1] + " says nothing");
    const std::string what = words.size() > 3 ? words[3] : "";
    const BuildLog log = session.build_log();
    bool well = log.failures.empty();
    for (const BuildFailure& failure : log.failures)
        screen.line(screen.bad(session.say("does not build: ", "编译不过：")) + failure.target);
    std::size_t complete = 0;
    const auto labs = session.catalog.labs(what.empty() ? "all" : what);
    for (const Lab* lab : labs)
        complete += show_proof(session, prove(*lab, session.root, *tests)) ? 1 : 0;
    well = well && complete == labs.size();
    if (what.empty() || is_chapter(what)) {
        for (const ChapterState& state : look_at_everything(session, L"wb-verify.xml").chapters)
            if (what.empty() || state.chapter == &session.catalog.chapter(what))
                well = show_claims(session, state) && well;
        well = show_checks(session, *tests) && well;
    }
    screen.line();
    const std::string done = std::to_string(complete);
    const std::string all = std::to_string(labs.size());
    screen.line(
        session.say(done + " of " + all + " labs complete", done + " / " + all + " 个实验完整"));
    return well ? kOk : kNotPassed;
}

}  // namespace runner
