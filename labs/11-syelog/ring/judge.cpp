// The judge of lab L41: lets two writers and the reader use a ring in every order that their steps
// can come in, and looks what comes out. The ring is zeros at first, and moves.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <ring.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace {

static_assert(Ring::kCells >= 2 && Ring::kCells <= 4, "a ring of 2 to 4 cells");
static_assert(std::is_standard_layout_v<Ring> && std::is_trivially_destructible_v<Ring>,
              "the ring is memory that another process has made: no constructor runs there");

constexpr int kCells = static_cast<int>(Ring::kCells);
// So long only if nobody can do anything any more.
constexpr DWORD kNever = 10'000;

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class R>
constexpr bool cells_are_seen() {
    if constexpr (requires(R & ring) { ring.cells[0].writer; })
        return explore::is_seen<decltype(std::declval<R&>().cells[0].writer)>;
    return true;
}

/// Memory as CreateFileMapping makes it.
class Mapping {
public:
    Ring& ring() { return *reinterpret_cast<Ring*>(bytes_); }
    /// Maps it at another address. What was here is used for something else.
    void move_to(Mapping& other) {
        std::memcpy(other.bytes_, bytes_, sizeof bytes_);
        std::memset(bytes_, 1, sizeof bytes_);
    }

private:
    alignas(Ring) unsigned char bytes_[sizeof(Ring)] = {};
};

/// The n-th record of a writer. All writers' records differ in both members.
Record record_of(int writer, int n) { return {writer, writer * 1000 + n}; }
bool is_whole(const Record& record) {
    return record.writer != 0 && record.number / 1000 == record.writer;
}
std::string text_of(const Record& record) {
    return "(" + std::to_string(record.writer) + ", " + std::to_string(record.number) + ")";
}

struct Scene {
    Mapping mapping;
    w32::Event data{w32::Reset::automatic};
    w32::Semaphore room{kCells, 1000};
    Bells bells{data.get(), room.get()};

    void put(int writer, int n) { ::put(mapping.ring(), bells, record_of(writer, n)); }
    Record take() { return ::take(mapping.ring(), bells); }
    /// With the first records of writer 1.
    void fill() {
        for (int n = 1; n <= kCells; ++n) put(1, n);
    }
};

// One writer, and a reader that comes at any time.
void one_record() {
    Scene scene;
    w32::Thread writer("writer", [&] { scene.put(1, 1); });
    const Record record = scene.take();
    writer.join();
    explore::outcome(text_of(record));
    if (record.writer != 1 || record.number != 1001)
        WB_DIAGNOSE("half-record")
            << "(1, 1001) was put, and the reader took " << text_of(record) << ". It was told "
            << "that the record is there, and then it was copied into the cell.";
}

// The reader of a ring that is full, and into which so many other writers put one record each.
void take_all(Scene& scene, int others) {
    std::string all;
    int last_writer = 1;
    for (int n = 1; n <= kCells + others; ++n) {
        const Record got = scene.take();
        all += text_of(got);
        const bool is_old = got.writer == 1 && got.number == record_of(1, n).number;
        const bool is_new = is_whole(got) && got.writer > 1 && got.writer != last_writer;
        if (n <= kCells ? is_old : is_new) {
            last_writer = got.writer;
            continue;
        }
        explore::outcome(all);
        if (n > kCells && is_whole(got))
            WB_DIAGNOSE("taken-twice")
                << "The reader took " << all << ": the last one a second time, for the next one "
                << "was not written yet. A wake-up may be an old one: it says no more than that it "
                << "is worth to look.";
        else
            WB_DIAGNOSE("overwritten")
                << "The ring was full of (1, 1001) and so on when others came; the reader took "
                << all << ". A writer had a cell before the reader had copied what was in it.";
        return;
    }
    explore::outcome(all);
}

}  // namespace

EXPLORE_TEST(Lab_11_Ring, Test1_OneThread) {
    if (!cells_are_seen<Ring>())
        WB_DIAGNOSE("cells-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    Scene scene;
    scene.put(1, 1);
    scene.put(1, 2);
    const Record first = scene.take();
    Mapping elsewhere;
    scene.mapping.move_to(elsewhere);
    const Record second = ::take(elsewhere.ring(), scene.bells);
    explore::outcome(text_of(first) + " " + text_of(second));
    if (first.number != 1001)
        WB_DIAGNOSE("wrong-record") << "(1, 1001) and (1, 1002) were put; the first record that "
                                    << "came out was " << text_of(first) << ".";
    else if (second.number != 1002)
        WB_DIAGNOSE("address-inside")
            << "(1, 1002) was put, then the mapping came to another address, as it does in another "
            << "process: " << text_of(second) << " came out. There is an address in the ring.";
    const explore::Counts used = explore::counts();
    if (used.exclusive + used.shared > 0)
        WB_DIAGNOSE("a-lock")
            << "The ring was used under a lock. A critical section and an SRW lock know nobody in "
            << "another process; and whoever is stopped while he has it stops all others.";
}

EXPLORE_TEST(Lab_11_Ring, Test2_TwoWriters, .early_time_outs = 0) {
    Scene scene;
    w32::Thread other("writer 2", [&] { scene.put(2, 1); });
    scene.put(1, 1);
    other.join();
    Record taken[2] = {};
    w32::Thread reader("reader", [&] {
        for (Record& record : taken) record = scene.take();
    });
    if (::WaitForSingleObject(reader.get(), kNever) == WAIT_TIMEOUT) {
        explore::outcome("sleeps");
        WB_DIAGNOSE("same-cell")
            << "Two writers have put a record each, and the reader waits for the second one. Both "
            << "have read the same number, and so have used the same cell.";
    }
    reader.join();  // a reader that sleeps does so for ever: it finishes here
    const std::string all = text_of(taken[0]) + " " + text_of(taken[1]);
    explore::outcome(all);
    const bool are_both = taken[0].number + taken[1].number == 1001 + 2001;
    if (!are_both || !is_whole(taken[0]) || !is_whole(taken[1]))
        WB_DIAGNOSE("not-both") << "(1, 1001) and (2, 2001) were put before the reader came; it "
                                << "took " << all << ".";
}

EXPLORE_TEST(Lab_11_Ring, Test3_TheReaderComesAtAnyTime) { one_record(); }

EXPLORE_TEST(Lab_11_Ring, Test4_TheRingIsFull) {
    Scene scene;
    scene.fill();
    w32::Thread writer("writer 2", [&] { scene.put(2, 1); });
    take_all(scene, 1);
}

// Two preemptions: a writer that has claimed stops, another overtakes it.
EXPLORE_TEST(Lab_11_Ring, Test5_OneWriterOvertakesTheOther, .search = explore::Search::bounded,
             .preemptions = 2) {
    Scene scene;
    w32::Thread first("writer 1", [&] { scene.put(1, 1); });
    w32::Thread second("writer 2", [&] {
        scene.put(2, 1);
        scene.put(2, 2);
    });
    Record taken[3];
    std::string all;
    for (Record& record : taken) {
        record = scene.take();
        all += text_of(record);
    }
    first.join();
    second.join();
    explore::outcome(all);
    int of_first = 0;
    int of_second = 0;
    for (const Record& record : taken) {
        if (!is_whole(record)) {
            WB_DIAGNOSE("took-nothing")
                << "The reader took " << all << ". A cell was claimed, and the record behind it "
                << "was written first. A wake-up or a count says that there is a record, "
                << "not where.";
            return;
        }
        const int n = record.writer == 1 ? ++of_first : ++of_second;
        if (record.number != record_of(record.writer, n).number || of_first > 1) {
            WB_DIAGNOSE("out-of-order") << "The reader took " << all << ": not each once, in the "
                                        << "order in which its writer has put it.";
            return;
        }
    }
}

EXPLORE_TEST(Lab_11_Ring, Test6_TwoWaitForRoom) {
    Scene scene;
    scene.fill();
    w32::Thread second("writer 2", [&] { scene.put(2, 1); });
    w32::Thread third("writer 3", [&] { scene.put(3, 1); });
    take_all(scene, 2);
}

EXPLORE_TEST(Lab_11_Ring, Test7_TheCountersComeRound) {
    Scene scene;
    // Two are in the ring all the time, the 256th and the 257th record among them.
    scene.put(1, 0);
    for (int n = 0; n < 300; ++n) {
        scene.put(1, n + 1);
        const Record record = scene.take();
        if (record.number == record_of(1, n).number) continue;
        explore::outcome("wrong");
        WB_DIAGNOSE("counter-comes-round")
            << "Two records were in the ring. After " << n << " had been taken, the next one was "
            << record.number % 1000 << " instead of " << n << ". A counter of 8 bits goes from 255 "
            << "to 0: is the cell of 0 the one that follows that of 255?";
        return;
    }
    explore::outcome("in order");
}

EXPLORE_TEST(Lab_11_Ring, Test8_StoresAreLate, .memory = explore::Memory::tso) { one_record(); }

EXPLORE_STUCK_TEST(Lab_11_Ring, Test9_TheReaderSleeps) {
    Scene scene;
    (void)scene.take();  // and nobody puts
}

EXPLORE_STUCK_TEST(Lab_11_Ring, Test10_TheWriterSleeps) {
    Scene scene;
    for (int n = 0; n <= kCells; ++n) scene.put(1, n);  // and nobody takes
}
