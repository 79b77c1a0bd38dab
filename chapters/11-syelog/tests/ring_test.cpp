// ring_test.cpp - records through shared memory, and writers that die in the middle of one.
#include "chapters/11-syelog/ring/ring.hpp"
#include "chapters/11-syelog/protocol/census.hpp"
#include "chapters/11-syelog/tests/ring_process.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

using syelog::Record;
using syelog::RingReader;
using syelog::RingWriter;
using syelog::ring::Is;
using syelog::ring::kCellBytes;
using syelog::ring::kCells;
using Woken = syelog::RingReader::Woken;
using Wrote = syelog::RingWriter::Wrote;
using namespace std::chrono_literals;

namespace {

constexpr auto kLimit = 5s;  // only a broken ring needs it

std::wstring new_ring() {
    static int number = 0;
    return L"Local\\workbook.ring." + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(++number);
}

/// All that can be read now.
std::vector<std::string> texts(RingReader& reader) {
    std::vector<std::string> out;
    Record record;
    while (reader.next(record)) out.emplace_back(record.text);
    return out;
}

using Texts = std::vector<std::string>;

/// What is in the memory, for tests that know more than they should.
struct Inside : syelog::ring::Shared {
    explicit Inside(const std::wstring& ring) : Shared(ring) {}
    void wait_until(std::uint32_t& word, std::uint32_t value) const {
        while (syelog::ring::shared(word).load() != value) ::SwitchToThread();
    }
    void wait_until_asleep() const {
        wait_until(memory().reader, static_cast<std::uint32_t>(syelog::ring::Reader::asleep));
    }
};

/// A writer on a thread of its own, which claims a record and holds it until it is told to die.
class Holder {
public:
    explicit Holder(const std::wstring& ring)
        : thread_("holds a record", [this, ring] {
              // Outlives its thread, as no destructor runs in a process that dies.
              writer_ = std::make_unique<RingWriter>(ring);
              (void)writer_->claim(100);
              claimed_.set();
              die_.wait();
          }) {
        claimed_.wait();
    }
    void die() {
        die_.set();
        thread_.join();
    }

private:
    w32::Event claimed_{w32::Reset::manual};
    w32::Event die_{w32::Reset::manual};
    std::unique_ptr<RingWriter> writer_;
    w32::Thread thread_;
};

}  // namespace

TEST(Ring, CarriesRecordsInTheirOrder) {
    const std::wstring name = new_ring();
    RingReader reader(name);
    RingWriter writer(name);
    ASSERT_EQ(writer.write({.facility = syelog::Facility::user,
                            .severity = syelog::Severity::error,
                            .process_id = 17,
                            .occurred = {1, 2},
                            .terminate = true,
                            .text = "first"}),
              Wrote::yes);
    (void)writer.write({.text = ""});
    (void)writer.write({.text = std::string(5000, 'x')});
    Record record;
    ASSERT_TRUE(reader.next(record));
    EXPECT_EQ(record.text, "first");
    EXPECT_EQ(record.facility, syelog::Facility::user);
    EXPECT_EQ(record.severity, syelog::Severity::error);
    EXPECT_EQ(record.process_id, 17u);
    EXPECT_EQ(record.occurred.dwHighDateTime, 2u);
    EXPECT_TRUE(record.terminate);
    EXPECT_EQ(texts(reader), (Texts{"", std::string(syelog::kMaxTextBytes, 'x')}));
    EXPECT_FALSE(reader.next(record));
}

TEST(Ring, LosesNothingAndKeepsEachWritersOrder) {
    WB_CLAIM("N11-66", "Many writers lose nothing, and each one's records stay in order.");
    constexpr unsigned kWriters = 4, kRecords = 6000;  // three times what the ring holds
    const std::wstring name = new_ring();
    RingReader reader(name);
    std::vector<w32::Thread> threads;
    for (unsigned id = 1; id <= kWriters; ++id)
        threads.emplace_back("writer", [name, id] {
            RingWriter writer(name);
            std::string text;
            for (unsigned i = 1; i <= kRecords; ++i) {
                text = "client " + std::to_string(id) + " record " + std::to_string(i) + ' ';
                text.resize(text.size() + (i * 37) % (i % 50 == 0 ? 4000 : 200), 'x');
                if (writer.write({.text = text}) != Wrote::yes) return;
            }
        });
    syelog::Census census;
    Record record;
    while (census.records < kWriters * kRecords) {
        while (reader.next(record)) census.count(": " + std::string(record.text));
        if (census.records < kWriters * kRecords)
            ASSERT_EQ(reader.wait(kLimit), Woken::more) << census.records;
    }
    for (unsigned id = 1; id <= kWriters; ++id) EXPECT_EQ(census.lost(id, kRecords), 0u);
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
    EXPECT_EQ(reader.malformed(), 0u);
    EXPECT_EQ(reader.abandoned(), 0u);
}

TEST(Ring, PassesOverTheRecordOfAProcessThatHasDied) {
    WB_CLAIM("N11-67", "A process that dies in the middle of a record holds nobody up.");
    const std::wstring name = new_ring();
    RingReader reader(name);
    syelog_tests::write_and_die_in_mid_record(name);
    RingWriter other(name);
    (void)other.write({.text = "behind"});
    EXPECT_EQ(texts(reader), Texts{"before"});
    ASSERT_EQ(reader.wait(kLimit), Woken::more);
    EXPECT_EQ(texts(reader), Texts{"behind"});
    EXPECT_EQ(reader.abandoned(), 1u);
}

TEST(Ring, WaitsForARecordWhoseWriterLives) {
    const std::wstring name = new_ring();
    RingReader reader(name);
    Holder holder(name);
    RingWriter other(name);
    (void)other.write({.text = "behind"});
    EXPECT_EQ(texts(reader), Texts{});
    EXPECT_EQ(reader.wait(20ms), Woken::timed_out) << "it may be busy with a page fault";
    EXPECT_EQ(texts(reader), Texts{});
    holder.die();
}

TEST(Ring, IsWokenByTheDeathOfTheWriterThatHoldsItUp) {
    WB_CLAIM("N11-68", "The reader sleeps until its writer ends: no clock is asked.");
    const std::wstring name = new_ring();
    const Inside inside(name);
    Holder holder(name);
    RingWriter other(name);
    (void)other.write({.text = "the last one for ever"});
    Texts read;
    w32::Thread thread("reader", [&] {
        RingReader reader(name);
        while (read.empty()) {
            (void)reader.wait(w32::forever);
            read = texts(reader);
        }
        EXPECT_EQ(reader.abandoned(), 1u);
    });
    inside.wait_until_asleep();
    holder.die();
    thread.join();
    EXPECT_EQ(read, Texts{"the last one for ever"});
}

TEST(Ring, GoesOnBehindAWriterThatDiedBeforeItCountedItsClaim) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    inside.memory().states[0] =
        syelog::ring::pack({.is = Is::claimed, .lap = 0, .cells = 3, .writer = 77});
    RingReader reader(name);
    RingWriter writer(name);
    (void)writer.write({.text = "behind"});
    EXPECT_EQ(texts(reader), Texts{});
    EXPECT_EQ(reader.wait(kLimit), Woken::more);
    EXPECT_EQ(texts(reader), Texts{"behind"});
    EXPECT_EQ(reader.abandoned(), 1u);
}

TEST(Ring, PassesOverWhatItsWriterTakesBack) {
    const std::wstring name = new_ring();
    RingReader reader(name);
    w32::Thread("claims and leaves", [&] { (void)RingWriter(name).claim(1000); }).join();
    RingWriter writer(name);
    (void)writer.write({.text = "behind"});
    EXPECT_EQ(texts(reader), Texts{"behind"});
    EXPECT_EQ(reader.abandoned(), 0u);
}

TEST(Ring, DoesNotBelieveALength) {
    WB_CLAIM("N11-69", "A length that does not fit into its cells is no record.");
    const std::wstring name = new_ring();
    RingReader reader(name);
    RingWriter writer(name);
    for (const unsigned length : {0u, 1u, 19u, 65u, 4106u, 4107u, 65'535u}) {
        const auto said = static_cast<std::uint16_t>(length);
        SCOPED_TRACE(said);
        const auto bad = reader.malformed();
        const std::span<std::byte> room = writer.claim(kCellBytes);
        std::memcpy(room.data(), &said, sizeof said);
        writer.commit();
        (void)writer.write({.text = "next"});
        EXPECT_EQ(texts(reader), Texts{"next"});
        EXPECT_EQ(reader.malformed(), bad + 1);
    }
}

TEST(Ring, HandsOutCopies) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    RingReader reader(name);
    RingWriter writer(name);
    (void)writer.write({.text = "as it was judged"});
    Record record;
    ASSERT_TRUE(reader.next(record));
    std::memset(inside.memory().cells, 0xff, sizeof inside.memory().cells);
    EXPECT_EQ(record.text, "as it was judged");
}

TEST(Ring, DoesNotBelieveHowManyCellsThereAre) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    auto& memory = inside.memory();
    const std::uint16_t said = 4106;
    for (const unsigned cells : {255u, 0u}) {
        SCOPED_TRACE(cells);
        memory.read = memory.claimed = kCells - 1;
        memory.states[kCells - 1] =
            pack(syelog::ring::State{.is = Is::written, .lap = 0, .cells = cells, .writer = 1});
        std::memcpy(memory.cells[kCells - 1], &said, sizeof said);
        RingReader reader(name);
        EXPECT_EQ(texts(reader), Texts{}) << "it would be read from behind the ring";
        EXPECT_EQ(reader.malformed(), 1u);
        EXPECT_EQ(memory.read, kCells);
    }
}

TEST(Ring, BelievesNoStateWord) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    RingReader reader(name);
    std::mt19937_64 random(11);
    for (std::uint64_t& word : inside.memory().states) {
        word = random();
        if (random() % 4 != 0) word &= ~(std::uint64_t{syelog::ring::kLapMask} << 2);  // lap 0
    }
    for (auto& cell : inside.memory().cells) cell[0] = static_cast<std::byte>(random());
    for (int i = 0; i < 100'000; ++i) {
        Record record;
        if (!reader.next(record) && reader.wait(0ms) == Woken::timed_out) break;
    }
}

TEST(Ring, MakesWritersWaitForRoom) {
    WB_CLAIM("N11-70", "A full ring makes its writers wait, and they are woken by the reader.");
    const std::wstring name = new_ring();
    const Inside inside(name);
    RingReader reader(name);
    std::vector<w32::Thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back("writer", [&name] {
            RingWriter writer(name);
            for (std::size_t n = 0; n < 2 * kCells; ++n)  // one alone fills the ring
                if (writer.write({.text = "one cell"}) != Wrote::yes) return;
        });
    inside.wait_until(inside.memory().waiting, 3);
    std::size_t count = 0;
    while (count < 6 * kCells) {
        count += texts(reader).size();
        if (count < 6 * kCells) ASSERT_EQ(reader.wait(kLimit), Woken::more) << count;
    }
    EXPECT_EQ(count, 6 * kCells);
}

TEST(Ring, TellsAWriterWithoutAReader) {
    const std::wstring name = new_ring();
    RingWriter writer(name);
    std::size_t count = 0;
    while (writer.write({.text = "nobody reads this"}) == Wrote::yes) ++count;
    EXPECT_EQ(count, kCells);
}

TEST(Ring, TellsAWaitingWriterThatItsReaderHasDied) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    auto reader = std::make_unique<RingReader>(name);
    Wrote last = Wrote::yes;
    w32::Thread thread("writer", [&] {
        RingWriter writer(name);
        while (last == Wrote::yes) last = writer.write({.text = "x"});
    });
    inside.wait_until(inside.memory().waiting, 1);
    reader.reset();
    thread.join();
    EXPECT_EQ(last, Wrote::no_reader);
}

TEST(Ring, IsReadOnByTheNextReader) {
    WB_CLAIM("N11-71", "What a reader has not taken, the next one reads.");
    const std::wstring name = new_ring();
    RingWriter writer(name);
    for (const char* const text : {"one", "two", "three"}) (void)writer.write({.text = text});
    Record record;
    {
        RingReader first(name);
        ASSERT_TRUE(first.next(record));
    }
    RingReader second(name);
    EXPECT_EQ(texts(second), (Texts{"two", "three"}));
}

TEST(Ring, IsRepairedAfterAReaderThatDiedBetweenCountingAndFreeing) {
    const std::wstring name = new_ring();
    const Inside inside(name);
    RingWriter writer(name);
    (void)writer.write({.text = "read, and not freed"});
    inside.memory().read = 1;
    RingReader reader(name);
    std::size_t count = 0;
    for (std::size_t n = 0; n < 2 * kCells; ++n) {
        (void)writer.write({.text = "x"});
        count += texts(reader).size();
    }
    EXPECT_EQ(count, 2 * kCells) << "its cell is free again in the next lap";
}

TEST(Ring, HasOneReader) {
    const std::wstring name = new_ring();
    const RingReader reader(name);
    DWORD error = 0;
    w32::Thread("second reader", [&] {
        try {
            const RingReader second(name);
        } catch (const w32::Error& refused) {
            error = refused.code();
        }
    }).join();
    EXPECT_EQ(error, static_cast<DWORD>(ERROR_ALREADY_EXISTS));
}

TEST(Ring, StopsWaitingWhenItIsTold) {
    const std::wstring name = new_ring();
    RingReader reader(name);
    const w32::Event stop(w32::Reset::manual, /*signaled=*/true);
    EXPECT_EQ(reader.wait(kLimit, stop.get()), Woken::stopped);
    EXPECT_EQ(reader.wait(0ms), Woken::timed_out);
}
