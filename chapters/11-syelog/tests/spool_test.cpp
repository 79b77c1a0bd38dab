// spool_test.cpp - frames and segments: bounds, restarts, crashes, foreign files, a full disk.
#include "chapters/11-syelog/forward/spool.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_folder.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

using syelog::Frames;
using syelog::Parcel;
using syelog::Spool;
using Rest = Frames::Rest;

namespace {

constexpr const wchar_t* kFirst = L"0000000000000000001.spool";

// As append_rfc5424 makes it, without a sequence number.
std::string message(const std::string& text) {
    return "<14>1 2024-01-31T22:59:59.123Z host app.exe 280 - [syelog@32473 severity=\"x\"] " +
           text;
}
std::string lines(int from, int to) {
    std::string all;
    for (int i = from; i <= to; ++i) all += message("text " + std::to_string(i)) + '\n';
    return all;
}
std::string frames(int from, int to) {
    std::string all;
    for (int i = from; i <= to; ++i)
        syelog::append_frame(all, message("text " + std::to_string(i)),
                             static_cast<std::uint64_t>(i));
    return all;
}
// Appends all that there is room for.
std::uint64_t append(Spool& spool, std::string_view all) {
    std::uint64_t records = 0;
    while (!all.empty()) {
        const Spool::Appended now = spool.append(all);
        if (now.records == 0) break;
        records += now.records;
        all.remove_prefix(now.taken);
    }
    return records;
}
// The bytes of all segments, which it removes.
std::string take(Spool& spool) {
    std::string all;
    while (const auto parcel = spool.read(0)) {
        all += parcel->bytes;
        spool.remove(parcel->first);
    }
    return all;
}

void write_file(const std::wstring& path, std::string_view bytes) {
    const auto file = w32::own_file(
        ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr),
        "CreateFileW");
    ASSERT_EQ(syelog::write_at(file.get(), 0, bytes).bytes, bytes.size());
}

struct SpoolTest : testing::Test {
    syelog::SpoolOptions options() const { return {.folder = folder.path()}; }
    workbook::ScriptedFolder folder;
};

// A disk with so much room.
struct Disk {
    syelog::SpoolWrite writer() {
        return [this](HANDLE file, std::uint64_t offset, std::string_view bytes) {
            const std::size_t fits = std::min(bytes.size(), room);
            room -= fits;
            const w32::IoResult done = syelog::write_at(file, offset, bytes.substr(0, fits));
            return fits < bytes.size() ? w32::IoResult{done.bytes, ERROR_DISK_FULL} : done;
        };
    }
    std::size_t room = 0;
};

}  // namespace

// --- frames ---------------------------------------------------------------------------------

TEST(Frame, IsTheLengthABlankAndTheMessageWithItsSequenceId) {
    std::string out;
    syelog::append_frame(out, message("hello"), 17);
    const std::size_t blank = out.find(' ');
    EXPECT_EQ(out.substr(0, blank), std::to_string(out.size() - blank - 1));
    EXPECT_NE(out.find(" 280 - [meta sequenceId=\"17\"][syelog@32473 "), out.npos) << out;
    EXPECT_EQ(out.substr(out.size() - 6), " hello");
}

TEST(Frame, HasSequenceIdsFrom1To2147483647AndThen1Again) {
    EXPECT_EQ(syelog::sequence_id(1), 1u);
    EXPECT_EQ(syelog::sequence_id(2147483647), 2147483647u);
    EXPECT_EQ(syelog::sequence_id(2147483648), 1u);
}

TEST(Frame, IsFoundWhereverTheBytesEnd) {
    const std::string all = frames(1, 3);
    const std::size_t one = frames(1, 1).size();
    for (std::size_t end = 0; end <= all.size(); ++end) {
        const Frames found = syelog::look_through(std::string_view(all).substr(0, end));
        EXPECT_EQ(found.count, end / one);
        EXPECT_EQ(found.bytes, end / one * one);
        EXPECT_EQ(found.rest, end % one == 0 ? Rest::none : Rest::cut) << end;
    }
}

TEST(Frame, ThatTheSystemHasLeftUnwrittenCountsAsCut) {
    std::string all = frames(1, 2);
    EXPECT_EQ(syelog::look_through(all + std::string(100, '\0')).rest, Rest::cut);
    std::fill(all.end() - 20, all.end(), '\0');
    const Frames found = syelog::look_through(all);
    EXPECT_EQ(found.rest, Rest::cut);
    EXPECT_EQ(found.count, 1u);
}

TEST(Frame, IsNotSeenInWhatWeDidNotWrite) {
    const std::string good = frames(1, 1);
    for (const char* bad : {"x", "0 ", "12", "999999 <", "5x", "7 hello w", " ", "\n"}) {
        if (std::string_view(bad) == "12") continue;  // may be the beginning of one
        const Frames found = syelog::look_through(good + bad);
        EXPECT_EQ(found.rest, Rest::foreign) << bad;
        EXPECT_EQ(found.count, 1u);
    }
}

// --- segments -------------------------------------------------------------------------------

TEST_F(SpoolTest, GivesBackWhatItWasGivenAsFramesInOrder) {
    Spool spool(options());
    EXPECT_EQ(append(spool, lines(1, 5)), 5u);
    const auto parcel = spool.read(0);
    ASSERT_TRUE(parcel);
    EXPECT_EQ(parcel->bytes, frames(1, 5));
    EXPECT_EQ(parcel->records, 5u);
    EXPECT_EQ(parcel->first, 1u);
    EXPECT_FALSE(parcel->sealed);
    EXPECT_EQ(spool.bytes(), frames(1, 5).size());
}

TEST_F(SpoolTest, BeginsANewSegmentBeforeOneGrowsTooLarge) {
    auto small = options();
    small.segment_bytes = frames(1, 3).size();
    Spool spool(small);
    EXPECT_EQ(append(spool, lines(1, 7)), 7u);
    EXPECT_EQ(spool.read(0)->bytes, frames(1, 3));
    EXPECT_TRUE(spool.read(0)->sealed);
    EXPECT_EQ(spool.read(2)->bytes, frames(4, 6));
    EXPECT_EQ(spool.read(7)->bytes, frames(7, 7));
    EXPECT_FALSE(spool.read(7)->sealed);
    EXPECT_FALSE(spool.read(8));
}

TEST_F(SpoolTest, PutsARecordThatIsLargerThanASegmentIntoOneOfItsOwn) {
    auto small = options();
    small.segment_bytes = 10;
    Spool spool(small);
    EXPECT_EQ(append(spool, lines(1, 2)), 2u);
    EXPECT_EQ(spool.read(0)->bytes, frames(1, 1));
    EXPECT_EQ(spool.read(2)->bytes, frames(2, 2));
}

TEST_F(SpoolTest, DeletesASegmentThatIsRemoved) {
    Spool spool(options());
    append(spool, lines(1, 2));
    spool.seal();
    spool.remove(1);
    EXPECT_EQ(spool.bytes(), 0u);
    EXPECT_FALSE(folder.names().contains(kFirst));
}

TEST_F(SpoolTest, IsFullAtItsBoundUntilASegmentIsRemoved) {
    auto small = options();
    small.segment_bytes = frames(1, 2).size();
    small.bytes = frames(1, 4).size();
    Spool spool(small);
    EXPECT_EQ(append(spool, lines(1, 9)), 4u);
    EXPECT_TRUE(spool.full());
    EXPECT_LE(spool.bytes(), small.bytes);
    EXPECT_TRUE(spool.append(lines(5, 5)).full);
    spool.remove(1);
    EXPECT_EQ(append(spool, lines(5, 9)), 2u);
    EXPECT_EQ(take(spool), frames(3, 6));
}

TEST_F(SpoolTest, BelongsToOneDaemon) {
    const Spool first(options());
    try {
        const Spool second(options());
        FAIL() << "two daemons write the same spool";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string_view(error.what()).find("is used by another daemon."),
                  std::string_view::npos)
            << error.what();
    }
}

TEST_F(SpoolTest, SaysWhyItsFolderCannotBeHad) {
    try {
        const Spool spool({.folder = folder.file(L"no") + L"\\such"});
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string_view(error.what()).find(" cannot be made: "), std::string_view::npos)
            << error.what();
    }
}

// --- restarts -------------------------------------------------------------------------------

TEST_F(SpoolTest, SurvivesARestartAndGoesOnCounting) {
    for (const int from : {1, 4, 7}) {
        Spool spool(options());
        append(spool, lines(from, from + 2));
        spool.seal();
    }
    Spool spool(options());
    EXPECT_EQ(take(spool), frames(1, 9));
    append(spool, lines(10, 10));
    EXPECT_EQ(take(spool), frames(10, 10)) << "an empty spool remembers how far it has counted";
}

TEST_F(SpoolTest, NeverUsesANumberTwiceAfterACrash) {
    WB_CLAIM("N11-63", "No number is used twice, also after a crash.");
    {
        Spool spool(options());
        append(spool, lines(1, 3));  // and no seal
    }
    Spool spool(options());
    append(spool, message("after") + '\n');
    EXPECT_EQ(spool.read(0)->bytes, frames(1, 3));
    const auto parcel = spool.read(2);
    ASSERT_TRUE(parcel);
    EXPECT_GE(parcel->first, 1 + options().segment_bytes) << "so many may have been numbered";
}

TEST_F(SpoolTest, DropsARecordThatACrashHasCut) {
    write_file(folder.file(kFirst), frames(1, 2) + frames(3, 3).substr(0, 30));
    Spool spool(options());
    EXPECT_EQ(spool.read(0)->bytes, frames(1, 2));
    EXPECT_EQ(spool.cut(), 1u);
    const auto sentences = spool.take_sentences();
    ASSERT_EQ(sentences.size(), 1u);
    EXPECT_NE(sentences[0].find("was cut by a crash"), std::string::npos) << sentences[0];
}

TEST_F(SpoolTest, RemovesASegmentOfNothingButACutRecord) {
    write_file(folder.file(kFirst), "83 <14>1 20");
    Spool spool(options());
    EXPECT_FALSE(spool.read(0));
    EXPECT_EQ(spool.cut(), 1u);
    EXPECT_FALSE(folder.names().contains(kFirst));
}

TEST_F(SpoolTest, PutsASegmentAsideThatItHasNotWritten) {
    WB_CLAIM("N11-64", "A segment that it has not written is put aside, not sent.");
    write_file(folder.file(kFirst), frames(1, 1) + "something else");
    write_file(folder.file(L"0000000000000000002.spool"), frames(2, 2));
    Spool spool(options());
    EXPECT_EQ(spool.read(0)->bytes, frames(2, 2));
    EXPECT_EQ(spool.quarantined(), 1u);
    EXPECT_TRUE(folder.names().contains(std::wstring(kFirst) + L".bad"));
    EXPECT_FALSE(folder.names().contains(kFirst));
    const auto sentences = spool.take_sentences();
    ASSERT_EQ(sentences.size(), 1u);
    EXPECT_NE(sentences[0].find("is not sent, it is now called .bad: "), std::string::npos);
    EXPECT_EQ(spool.bytes(), frames(2, 2).size());
}

TEST_F(SpoolTest, PutsAsideWhatCannotBeReadAtAll) {
    folder.create_folder(kFirst);
    Spool spool(options());
    EXPECT_FALSE(spool.read(0));
    EXPECT_EQ(spool.quarantined(), 1u);
    EXPECT_EQ(append(spool, message("still works") + '\n'), 1u);
}

TEST_F(SpoolTest, LeavesFilesAloneThatAreNotItsOwn) {
    for (const wchar_t* name : {L"1.spool", L"0000000000000000001.spoon", L"notes.txt",
                                L"000000000000000000x.spool", L"9999999999999999999.spool"})
        write_file(folder.file(name), "mine");
    Spool spool(options());
    EXPECT_FALSE(spool.read(0));
    append(spool, lines(1, 1));
    EXPECT_EQ(spool.open(), 1u);
    EXPECT_EQ(folder.names().size(), 7u);  // and the segment, and the lock
}

TEST_F(SpoolTest, SurvivesAnyBytes) {
    std::mt19937 dice(20240131);
    const std::string good = frames(1, 4);
    for (int round = 0; round < 100; ++round) {
        std::string bytes = good;
        for (unsigned i = 0; i <= dice() % 4; ++i) {
            const std::size_t at = dice() % bytes.size();
            if (dice() % 2 == 0)
                bytes[at] = static_cast<char>(dice() % 256);
            else
                bytes.resize(at + 1);
        }
        write_file(folder.file(kFirst), bytes);
        Spool spool(options());
        const std::string sent = take(spool);
        EXPECT_EQ(syelog::look_through(sent).rest, Rest::none) << "only whole frames are sent";
    }
}

// --- the disk -------------------------------------------------------------------------------

TEST_F(SpoolTest, TakesTheSameLinesAgainWhenAFullDiskHasRoom) {
    Disk disk;
    auto on_disk = options();
    on_disk.write = disk.writer();
    Spool spool(on_disk);
    disk.room = frames(1, 1).size() + 20;
    EXPECT_EQ(append(spool, lines(1, 1)), 1u);
    const Spool::Appended refused = spool.append(lines(2, 3));
    EXPECT_EQ(refused.error, DWORD{ERROR_DISK_FULL});
    EXPECT_EQ(refused.taken, 0u);
    EXPECT_EQ(spool.read(0)->bytes, frames(1, 1)) << "the 20 bytes of a frame are not there";
    EXPECT_EQ(spool.cut(), 0u);
    disk.room = 1000;
    EXPECT_EQ(append(spool, lines(2, 3)), 2u);
    EXPECT_EQ(take(spool), frames(1, 3));
}

TEST_F(SpoolTest, CountsOnAcrossTheLastSequenceId) {
    write_file(folder.file(L"0000000002147483647.spool"), "");
    Spool spool(options());
    append(spool, lines(1, 2));
    const std::string all = take(spool);
    EXPECT_NE(all.find("sequenceId=\"2147483647\""), all.npos) << all;
    EXPECT_NE(all.find("sequenceId=\"1\""), all.npos) << all;
}
