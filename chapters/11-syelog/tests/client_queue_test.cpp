// client_queue_test.cpp - what the client is made of: packing, queue, waits, texts of parts.
#include "chapters/11-syelog/client/back_off.hpp"
#include "chapters/11-syelog/client/record_queue.hpp"
#include "chapters/11-syelog/client/text.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <limits>

using namespace std::chrono_literals;
using syelog::Packed;
using syelog::RecordQueue;
using syelog::Severity;
using syelog::Text;

namespace {

Packed packed(std::string_view text) {
    return syelog::pack(syelog::Facility::user, Severity::notice, 7, text);
}

std::string bytes_of(const Packed& record) {
    std::string bytes(record.header.bytes, '\0');
    EXPECT_EQ(copy(record, reinterpret_cast<std::byte*>(bytes.data())), bytes.size());
    return bytes;
}

}  // namespace

TEST(Pack, MakesTheBytesThatEncodeMakes) {
    std::string long_text(5000, 'x');
    for (const std::string& text :
         {std::string(), std::string("a"), std::string("line\n"), std::string("two\n\n"),
          std::string("a\0b", 3), std::string("\0", 1), std::string("\n"), long_text,
          long_text.substr(0, syelog::kMaxTextBytes),
          long_text.substr(0, syelog::kMaxTextBytes) + '\n',
          long_text.substr(0, syelog::kMaxTextBytes + 1)}) {
        for (const bool terminate : {false, true}) {
            const Packed record =
                syelog::pack(syelog::Facility::user, Severity::notice, 7, text, terminate);
            EXPECT_EQ(bytes_of(record), syelog::encode({.facility = syelog::Facility::user,
                                                        .severity = Severity::notice,
                                                        .process_id = 7,
                                                        .occurred = record.header.occurred,
                                                        .terminate = terminate,
                                                        .text = text}));
        }
    }
}

TEST(RecordQueue, GivesBackWhatWasPushedWhereverItsRingEnds) {
    RecordQueue queue(1000);
    std::deque<std::string> wanted;
    std::string out(300, '\0');
    std::uint64_t dice = 1;
    std::uint64_t pushed = 0, left = 0;
    for (int step = 0; step < 20'000; ++step) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        const std::string text(dice >> 40 & 0x7f, static_cast<char>('a' + step % 26));
        const Packed record = packed(text);
        switch (dice >> 60 & 3) {
            case 0:
            case 1:
                ASSERT_EQ(queue.fits(record.header.bytes),
                          queue.bytes() + record.header.bytes <= 1000);
                if (!queue.fits(record.header.bytes)) break;
                queue.push(record);
                wanted.push_back(bytes_of(record));
                ++pushed;
                break;
            case 2:
                if (queue.empty()) break;
                queue.drop_oldest();
                wanted.pop_front();
                ++left;
                break;
            default: {
                const std::uint64_t most = dice >> 32 & 7;
                const auto taken = queue.take(std::as_writable_bytes(std::span(out)), most);
                ASSERT_LE(taken.records, most);
                std::string expected;
                for (std::uint64_t i = 0; i < taken.records; ++i) {
                    expected += wanted.front();
                    wanted.pop_front();
                }
                ASSERT_EQ(out.substr(0, taken.bytes), expected);
                left += taken.records;
                break;
            }
        }
        ASSERT_EQ(queue.begin(), left);
        ASSERT_EQ(queue.end(), pushed);
        ASSERT_EQ(queue.empty(), wanted.empty());
    }
    EXPECT_GT(left, 1000u);
}

TEST(BackOff, DoublesItsWaitUntilFiveSeconds) {
    syelog::BackOff back_off;
    for (const auto wait : {50ms, 100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms})
        EXPECT_EQ(back_off.next(), wait);
    back_off.reset();
    EXPECT_EQ(back_off.next(), 50ms);
}

TEST(Text, WritesEachPartAsItsTypeWantsIt) {
    Text text;
    const std::string name = "C:";
    text.add("disk ", name, ' ', 3, '/', 99.5, " full: ", true, ' ', false, ' ',
             std::numeric_limits<std::uint64_t>::max(), ' ', std::numeric_limits<long long>::min());
    EXPECT_EQ(text.view(),
              "disk C: 3/99.5 full: true false 18446744073709551615 -9223372036854775808");
}

TEST(Text, CutsWhatDoesNotFitIntoARecord) {
    Text text;
    text.add(std::string(syelog::kMaxTextBytes - 2, 'x'), 12345);
    EXPECT_EQ(text.view().size(), syelog::kMaxTextBytes);
    EXPECT_TRUE(text.view().ends_with("x12"));
    text.add("no more");
    EXPECT_TRUE(text.view().ends_with("x12"));
}
