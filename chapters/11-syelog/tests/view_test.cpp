// view_test.cpp - lines read back, and shown: whatever stands in a log, and in whatever pieces.
#include "chapters/11-syelog/tools/json.hpp"
#include "chapters/11-syelog/tools/lines.hpp"
#include "chapters/11-syelog/tools/show.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

#include <random>

using namespace syelog;

namespace {

const Peer kPeer{.process_id = 280, .program = "app.exe", .user = "HOME\\ann"};

FILETIME filetime(std::string_view text) {
    std::uint64_t ticks = 0;
    EXPECT_TRUE(time_of(text, ticks));
    return {static_cast<DWORD>(ticks & 0xffffffff), static_cast<DWORD>(ticks >> 32)};
}

std::string written(Format format, std::string_view text, const Peer* peer = &kPeer) {
    std::string line;
    append_event(line, format,
                 {.record = {.facility = Facility::service,
                             .severity = Severity::error,
                             .process_id = 4,
                             .occurred = filetime("2024-01-31T22:59:58.007Z"),
                             .text = text},
                  .received = filetime("2024-01-31T22:59:59.123Z"),
                  .peer = peer});
    line.pop_back();
    return line;
}

std::string shown(const Entry& entry, bool colours = false) {
    std::string out;
    append_shown(out, entry, colours);
    return out;
}

std::string printable(std::string_view text) {
    std::string out;
    append_printable(out, text);
    return out;
}

std::vector<std::string> lines_of(std::string_view bytes, std::size_t piece) {
    Lines lines;
    std::vector<std::string> all;
    std::string_view line;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        lines.add(bytes.substr(at, piece));
        while (lines.next(line)) all.emplace_back(line);
    }
    if (lines.rest(line)) all.push_back("rest " + std::string(line));
    return all;
}

constexpr char kTextLine[] = "20240131235959123  280 50.30: no room";

}  // namespace

TEST(ReadEntry, GivesBackWhatTheDaemonWroteAsJson) {
    const Entry entry = read_entry(written(Format::json, "no \"room\"\n\x1b\xe9 \xc3\xa9"));
    ASSERT_EQ(entry.kind, Entry::Kind::record);
    EXPECT_EQ(time_text(entry.received), "2024-01-31T22:59:59.123Z");
    EXPECT_EQ(entry.process_id, 280u);
    EXPECT_EQ(entry.program, "app.exe");
    EXPECT_EQ(entry.user, "HOME\\ann");
    EXPECT_EQ(entry.facility, Facility::service);
    EXPECT_EQ(entry.severity, Severity::error);
    EXPECT_EQ(entry.text, "no \"room\"\n\x1b\xc3\xa9 \xc3\xa9") << "the lone byte is Latin-1";
    EXPECT_TRUE(entry.has_claims);
    EXPECT_EQ(entry.claimed_process_id, 4u);
    EXPECT_EQ(entry.claimed_time, "2024-01-31T22:59:58.007Z");

    const Entry own = read_entry(written(Format::json, "pid 280: started", nullptr));
    EXPECT_EQ(own.kind, Entry::Kind::own);
    EXPECT_EQ(own.text, "pid 280: started");
}

TEST(ReadEntry, GivesBackWhatTheDaemonWroteAsText) {
    const Entry entry = read_entry(written(Format::text, "no room\n"));
    ASSERT_EQ(entry.kind, Entry::Kind::record);
    EXPECT_EQ(time_text(entry.received), "2024-01-31T22:59:59.123Z");
    EXPECT_EQ(entry.process_id, 280u);
    EXPECT_EQ(entry.program, "") << "a text log does not say";
    EXPECT_EQ(entry.facility, Facility::service);
    EXPECT_EQ(entry.severity, Severity::error);
    EXPECT_EQ(entry.text, "no room");

    EXPECT_EQ(read_entry(written(Format::text, "x", nullptr)).kind, Entry::Kind::own);
    EXPECT_EQ(read_entry("20240131235959123 4294967295 79.70: x").process_id, 4294967295u);
    EXPECT_EQ(read_entry("20240131235959123    4 50.60: ").kind, Entry::Kind::record);
}

TEST(ReadEntry, GivesBackWhatTheDaemonWroteAsRfc5424) {
    const Peer odd{.process_id = 280, .program = "app.exe", .user = "a\"b]c\\d"};
    const Entry entry = read_entry(written(Format::rfc5424, "no ] \"room\\", &odd));
    ASSERT_EQ(entry.kind, Entry::Kind::record);
    EXPECT_EQ(time_text(entry.received), "2024-01-31T22:59:59.123Z");
    EXPECT_EQ(entry.process_id, 280u);
    EXPECT_EQ(entry.program, "app.exe");
    EXPECT_EQ(entry.user, "a\"b]c\\d");
    EXPECT_EQ(entry.facility, Facility::service);
    EXPECT_EQ(entry.severity, Severity::error);
    EXPECT_EQ(entry.claimed_process_id, 4u);
    EXPECT_EQ(entry.claimed_time, "2024-01-31T22:59:58.007Z");
    EXPECT_EQ(entry.text, "no ] \"room\\");

    const Entry own = read_entry(written(Format::rfc5424, "x", nullptr));
    EXPECT_EQ(own.kind, Entry::Kind::own);
    EXPECT_EQ(own.program, "syelogd");
    std::string numbered = written(Format::rfc5424, "x");
    numbered.insert(numbered.find("[syelog"), "[meta sequenceId=\"17\"]");
    EXPECT_EQ(read_entry(numbered).kind, Entry::Kind::record);
    EXPECT_EQ(read_entry("<13>1 2024-01-31T22:59:59.123Z host su 1 - - of another program").kind,
              Entry::Kind::damaged);
}

TEST(ReadEntry, CallsALineDamagedThatIsCutAnywhereInItsHead) {
    for (const Format format : {Format::json, Format::text, Format::rfc5424})
        for (const Peer* peer : {&kPeer, static_cast<const Peer*>(nullptr)}) {
            const std::string line = written(format, "x", peer);
            const std::size_t head = format == Format::json      ? line.size()
                                     : format == Format::rfc5424 ? line.rfind("x")
                                                                 : line.find(": x") + 2;
            for (std::size_t length = 0; length < head; ++length) {
                const Entry entry = read_entry(line.substr(0, length));
                EXPECT_EQ(entry.kind, Entry::Kind::damaged) << line.substr(0, length);
                EXPECT_EQ(entry.text, line.substr(0, length)) << "it is shown as it stands";
            }
        }
}

TEST(ReadEntry, CallsALineDamagedThatTheDaemonDoesNotWrite) {
    const std::string line = written(Format::json, "x");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = line;
        changed.replace(changed.find(from), from.size(), to);
        return read_entry(changed).kind == Entry::Kind::damaged;
    };
    EXPECT_FALSE(with("x", "y"));
    EXPECT_TRUE(with("{", "{\"pid\":1,")) << "one of two process ids: which?";
    EXPECT_TRUE(with("{", "{\"daemon\":true,")) << "the daemon has no client's fields";
    EXPECT_TRUE(with("280", "-1"));
    EXPECT_TRUE(with("280", "4294967296"));
    EXPECT_TRUE(with("\"error\"", "\"eror\""));
    EXPECT_TRUE(with("\"error\"", "\"0x5\""));
    EXPECT_TRUE(with("\"error\"", "3"));
    EXPECT_FALSE(with("\"error\"", "\"0x55\""));
    EXPECT_TRUE(with("22:59:59.123Z", "24:59:59.123Z"));
    EXPECT_TRUE(with("22:59:59.123Z", "22:59:59Z"));
    EXPECT_TRUE(with("\"received\"", "\"Received\""));
    for (const char* text :
         {"20241331235959123  280 50.30: x", "20240131235959123  280 5G.30: x",
          "20240131235959123 42949672960 50.30: x", "2024013123595912   280 50.30: x",
          "20240131235959123  280 50.30 x", "20240131235959123 -280 50.30: x", "", "x"})
        EXPECT_EQ(read_entry(text).kind, Entry::Kind::damaged) << text;
}

TEST(ReadEntry, SkipsMembersOfALaterVersion) {
    std::string line = written(Format::json, "x");
    line.insert(1, R"("later":{"deep":[1,{"text":"y"}]},)");
    const Entry entry = read_entry(line);
    EXPECT_EQ(entry.kind, Entry::Kind::record);
    EXPECT_EQ(entry.text, "x");
}

TEST(ReadEntry, SurvivesAnyChangeOfALineAndShowsNothingThatATerminalObeys) {
    WB_CLAIM("N11-53", "The viewer shows nothing that a terminal obeys, whatever is in the log.");
    std::mt19937 random(11);  // the same on every run
    const std::string lines[] = {
        written(Format::json, "a \"b\" \x01 \xc3\xa9"), written(Format::json, "own", nullptr),
        written(Format::text, "a\tb \xff \xc3\xa9"), written(Format::rfc5424, "a]\"\\ \x1b")};
    constexpr std::string_view kLikely = "{}[]\",:\\u0123e-.\x1b\x9b\xc2\xe2";
    for (int round = 0; round < 100'000; ++round) {
        std::string line = lines[random() % 4];
        for (unsigned changes = 1 + random() % 4; changes > 0 && !line.empty(); --changes) {
            const std::size_t at = random() % line.size();
            const char byte =
                random() % 2 ? kLikely[random() % kLikely.size()] : static_cast<char>(random());
            switch (random() % 4) {
                case 0: line[at] = byte; break;
                case 1: line.insert(at, 1, byte); break;
                case 2: line.erase(at, 1 + random() % 8); break;
                default: line.resize(at); break;
            }
        }
        const std::string seen = shown(read_entry(line));
        ASSERT_EQ(seen.find('\n'), seen.size() - 1) << line;
        for (const char c : seen.substr(0, seen.size() - 1))
            ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << line;
        ASSERT_EQ(seen.find("\xc2\x9b"), seen.npos) << line;
    }
}

TEST(Lines, AreTheSameInWhateverPiecesTheyCome) {
    const std::string bytes = "one\ntwo\r\n\nlast";
    const std::vector<std::string> all{"one", "two", "", "rest last"};
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece)
        EXPECT_EQ(lines_of(bytes, piece), all) << "pieces of " << piece;
    EXPECT_EQ(lines_of("one\n", 2), (std::vector<std::string>{"one"}));
}

TEST(Lines, CutALineThatIsTooLongToBeOne) {
    const std::string longest(Lines::kMaxLine, 'x');
    const std::string bytes = longest + std::string(300'000, 'y') + "\nnext\n" + longest + "zz";
    for (const std::size_t piece : {1000u, 65'536u, 1'000'000u}) {
        const auto all = lines_of(bytes, piece);
        ASSERT_EQ(all.size(), 3u) << "pieces of " << piece;
        EXPECT_EQ(all[0], longest);
        EXPECT_EQ(all[1], "next");
        EXPECT_EQ(all[2], longest);
        EXPECT_EQ(read_entry(all[0]).kind, Entry::Kind::damaged);
    }
}

TEST(Shown, IsLocalTimeProgramProcessSeverityText) {
    EXPECT_EQ(shown(read_entry(kTextLine)),
              "2024-01-31 23:59:59.123  [280]                error       no room\n");
    Entry entry = read_entry(kTextLine);
    entry.program = "app.exe";
    EXPECT_EQ(shown(entry), "2024-01-31 23:59:59.123  app.exe[280]         error       no room\n");
    EXPECT_EQ(shown(read_entry("20240131235959123 ---- --.40: pid 280: cut")),
              "2024-01-31 23:59:59.123  syelogd              warning     pid 280: cut\n");
    EXPECT_EQ(shown(read_entry("?")),
              "-                        -                    damaged     ?\n");
}

TEST(Shown, EscapesWhatCouldTalkToTheTerminal) {
    EXPECT_EQ(printable("a\n\r\t\x1b[31m\x7f\x01"), "a\\n\\r\\t\\x1b[31m\\x7f\\x01");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m \x9b \xff"),
              "\\x9b31m \\x9b \\xff")
        << "U+009B begins a sequence, too";
    EXPECT_EQ(printable("\xe2\x80\xae \xe2\x81\xa6 \xe2\x80\xa8"), "\\u202e \\u2066 \\u2028");
    EXPECT_EQ(printable("\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80 \\n"),
              "\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80 \\n");
    Entry entry = read_entry(kTextLine);
    entry.program = "x\x1b]0;y\x07";
    EXPECT_NE(shown(entry).find("x\\x1b]0;y\\x07[280]"), std::string::npos);
}

TEST(Shown, SaysInWordsWhatItSaysInColours) {
    for (const char* severity : {"00", "10", "20", "30", "40", "50", "60", "66", "70", "55"}) {
        std::string line = kTextLine;
        line.replace(line.find("30:"), 2, severity);
        std::string coloured = shown(read_entry(line), true);
        EXPECT_EQ(coloured.find("\x1b[2m2024"), 0u);
        for (std::size_t at = 0; (at = coloured.find('\x1b', at)) != coloured.npos;)
            coloured.erase(at, coloured.find('m', at) - at + 1);
        EXPECT_EQ(coloured, shown(read_entry(line), false));
    }
    EXPECT_NE(shown(read_entry(kTextLine), true).find("\x1b[31merror\x1b[0m"), std::string::npos);
}

TEST(ViewFilter, LetsThroughThatSeverityOrWorse) {
    const ViewFilter filter{.worst = syslog_severity(Severity::error)};
    for (const auto& [severity, passes] : {std::pair("20", true), std::pair("30", true),
                                           std::pair("40", false), std::pair("66", false)}) {
        std::string line = kTextLine;
        line.replace(line.find("30:"), 2, severity);
        EXPECT_EQ(filter.passes(read_entry(line)), passes) << severity;
    }
}

TEST(ViewFilter, TakesAnyValueOfAKindAndWantsAllKinds) {
    const Entry record = read_entry(written(Format::json, "No Room"));
    const Entry own = read_entry(written(Format::json, "no room", nullptr));
    EXPECT_TRUE((ViewFilter{.processes = {7, 280}}).passes(record));
    EXPECT_FALSE((ViewFilter{.processes = {7}}).passes(record));
    EXPECT_FALSE((ViewFilter{.processes = {0}}).passes(own))
        << "the daemon's events have no process";
    EXPECT_TRUE((ViewFilter{.facilities = {Facility::user, Facility::service}}).passes(record));
    EXPECT_FALSE((ViewFilter{.facilities = {Facility::user}}).passes(record));
    EXPECT_TRUE((ViewFilter{.facilities = {Facility::logging}}).passes(own));
    EXPECT_TRUE((ViewFilter{.programs = {"x", "APP"}}).passes(record));
    EXPECT_TRUE((ViewFilter{.programs = {"App.exe"}}).passes(record));
    EXPECT_FALSE((ViewFilter{.programs = {"ap"}}).passes(record));
    EXPECT_TRUE((ViewFilter{.programs = {"syelogd"}}).passes(own));
    EXPECT_TRUE((ViewFilter{.texts = {"x", "O ROO"}}).passes(record));
    EXPECT_FALSE((ViewFilter{.texts = {"rooms"}}).passes(record));
    EXPECT_FALSE((ViewFilter{.processes = {280}, .texts = {"rooms"}}).passes(record));
}

TEST(ViewFilter, LetsADamagedLineThroughUnlessSomethingIsAskedThatItDoesNotSay) {
    const Entry damaged = read_entry("what is this?");
    EXPECT_TRUE(ViewFilter{}.passes(damaged));
    EXPECT_TRUE((ViewFilter{.texts = {"THIS"}}).passes(damaged));
    EXPECT_FALSE((ViewFilter{.worst = 7}).passes(damaged));
    EXPECT_FALSE((ViewFilter{.facilities = {Facility::logging}}).passes(damaged));
}
