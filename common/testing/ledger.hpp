// ledger.hpp - what a lab asked of Windows: each call, each handle, each lock.
//
//     #include "common/testing/recorded.hpp"     // from here on the lab's calls are recorded
//     #include <handle_ledger.hpp>               // the lab
//     #include "common/testing/unrecorded.hpp"
//     ...
//     workbook::Ledger ledger;
//     run_lab();
//     EXPECT_TRUE(ledger.open_handles().empty());
//
// A judge that reads the ledger judges what was called, never how long it took.
#pragma once

#include "common/win32/timeout.hpp"

#include <map>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

/// One recorded call.
struct Call {
    std::string name;  ///< "WaitForSingleObject"
    DWORD thread_id;
    const void* object;  ///< handle or address of the lock; nullptr for neither
    DWORD argument;      ///< time-out, count, exit code: the call's number, else 0
    DWORD result;        ///< what it answered, as a number
    std::string where;   ///< "exit_code.hpp:31"
    int locks_held;      ///< by the calling thread, when it called
};

/// One handle that the lab opened.
struct HandleRecord {
    HANDLE value;
    std::string kind;  ///< "thread", "event", ...
    std::string opened_at;
    std::string closed_at;  ///< "" while open
};

/// One thread that the lab created.
struct ThreadRecord {
    /// Where the argument points to, seen when the creator first waits after the creation.
    enum class Lives { unknown, not_on_stack, in_live_frame, in_dead_frame };

    HANDLE handle;
    DWORD id;
    const void* argument;
    bool finished;
    Lives argument_lives = Lives::unknown;
    bool end_seen = false;  ///< a recorded wait has answered that the thread has ended
};

/// Thrown out of a recorded call to end a loop of the lab that would never end by itself: see
/// Ledger::stop_endless_polls().
struct EndlessPoll {};

/// Records from its construction to its destruction; one at a time (a second one ends the process).
/// While it lives, CloseHandle takes a handle out of use for the lab but the real close happens
/// when the ledger dies: so a value is never reused, and a use after close is found for certain. It
/// then closes what the lab has left open as well. So a judge must not close, unrecorded, a handle
/// that the lab has opened.
///
/// The destructor waits for the lab's threads. One that was created suspended and never resumed is
/// let go without running its routine.
class Ledger {
public:
    Ledger();
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// From now on threads the lab creates wait before their first instruction, until the thread
    /// that created them blocks in a recorded wait or lock, sleeps for ever, ends, or has asked a
    /// hundred times without waiting - or release_new_threads(). A creator that blocks where the
    /// ledger cannot see it delays them for two seconds: that may miss a fault, never invent one.
    /// With `in_order`, they then start one after the other, each when the one before has finished.
    void hold_new_threads(bool in_order = false);
    void release_new_threads();

    /// The opposite order, as lucky: CreateThread returns when the new thread has ended - or after
    /// a second, if it waits for its creator.
    void run_new_threads_first();

    /// From now on the 3001st GetExitCodeThread on a thread that has already ended throws
    /// EndlessPoll instead of answering: the answer cannot change any more, so a loop over it ends
    /// here or never. The exception unwinds the lab and arrives in the judge; on a thread that the
    /// lab created it ends that thread. So no thread is left spinning, whatever the compiler. A
    /// noexcept function of the lab turns it into a crash.
    void stop_endless_polls();
    /// Where that happened: "exit_code.hpp:31", one entry per loop.
    std::vector<std::string> endless_polls() const;
    /// From now on finite sleeps only yield, and the first three finite waits on each object end
    /// at once if it is not signaled: who counts on "long enough" is seen to count on it.
    void skip_time();
    /// Whether TerminateThread is written down and answered TRUE, and ends nobody. A thread that is
    /// ended in the middle of anything takes locks of the process with it, and the judge's verdict;
    /// so a judge notes first, and has it end those who sleep later.
    void only_note_terminations(bool only_note);

    std::vector<Call> calls() const;
    /// How many calls of `name`; of one object, if given.
    int count(std::string_view name, const void* object = nullptr) const;
    std::vector<HandleRecord> handles() const;
    std::vector<HandleRecord> open_handles() const;
    std::vector<ThreadRecord> threads() const;

    /// Sentences, one per misuse, in the order they happened: "CloseHandle at a.hpp:9 on the
    /// thread handle that a.hpp:7 had closed".
    std::vector<std::string> closed_twice() const;
    std::vector<std::string> used_after_close() const;
    /// Waits and sleeps with a limit above 0 made while the caller held a recorded lock.
    std::vector<Call> waits_while_holding() const;
    /// Locks that a thread of the lab still held when it ended, or was terminated.
    std::vector<std::string> locks_left_held() const;

    /// These three inside a wait_until() condition (monitor.hpp), where its lock is held already:
    /// the thread waits for a recorded lock;
    bool blocked_on_lock_now(DWORD thread_id) const;
    /// the thread - or any thread, for 0 - sits in a recorded wait with a time-out other than 0;
    bool waits_now(DWORD thread_id = 0) const;
    /// how often the lab has asked without waiting: GetExitCodeThread, or a wait with time-out 0.
    int polls_now() const;
    /// The locks that the thread holds, by address.
    std::vector<const void*> locks_held_by(DWORD thread_id) const;

    struct Impl;
    Impl& impl() noexcept { return *impl_; }

private:
    void discard_unresumed_threads();

    Impl* impl_;
};

}  // namespace workbook
