// record_test.cpp - what travels on the pipe: packed, unpacked, and sent by somebody hostile.
#include "chapters/11-syelog/protocol/census.hpp"
#include "chapters/11-syelog/protocol/line.hpp"
#include "common/testing/claim.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>

using syelog::Decoder;
using syelog::Malformed;
using syelog::Record;
using Next = syelog::Decoder::Next;

namespace {

void feed(Decoder& decoder, std::string_view bytes) {
    const auto space = decoder.space();
    ASSERT_LE(bytes.size(), space.size());
    std::memcpy(space.data(), bytes.data(), bytes.size());
    decoder.arrived(bytes.size());
}

std::string packed(std::string_view text) { return syelog::encode({.text = text}); }

// A record that claims `length` bytes and is `there` bytes long.
std::string claiming(unsigned length, std::size_t there) {
    std::string bytes(there, 'A');
    if (there > 0) bytes[0] = static_cast<char>(length & 0xff);
    if (there > 1) bytes[1] = static_cast<char>(length >> 8);
    return bytes;
}

std::string line_of(std::string_view text) {
    std::string line;
    syelog::append_line(line, syelog::Stamp{"20240131235959123"}, 280, {.text = text});
    return line;
}

}  // namespace

TEST(Encode, LaysTheBytesOutAsTheDetoursClientDoes) {
    WB_CLAIM("N11-02",
             "A record is a header of 20 bytes with its length, the text, a line feed, a NUL.");
    const std::string bytes = syelog::encode({.facility = syelog::Facility::local0,
                                              .severity = syelog::Severity::audit_fail,
                                              .process_id = 0x01020304,
                                              .occurred = {0x11121314, 0x21222324},
                                              .terminate = true,
                                              .text = "hi"});
    const std::string expected(
        "\x18\x00\x70\x66\x04\x03\x02\x01\x14\x13\x12\x11\x24\x23\x22\x21"
        "\x01\x00\x00\x00hi\n\x00",
        24);
    EXPECT_EQ(bytes, expected);
}

TEST(Encode, EndsEveryTextWithOneLineFeedAndNul) {
    EXPECT_EQ(packed("x").substr(20), std::string("x\n\0", 3));
    EXPECT_EQ(packed("x\n").substr(20), std::string("x\n\0", 3));
    EXPECT_EQ(packed("").substr(20), std::string("\n\0", 2));
    EXPECT_EQ(packed(std::string_view("a\0b", 3)).substr(20), std::string("a\n\0", 3));
}

TEST(Encode, CutsATextThatDoesNotFit) {
    WB_CLAIM("N11-03", "A text that does not fit into a record is cut, never refused.");
    const std::string bytes = packed(std::string(100'000, 'y'));
    EXPECT_EQ(bytes.size(), syelog::kMaxRecordBytes);
    EXPECT_EQ(bytes.substr(bytes.size() - 3), std::string("y\n\0", 3));
}

TEST(Decoder, GivesBackWhatWasPacked) {
    auto decoder = std::make_unique<Decoder>();
    feed(*decoder, syelog::encode({.facility = syelog::Facility::security,
                                   .severity = syelog::Severity::debug,
                                   .process_id = 4711,
                                   .occurred = {1, 2},
                                   .terminate = true,
                                   .text = "text"}));
    Record record;
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.facility, syelog::Facility::security);
    EXPECT_EQ(record.severity, syelog::Severity::debug);
    EXPECT_EQ(record.process_id, 4711u);
    EXPECT_EQ(record.occurred.dwHighDateTime, 2u);
    EXPECT_TRUE(record.terminate);
    EXPECT_EQ(record.text, "text\n");
    EXPECT_EQ(decoder->next(record), Next::need_more);
}

TEST(Decoder, FindsTheBordersInOneReadOfManyRecords) {
    WB_CLAIM("N11-04", "One read brings many records; each says where the next one begins.");
    auto decoder = std::make_unique<Decoder>();
    feed(*decoder, packed("one") + packed("two") + packed("three").substr(0, 7));
    Record record;
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text, "one\n");
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text, "two\n");
    EXPECT_EQ(decoder->next(record), Next::need_more);
    EXPECT_EQ(decoder->pending_bytes(), 7u);
    feed(*decoder, packed("three").substr(7));
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text, "three\n");
}

TEST(Decoder, WaitsForTheRestWhereverARecordIsCut) {
    WB_CLAIM("N11-05", "A read may end anywhere in a record; the rest comes with the next one.");
    const std::string bytes = packed("cut me anywhere");
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        auto decoder = std::make_unique<Decoder>();
        feed(*decoder, bytes.substr(0, cut));
        Record record;
        EXPECT_EQ(decoder->next(record), Next::need_more) << cut;
        EXPECT_EQ(decoder->pending_bytes(), cut);
        feed(*decoder, bytes.substr(cut));
        ASSERT_EQ(decoder->next(record), Next::record) << cut;
        EXPECT_EQ(record.text, "cut me anywhere\n");
    }
}

TEST(Decoder, NamesALengthBelowTheHeader) {
    for (unsigned length = 0; length <= 20; ++length) {
        auto decoder = std::make_unique<Decoder>();
        feed(*decoder, claiming(length, 64));
        Record record;
        const Next answer = decoder->next(record);
        // 20 bytes are a record without a text.
        EXPECT_EQ(answer, length < 20 ? Next::malformed : Next::record) << length;
        EXPECT_EQ(decoder->malformed(), length < 20 ? Malformed::too_short : Malformed::no);
    }
}

TEST(Decoder, NamesALengthAboveARecord) {
    WB_CLAIM("N11-06", "A length that no record can have is judged before it is waited for.");
    for (const unsigned length : {4107u, 0x7fffu, 0xffffu}) {
        auto decoder = std::make_unique<Decoder>();
        // Two bytes are enough to know: it must not wait for what it could never hold.
        feed(*decoder, claiming(length, 2));
        Record record;
        EXPECT_EQ(decoder->next(record), Next::malformed) << length;
        EXPECT_EQ(decoder->malformed(), Malformed::too_long);
        EXPECT_EQ(decoder->next(record), Next::malformed) << "and it stays so";
    }
}

TEST(Decoder, TakesTheLongestRecord) {
    auto decoder = std::make_unique<Decoder>();
    feed(*decoder, claiming(4106, 4106));
    Record record;
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text.size(), 4086u) << "no NUL: the record's end is the text's";
}

TEST(Decoder, NeverReadsPastARecordWithoutNul) {
    WB_CLAIM("N11-07", "A text without a NUL ends with its record.");
    auto decoder = std::make_unique<Decoder>();
    feed(*decoder, claiming(23, 23) + packed("next"));
    Record record;
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text, "AAA");
    ASSERT_EQ(decoder->next(record), Next::record);
    EXPECT_EQ(record.text, "next\n");
}

TEST(Decoder, SurvivesTenThousandRandomBuffers) {
    std::mt19937 random(20'240'131);  // the same bytes on every run
    for (int round = 0; round < 10'000; ++round) {
        auto decoder = std::make_unique<Decoder>();
        std::string bytes(random() % 300, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        // Every other buffer begins with a length that can be.
        if (round % 2 == 0 && bytes.size() > 2) bytes[1] = 0;
        feed(*decoder, bytes);
        Record record;
        std::size_t taken = 0;
        while (decoder->next(record) == Next::record) taken += 20 + record.text.size();
        EXPECT_LE(taken, bytes.size());
        EXPECT_LE(decoder->pending_bytes(), bytes.size());
    }
}

TEST(Decoder, HasRoomForTheQuotaAndAPendingBatchAtAnyTime) {
    auto decoder = std::make_unique<Decoder>();
    feed(*decoder, claiming(4106, 4105));  // the longest rest that can be left over
    Record record;
    ASSERT_EQ(decoder->next(record), Next::need_more);
    EXPECT_GE(decoder->space().size(), 2 * syelog::kMaxBatchBytes);
}

TEST(Line, HasTheFormOfTheDetoursDaemon) {
    EXPECT_EQ(line_of("text"), "20240131235959123  280 50.60: text\n");
    std::string own;
    syelog::append_own_line(own, syelog::Stamp{"20240131235959123"}, syelog::Severity::notice,
                            "up");
    EXPECT_EQ(own, "20240131235959123 ---- --.50: up\n");
}

TEST(Line, DropsWhiteSpaceAtTheEndOnly) {
    EXPECT_EQ(line_of("  a  b \t\r\n\n "), "20240131235959123  280 50.60:   a  b\n");
}

TEST(Line, EscapesControlCharactersSoThatNobodyForgesALine) {
    WB_CLAIM("N11-14", "A line feed in a text does not make a line.");
    EXPECT_EQ(line_of("a\nb\tc\rd\x1b[2Je\x7f."),
              "20240131235959123  280 50.60: a\\nb\\tc\\rd\\x1b[2Je\\x7f.\n");
    const std::string umlaut = "\xc3\xa4";
    EXPECT_NE(line_of(umlaut).find(umlaut), std::string::npos) << "UTF-8 passes unchanged";
}

TEST(Stamp, ShowsEachFieldAtItsPlace) {
    SYSTEMTIME time{};
    time.wYear = 2024;
    time.wMonth = 2;
    time.wDay = 3;
    time.wHour = 4;
    time.wMinute = 5;
    time.wSecond = 6;
    time.wMilliseconds = 7;
    EXPECT_STREQ(syelog::stamp_of(time).data(), "20240203040506007");
}

TEST(Census, FindsWhatIsLostDoubledAndOvertaken) {
    syelog::Census census;
    std::string log;
    for (const char* text : {"client 1 record 1", "client 1 record 3 xxx", "client 1 record 2",
                             "client 1 record 3", "client 2 record 2", "something else"})
        log += line_of(text);
    census.count(log);
    EXPECT_EQ(census.records, 5u);
    EXPECT_EQ(census.other_lines, 1u);
    EXPECT_EQ(census.duplicated, 1u);
    EXPECT_EQ(census.out_of_order, 1u);
    EXPECT_EQ(census.lost(1, 4), 1u);
    EXPECT_EQ(census.lost(2, 2), 1u);
    EXPECT_EQ(census.lost(3, 10), 10u);
}
