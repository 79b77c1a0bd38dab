// The judge of lab L04: stops threads between the read and the write of the head, and lets the
// others push meanwhile.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <list_insert.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/gate.hpp"
#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <algorithm>
#include <memory>
#include <sstream>
#include <type_traits>

namespace {

constexpr const char* kAfterRead = "after-read";

// For a lock that the ledger cannot see: a thread that has not come so far in this time is taken
// for blocked. That may miss a fault, never invent one.
constexpr std::chrono::milliseconds kUnseen{200};

// How the head is declared, if List still has a public one.
template <class T>
constexpr bool is_atomic = false;
template <class T>
constexpr bool is_atomic<std::atomic<T>> = true;

enum class Head { plain, volatile_, atomic, unknown };

template <class L>
constexpr Head head_of() {
    if constexpr (!requires(L & list) { list.head; })
        return Head::unknown;
    else if constexpr (is_atomic<std::remove_cv_t<decltype(L::head)>>)
        return Head::atomic;
    else
        return std::is_volatile_v<decltype(L::head)> ? Head::volatile_ : Head::plain;
}

using Locks = std::vector<const void*>;

/// What was seen while one schedule ran.
struct Seen {
    std::vector<int> pushed;
    std::vector<int> found;  // sorted
    int threads = 0;
    int arrivals = 0;  // of theirs, at the point that the schedule holds
    int locks_taken = 0;
    bool blocked_by_lock = false;
    bool two_at_point = false;  // at the same time, and then:
    Locks first_held, second_held;
    bool written_already = false;  // a node of theirs could be reached from the head
};

/// Threads that push 1, 2, 3, ... into one list and stop at one point.
class Pushers {
public:
    Pushers(const char* point, std::vector<int> already) : point_(point) {
        for (const int value : already) list_.push(value);
        seen_.pushed = std::move(already);
        nodes_before_ = seen_.pushed.size();
        arrivals_before_ = gate_.arrivals(point_);
        gate_.hold(point_);
    }

    /// Starts the next thread; returns when it is held at the point, has finished, or waits.
    void start() {
        const int value = static_cast<int>(threads_.size()) + 1;
        seen_.pushed.push_back(value);
        threads_.push_back(run([this, value] { list_.push(value); }));
        settle(*threads_.back());
        look();
    }

    /// Lets thread n (1, 2, ...) go on until it is held again, has finished, or waits.
    void let_go_on(std::size_t n) {
        Pusher& pusher = *threads_[n - 1];
        if (!gate_.is_held(point_, pusher.thread.id())) return;
        gate_.let_through(point_, pusher.thread.id());
        settle(pusher);
    }

    /// Lets all go on, waits until they have ended, and looks at the list.
    Seen finish() {
        gate_.open(point_);
        for (const auto& pusher : threads_) pusher->thread.join();
        if (reader_) reader_->thread.join();
        seen_.threads = static_cast<int>(threads_.size());
        seen_.arrivals = gate_.arrivals(point_) - arrivals_before_;
        for (const char* call :
             {"AcquireSRWLockExclusive", "AcquireSRWLockShared", "TryAcquireSRWLockExclusive",
              "EnterCriticalSection", "TryEnterCriticalSection"})
            seen_.locks_taken += ledger_.count(call);
        seen_.found = list_.values();
        std::sort(seen_.pushed.begin(), seen_.pushed.end());
        std::sort(seen_.found.begin(), seen_.found.end());
        return seen_;
    }

private:
    struct Pusher {
        bool began = false;  // both guarded by monitor_lock()
        bool finished = false;
        w32::Thread thread;
    };

    static std::unique_ptr<Pusher> run(std::function<void()> body) {
        auto pusher = std::make_unique<Pusher>();
        const auto note = [](bool& what) {
            const w32::Guard hold(workbook::monitor_lock());
            what = true;
            workbook::monitor_changed();
        };
        pusher->thread = w32::Thread([&mine = *pusher, note, work = std::move(body)] {
            note(mine.began);
            work();
            note(mine.finished);
        });
        return pusher;
    }

    void settle(Pusher& pusher) {
        const DWORD id = pusher.thread.id();
        bool blocked = false;
        const auto settled = [&] {
            blocked = ledger_.blocked_on_lock_now(id) || ledger_.waits_now(id);
            return blocked || pusher.finished || gate_.holds_now(point_, id);
        };
        (void)workbook::wait_until([&] { return pusher.began; }, w32::forever);
        // A busy machine must not look like a lock: who could run would have run by the time that
        // three younger threads have, one after the other, from their beginning to their end.
        if (!workbook::wait_until(settled, kUnseen))
            for (int i = 0; i < 3; ++i) w32::Thread([] {}).join();
        (void)workbook::wait_until(settled, std::chrono::milliseconds{0});
        seen_.blocked_by_lock |= blocked;
    }

    // The first time that two threads are at the point: what do they hold, what have they done?
    void look() {
        std::vector<DWORD> held;
        for (const auto& pusher : threads_)
            if (gate_.is_held(point_, pusher->thread.id())) held.push_back(pusher->thread.id());
        if (held.size() < 2 || seen_.two_at_point) return;
        seen_.two_at_point = true;
        seen_.first_held = ledger_.locks_held_by(held[0]);
        seen_.second_held = ledger_.locks_held_by(held[1]);
        // A thread of its own: values() may take a lock that a held push() has.
        reader_ = run([this] { seen_.written_already = list_.values().size() > nodes_before_; });
        settle(*reader_);
    }

    const char* point_;
    workbook::Ledger ledger_;
    workbook::Gate gate_;
    List list_;
    std::size_t nodes_before_ = 0;
    int arrivals_before_ = 0;
    Seen seen_;
    std::vector<std::unique_ptr<Pusher>> threads_;
    std::unique_ptr<Pusher> reader_;
};

std::string listed(const std::vector<int>& values) {
    std::ostringstream text;
    for (const int value : values) text << (text.tellp() > 0 ? ", " : "") << value;
    return values.empty() ? "nothing" : text.str();
}

std::string summary(const Seen& seen) {
    return "pushed: " + listed(seen.pushed) + "; reachable: " + listed(seen.found) + ". ";
}

// Two threads were at the point at the same time, each with a lock in its hand.
void explain_held_locks(const Seen& seen) {
    const bool common =
        std::any_of(seen.first_held.begin(), seen.first_held.end(), [&](const void* lock) {
            return std::count(seen.second_held.begin(), seen.second_held.end(), lock) > 0;
        });
    if (common)
        WB_DIAGNOSE("shared-is-not-exclusive")
            << summary(seen) << "Both threads stood between the read and the write holding one and "
            << "the same lock: taken shared, it lets readers in together - and here both write.";
    else
        WB_DIAGNOSE("different-locks")
            << summary(seen) << "Both threads stood between the read and the write, each behind a "
            << "lock of its own. A lock keeps out only who asks for the same one.";
}

// Nobody held a lock there, and none was taken anywhere.
void explain_no_lock(const Seen& seen) {
    constexpr Head head = head_of<List>();
    if (head == Head::volatile_)
        WB_DIAGNOSE("volatile-is-no-lock")
            << summary(seen) << "The head is volatile: each read and each write goes to memory. "
            << "That keeps no other thread out between them.";
    else if (head == Head::atomic)
        WB_DIAGNOSE("two-atomic-steps")
            << summary(seen) << "The head is atomic: the read is one step and the write is one "
            << "step. Between the two another thread has pushed, and the write has not noticed.";
    else
        WB_DIAGNOSE("lost-node")
            << summary(seen) << "Both threads had read the head before one of them wrote it; the "
            << "second write put a node in front that knows nothing of the other one. No lock that "
            << "the judge can see was taken.";
}

void explain(const Seen& seen) {
    if (seen.found != seen.pushed && seen.arrivals > seen.threads)
        WB_DIAGNOSE("retry-runs-out")
            << summary(seen) << "A push noticed that the head had changed and began again - and "
            << "took it for granted then. Others may come in between each time.";
    else if (seen.found != seen.pushed && seen.two_at_point &&
             (!seen.first_held.empty() || !seen.second_held.empty()))
        explain_held_locks(seen);
    else if (seen.found != seen.pushed && (seen.blocked_by_lock || seen.locks_taken > 0))
        WB_DIAGNOSE("read-outside-lock")
            << summary(seen) << "A lock was taken, but the head had been read before: what the "
            << "second thread wrote then was out of date. The lock has to span the read and the "
            << "write.";
    else if (seen.found != seen.pushed)
        explain_no_lock(seen);
    else if (seen.written_already)
        WB_DIAGNOSE("point-moved")
            << "A thread that stood at WB_POINT(\"after-read\") had already written the head. The "
            << "point has to stay between the read and the write: the judge sees nothing else.";
}

}  // namespace

TEST(Lab_01_ListInsert, Test1_OneThreadPushes) {
    workbook::Gate gate;
    List list;
    std::vector<int> pushed{30, 10, 20, 10};
    for (const int value : pushed) list.push(value);
    std::vector<int> found = list.values();
    std::sort(pushed.begin(), pushed.end());
    std::sort(found.begin(), found.end());
    if (found != pushed)
        WB_DIAGNOSE("wrong-values")
            << "pushed: " << listed(pushed) << "; reachable: " << listed(found) << ".";
    else if (gate.arrivals(kAfterRead) < static_cast<int>(pushed.size()))
        WB_DIAGNOSE("point-removed")
            << "push() no longer passes WB_POINT(\"after-read\") each time, so the judge cannot "
            << "stop a thread there. Put it back between the read of the head and the write.";
}

TEST(Lab_01_ListInsert, Test2_NothingIsLeftToDoAfterTheUnlock) {
    Pushers pushers(workbook::kAfterUnlock, {10});
    pushers.start();
    pushers.start();
    pushers.let_go_on(2);
    const Seen seen = pushers.finish();
    if (seen.found != seen.pushed)
        WB_DIAGNOSE("write-outside-lock")
            << summary(seen) << "A thread that had already given its lock back wrote the head "
            << "afterwards, and undid what another one had pushed in between.";
}

TEST(Lab_01_ListInsert, Test3_TheSecondOvertakesTheFirst) {
    Pushers pushers(kAfterRead, {});
    pushers.start();
    pushers.start();
    pushers.let_go_on(2);
    explain(pushers.finish());
}

TEST(Lab_01_ListInsert, Test4_TheFirstGoesOnFirst) {
    Pushers pushers(kAfterRead, {10});
    pushers.start();
    pushers.start();
    pushers.let_go_on(1);
    explain(pushers.finish());
}

TEST(Lab_01_ListInsert, Test5_ThreeThreads) {
    Pushers pushers(kAfterRead, {10, 20});
    for (int n = 0; n < 3; ++n) pushers.start();
    for (std::size_t n : {3u, 1u, 2u}) pushers.let_go_on(n);
    explain(pushers.finish());
}
