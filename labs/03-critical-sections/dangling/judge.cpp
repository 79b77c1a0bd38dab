// The judge of lab L10: takes each way out of the journal's functions on a thread of its own, and
// looks, when that thread has ended, what it has left behind.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <dangling.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"
#include "common/win32/thread.hpp"

#include <concepts>
#include <functional>
#include <stdexcept>

namespace {

constexpr int kFull = -1;  // the line that finds the disk full

CRITICAL_SECTION* watched = nullptr;  // of the running test's journal
bool written_outside = false;         // a line was written by a thread that does not own it

// nullptr: the journal has no section that the judge can look into.
template <class J>
CRITICAL_SECTION* section_of(J& journal) {
    if constexpr (requires {
                      { &journal.section } -> std::same_as<CRITICAL_SECTION*>;
                  })
        return &journal.section;
    else if constexpr (requires {
                           { journal.section.get() } -> std::same_as<CRITICAL_SECTION*>;
                       })
        return journal.section.get();
    else
        return nullptr;
}

DWORD owner_of(const CRITICAL_SECTION& section) {
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(section.OwningThread));
}

/// What one call did, seen after the end of the thread that made it.
struct Way {
    int answer = 0;
    int counted = -1;  // -1: nobody can ask any more
    std::string thrown;
    LONG depth = 0;           // how often the section is entered still; below 0: left too often
    bool came_apart = false;  // it was free for a moment, in the middle
    int resets = 0;           // Delete... and Initialize... calls
};

// Was the section free between the first Enter and the last Leave of the recorded calls?
bool came_apart(const workbook::Ledger& ledger) {
    int depth = 0;
    int times_free = 0;
    for (const workbook::Call& call : ledger.calls()) {
        if (call.object != watched) continue;
        if (call.name == "EnterCriticalSection") ++depth;
        if (call.name == "LeaveCriticalSection" && --depth == 0) ++times_free;
    }
    return times_free > 1;
}

Way take(const std::function<int(Journal&)>& call) {
    Way way;
    Journal journal;
    watched = section_of(journal);
    written_outside = false;
    if (watched == nullptr) return way;
    {
        const workbook::Ledger ledger;
        w32::Thread("uses the journal", [&] {
            try {
                way.answer = call(journal);
            } catch (const std::exception& error) {
                way.thrown = error.what();
            }
        }).join();
        way.came_apart = came_apart(ledger);
        way.resets =
            ledger.count("DeleteCriticalSection") + ledger.count("InitializeCriticalSection");
    }
    way.depth = watched->RecursionCount;
    if (way.depth != 0) return way;
    way.counted = journal.count();
    way.depth = watched->RecursionCount;
    return way;
}

// true: what else the call did does not matter any more.
bool explain_section(const Way& way, const std::string& what) {
    if (watched == nullptr)
        WB_DIAGNOSE("section-out-of-sight")
            << "The judge looks into Journal::section: it has to be a CRITICAL_SECTION or a "
            << "w32::CriticalSection, of that name, and public.";
    else if (way.resets > 0)
        WB_DIAGNOSE("section-deleted")
            << what << ": the section was deleted and made anew. Who waits for the old one waits "
            << "for ever; who is inside leaves one that he has never entered.";
    else if (written_outside)
        WB_DIAGNOSE("written-outside")
            << what << ": write_line() was called by a thread that was not inside the section. If "
            << "there is a guard: has it a name? One without a name is gone at the end of its own "
            << "line.";
    else if (way.depth < 0)
        WB_DIAGNOSE("left-too-often")
            << what
            << ": the section was left once more than it was entered. Nothing reports that, "
            << "and from now on it is broken. Who enters leaves, and nobody else does.";
    else if (way.depth > 0 && !way.thrown.empty())
        WB_DIAGNOSE("exception-left-held")
            << what << ": an exception has left the function, and the section is held. The thread "
            << "has ended since; who enters now waits for ever.";
    else if (way.depth > 0)
        WB_DIAGNOSE("left-held")
            << what << ": the function has returned, its thread has ended, and the section is held "
            << "by it, " << way.depth << " deep. Who enters now waits for ever.";
    else
        return false;
    return true;
}

void check(const Way& way, const std::string& what, int answer, int counted, bool throws) {
    if (explain_section(way, what)) return;
    if (throws && way.thrown != "the disk is full")
        WB_DIAGNOSE("exception-lost")
            << what << ": write_line() threw, and the caller was not told: append() has to let the "
            << "exception pass."
            << (way.thrown.empty() ? "" : " What has arrived is another one: " + way.thrown);
    else if (!throws && (!way.thrown.empty() || way.answer != answer))
        WB_DIAGNOSE("wrong-answer")
            << what << ": answers " << answer << ", and here " << way.answer << way.thrown << ".";
    else if (way.counted != counted)
        WB_DIAGNOSE("wrong-count")
            << what << ": " << counted << " lines are written, counted were " << way.counted << ".";
}

// While this thread is inside, another one makes the call. `in_time`: what this one does before it
// leaves. True: the call has returned before that.
bool returns_while_held(
    const std::function<void()>& call, const std::function<void()>& in_time = [] {}) {
    bool returned = false;
    const workbook::Ledger ledger;
    ::EnterCriticalSection(watched);
    w32::Thread other("finds it held", [&] {
        call();
        const w32::Guard hold(workbook::monitor_lock());
        returned = true;
        workbook::monitor_changed();
    });
    // The limit is for a wait that the ledger cannot see: it may miss a fault, not invent one.
    const auto is_through = [&] { return returned || ledger.blocked_on_lock_now(other.id()); };
    (void)workbook::wait_until(is_through, std::chrono::milliseconds{200});
    const bool too_early = [&] {
        const w32::Guard hold(workbook::monitor_lock());
        return returned;
    }();
    in_time();
    ::LeaveCriticalSection(watched);
    other.join();
    return too_early;
}

// Only who is inside may do so. False: the journal counts in some other way.
template <class J>
bool set_count(J& journal, int lines) {
    if constexpr (requires { journal.written = lines; }) {
        journal.written = lines;
        return true;
    } else {
        return false;
    }
}

}  // namespace

void write_line(int line) {
    if (owner_of(*watched) != ::GetCurrentThreadId()) written_outside = true;
    if (line == kFull) throw std::runtime_error("the disk is full");
}

TEST(Lab_03_Dangling, Test1_ALine) {
    const Way way = take([](Journal& journal) {
        (void)journal.append(1);
        return journal.append(2) ? 1 : 0;
    });
    check(way, "Two lines", 1, 2, false);
}

TEST(Lab_03_Dangling, Test2_AnEmptyLine) {
    const Way way = take([](Journal& journal) { return journal.append(0) ? 1 : 0; });
    check(way, "An empty line", 0, 0, false);
}

TEST(Lab_03_Dangling, Test3_AFullDisk) {
    const Way way = take([](Journal& journal) { return journal.append(kFull) ? 1 : 0; });
    check(way, "A line that finds the disk full", 0, 0, true);
}

TEST(Lab_03_Dangling, Test4_SeveralLines) {
    const Way way = take([](Journal& journal) { return journal.append_all({1, 0, 2}); });
    check(way, "Three lines, one of them empty", 2, 2, false);
    if (way.came_apart)
        WB_DIAGNOSE("lines-come-apart")
            << "The section was free between the lines of append_all(): there the line of another "
            << "thread comes between.";
}

TEST(Lab_03_Dangling, Test5_AFullDiskInTheMiddle) {
    const Way way = take([](Journal& journal) { return journal.append_all({1, kFull, 2}); });
    check(way, "Three lines, and the second finds the disk full", 0, 1, true);
}

TEST(Lab_03_Dangling, Test6_SomebodyElseIsInside) {
    Journal journal;
    watched = section_of(journal);
    if (watched == nullptr) return;
    bool answer = false;
    (void)returns_while_held([&] { answer = journal.append(1); });
    if (!answer)
        WB_DIAGNOSE("gave-up") << "Somebody else was inside for a moment, and a line that is not "
                               << "empty was not written: append() has to wait until it gets in.";
}

TEST(Lab_03_Dangling, Test7_CountedInside) {
    Journal journal;
    watched = section_of(journal);
    if (watched == nullptr) return;
    int counted = -1;
    bool is_set = false;
    const bool too_early = returns_while_held([&] { counted = journal.count(); },
                                              [&] { is_set = set_count(journal, 7); });
    if (too_early || (is_set && counted != 7))
        WB_DIAGNOSE("counted-outside")
            << "Somebody else was inside, and count() has read the number all the same. It may be "
            << "changed at that moment: a reader enters, too.";
}
