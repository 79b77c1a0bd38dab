// format_test.cpp - one event in three notations, whatever a client has put into it.
#include "chapters/11-syelog/protocol/format.hpp"

#include "chapters/11-syelog/protocol/utf8.hpp"

#include <gtest/gtest.h>

using namespace syelog;

namespace {

// 2024-01-31 22:59:59.123 UTC
FILETIME a_time() {
    const SYSTEMTIME time = {.wYear = 2024,
                             .wMonth = 1,
                             .wDayOfWeek = 0,
                             .wDay = 31,
                             .wHour = 22,
                             .wMinute = 59,
                             .wSecond = 59,
                             .wMilliseconds = 123};
    FILETIME out{};
    EXPECT_TRUE(::SystemTimeToFileTime(&time, &out));
    return out;
}

const Peer kPeer{.process_id = 280, .program = "app.exe", .user = "HOME\\ann"};

Event event_with(std::string_view text) {
    return {.record = {.facility = Facility::service,
                       .severity = Severity::error,
                       .process_id = 4,
                       .occurred = a_time(),
                       .text = text},
            .received = a_time(),
            .peer = &kPeer};
}

std::string written(Format format, const Event& event) {
    std::string out;
    append_event(out, format, event);
    return out;
}

}  // namespace

TEST(Format, KeepsWhatIsKnownApartFromWhatIsClaimed) {
    EXPECT_EQ(written(Format::json, event_with("no room\r\n")),
              R"({"received":"2024-01-31T22:59:59.123Z","pid":280,"program":"app.exe",)"
              R"("user":"HOME\\ann","facility":"service","severity":"error","text":"no room",)"
              R"("claimed":{"pid":4,"occurred":"2024-01-31T22:59:59.123Z"}})"
              "\n");
}

TEST(Format, TellsTheDaemonsOwnEventsFromThoseOfClients) {
    Event own = event_with("pid 280: started");
    own.peer = nullptr;
    EXPECT_EQ(written(Format::json, own),
              R"({"received":"2024-01-31T22:59:59.123Z","daemon":true,"severity":"error",)"
              R"("text":"pid 280: started"})"
              "\n");
    EXPECT_NE(written(Format::text, own).find(" ---- --.30: pid 280: started\n"),
              std::string::npos);
}

TEST(Format, WritesWhatRfc5424Asks) {
    const std::string line = written(Format::rfc5424, event_with("no room"));
    EXPECT_EQ(line.find("<27>1 2024-01-31T22:59:59.123Z "), 0u) << line;  // daemon.err
    EXPECT_NE(line.find(" app.exe 280 - [syelog@32473 facility=\"service\" severity=\"error\" "
                        "claimedPid=\"4\" occurred=\"2024-01-31T22:59:59.123Z\" "
                        "user=\"HOME\\\\ann\"] no room\n"),
              std::string::npos)
        << line;
    std::string numbered;
    append_rfc5424(numbered, event_with("x"), 17);
    EXPECT_NE(numbered.find(" - [meta sequenceId=\"17\"][syelog@32473 "), std::string::npos);
    EXPECT_EQ(numbered.back(), 'x') << "no line end: the frame has a length";
}

TEST(Format, MapsSeveritiesAndFacilitiesToThoseOfSyslog) {
    EXPECT_EQ(syslog_severity(Severity::fatal), 0u);
    EXPECT_EQ(syslog_severity(Severity::audit_fail), 6u);
    EXPECT_EQ(syslog_severity(Severity::debug), 7u);
    EXPECT_EQ(syslog_severity(Severity{0xff}), 7u);
    EXPECT_EQ(syslog_facility(Facility::kernel), 0u);
    EXPECT_EQ(syslog_facility(Facility::local0), 16u);
    EXPECT_EQ(syslog_facility(Facility{0x79}), 23u) << "local9 has no counterpart";
    EXPECT_EQ(syslog_facility(Facility{0xff}), 1u);
    EXPECT_EQ(severity_of("notice"), Severity::notice);
    EXPECT_EQ(facility_of("local3"), Facility{0x73});
    EXPECT_EQ(severity_of("NOTICE"), std::nullopt);
}

TEST(Format, NamesAValueThatHasNoNameByItsNumber) {
    Event odd = event_with("x");
    odd.record.severity = Severity{0x55};
    odd.record.facility = Facility{0};
    const std::string line = written(Format::json, odd);
    EXPECT_NE(line.find(R"("facility":"0x00","severity":"0x55")"), std::string::npos) << line;
}

TEST(Format, IsOneLineWhateverAClientSends) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    all += "\" ] \\ \xc3\xa9 \xf0\x9f\x98\x80 \xed\xa0\x80 \xc0\xaf end";
    Event event = event_with(all);
    const Peer odd{.process_id = 1, .program = "a b\n\".exe", .user = "x\"]\n"};
    event.peer = &odd;
    for (const Format format : {Format::text, Format::rfc5424, Format::json}) {
        const std::string line = written(format, event);
        EXPECT_EQ(line.find('\n'), line.size() - 1);
        for (const char c : line.substr(0, line.size() - 1))
            EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << line;
    }
    EXPECT_NE(written(Format::rfc5424, event).find(" a_b_\".exe 1 - "), std::string::npos);
}

TEST(Format, PutsATimeThatIsNoneAtTheBeginningOfTime) {
    Event event = event_with("x");
    event.record.occurred = {0xffffffff, 0xffffffff};
    EXPECT_NE(written(Format::json, event).find(R"("occurred":"1601-01-01T00:00:00.000Z")"),
              std::string::npos);
}

TEST(Json, EscapesWhatJsonForbidsAndMakesInvalidBytesReadable) {
    std::string out;
    append_json_text(out, "a\"b\\c\n\x01\x7f \xe9t\xe9 \xc3\xa9 \xf0\x9f\x98\x80 \xed\xa0\x80");
    EXPECT_EQ(out,
              "a\\\"b\\\\c\\u000a\\u0001\\u007f \\u00e9t\\u00e9 \xc3\xa9 \xf0\x9f\x98\x80 "
              "\\u00ed\\u00a0\\u0080");
}

TEST(Utf8, TellsCharactersFromOtherBytes) {
    EXPECT_EQ(utf8_length("a"), 1u);
    EXPECT_EQ(utf8_length("\xc3\xa9"), 2u);
    EXPECT_EQ(utf8_length("\xe4\xb8\xad"), 3u);
    EXPECT_EQ(utf8_length("\xf4\x8f\xbf\xbf"), 4u);
    EXPECT_EQ(utf8_length(""), 0u);
    EXPECT_EQ(utf8_length("\xc3"), 0u) << "cut";
    EXPECT_EQ(utf8_length("\xc1\xbf"), 0u) << "overlong";
    EXPECT_EQ(utf8_length("\xe0\x80\xaf"), 0u) << "overlong";
    EXPECT_EQ(utf8_length("\xed\xa0\x80"), 0u) << "surrogate";
    EXPECT_EQ(utf8_length("\xf4\x90\x80\x80"), 0u) << "above U+10FFFF";
    EXPECT_EQ(utf8_length("\x80"), 0u);
}
