// The judge of lab L03: keeps the books of all handles, lets no worker end before run_shift()
// waits, and no messenger before run_shift() has returned.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <handle_ledger.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"
#include "common/win32/event.hpp"

#include <algorithm>
#include <numeric>

using workbook::ThreadRecord;

namespace {

constexpr int kCount = 4;
constexpr int kPolls = 200;  // who asks this often does not wait

struct Report {
    int number;
    DWORD thread_id;
};

// What the threads of the running session have done; guarded by monitor_lock().
std::vector<Report> worked;
std::vector<Report> sent;
// The running session's books; nullptr: the workers need no time.
const workbook::Ledger* books = nullptr;
// Manual: all messengers go when it is set. A kernel object, so that a messenger which the lab ends
// from outside leaves nothing half done behind.
w32::Event messengers_may_go{w32::Reset::manual};

void note(std::vector<Report>& list, int number) {
    const w32::Guard hold(workbook::monitor_lock());
    list.push_back({number, ::GetCurrentThreadId()});
    workbook::monitor_changed();
}

std::vector<Report> copy_of(const std::vector<Report>& list) {
    const w32::Guard hold(workbook::monitor_lock());
    return list;
}

std::vector<int> numbers(const std::vector<Report>& list) {
    std::vector<int> found;
    for (const Report& report : list) found.push_back(report.number);
    std::sort(found.begin(), found.end());
    return found;
}

bool complete(const std::vector<Report>& list) {
    std::vector<int> wanted(kCount);
    std::iota(wanted.begin(), wanted.end(), 0);
    return numbers(list) == wanted;
}

/// What one call of run_shift() did: at the moment of its return, and `sent` in the end.
struct Session {
    std::vector<ThreadRecord> threads;
    std::vector<workbook::HandleRecord> left_open;
    std::vector<std::string> closed_twice;
    std::vector<std::string> used_after_close;
    std::vector<Report> worked;
    std::vector<Report> sent;
    std::ptrdiff_t waits = 0;  // threads whose end a wait has told
    int terminated = 0;
};

void begin_session() {
    messengers_may_go.reset();
    const w32::Guard hold(workbook::monitor_lock());
    worked.clear();
    sent.clear();
    books = nullptr;
}

// nullptr: run_shift() has returned, nobody need wait for it any more.
void set_books(const workbook::Ledger* ledger) {
    const w32::Guard hold(workbook::monitor_lock());
    books = ledger;
    workbook::monitor_changed();
}

Session run_with_books() {
    begin_session();
    Session run;
    {
        workbook::Ledger ledger;
        ledger.hold_new_threads();  // until run_shift() waits, or for good if it never does
        ledger.skip_time();         // a wait that gives up is no wait for an end
        set_books(&ledger);
        run_shift(kCount);
        run.threads = ledger.threads();
        run.worked = copy_of(worked);
        run.left_open = ledger.open_handles();
        run.closed_twice = ledger.closed_twice();
        run.used_after_close = ledger.used_after_close();
        run.terminated = ledger.count("TerminateThread");
        set_books(nullptr);
        messengers_may_go.set();
    }  // waits for all threads
    run.waits = std::count_if(run.threads.begin(), run.threads.end(),
                              [](const ThreadRecord& thread) { return thread.end_seen; });
    run.sent = copy_of(sent);
    return run;
}

// The ledger closes handles late. Here nothing is recorded: what the lab closes is closed.
void run_for_real() {
    begin_session();
    run_shift(kCount);
    messengers_may_go.set();
    (void)workbook::wait_until([] { return sent.size() == kCount; }, std::chrono::seconds{1});
}

const ThreadRecord* record_of(const Session& run, DWORD thread_id) {
    const auto found =
        std::find_if(run.threads.begin(), run.threads.end(),
                     [&](const ThreadRecord& thread) { return thread.id == thread_id; });
    return found == run.threads.end() ? nullptr : &*found;
}

// Of how many of these threads a wait has told run_shift() that they have ended.
std::ptrdiff_t ends_seen(const Session& run, const std::vector<Report>& reports) {
    return std::count_if(reports.begin(), reports.end(), [&](const Report& report) {
        const ThreadRecord* thread = record_of(run, report.thread_id);
        return thread != nullptr && thread->end_seen;
    });
}

// "CloseHandle at a.hpp:9 on the thread handle that a.hpp:9 had closed"
bool closed_by_one_line(const std::string& sentence) {
    const std::size_t at = sentence.find(" at ") + 4;
    const std::string place = sentence.substr(at, sentence.find(' ', at) - at);
    return sentence.find("that " + place + " had") != sentence.npos;
}

}  // namespace

void work(int number) {
    // The limit is for a wait that the ledger cannot see: it may miss a fault, not invent one.
    (void)workbook::wait_until(
        [] { return books == nullptr || books->waits_now() || books->polls_now() > kPolls; },
        std::chrono::milliseconds{200});
    note(worked, number);
}

void send_message(int number) {
    // Limited, so that a run_shift() that waits for its messengers is told so and does not hang.
    if (::WaitForSingleObject(messengers_may_go.get(), 100) == WAIT_TIMEOUT)
        messengers_may_go.set();
    note(sent, number);
}

TEST(Lab_01_HandleLedger, Test1_EveryHandleIsClosed) {
    const Session run = run_with_books();
    if (run.threads.size() < 2 * kCount)
        WB_DIAGNOSE("foreign-threads")
            << "Only " << run.threads.size() << " threads instead of " << 2 * kCount
            << " were created with CreateThread or _beginthreadex. This lab is about their handles";
    else if (!run.left_open.empty())
        WB_DIAGNOSE("handle-leak")
            << run.left_open.size()
            << " handles are still open when run_shift() returns; the first "
            << "is from " << run.left_open[0].opened_at << ". Each one keeps its thread object "
            << "alive, long after the thread has ended.";
}

TEST(Lab_01_HandleLedger, Test2_NoHandleIsClosedTwice) {
    const Session run = run_with_books();
    if (run.closed_twice.empty()) return;
    const std::string& first = run.closed_twice.front();
    if (closed_by_one_line(first))
        WB_DIAGNOSE("two-owners")
            << first << ". One line closes one handle twice: two objects, or two rounds, believe "
            << "that they own it. An owner that can be copied leads to this.";
    else
        WB_DIAGNOSE("closed-twice")
            << first << ". The value may belong to another object by then, opened by somebody "
            << "else: the second call would close that one.";
}

TEST(Lab_01_HandleLedger, Test3_NoHandleIsUsedAfterItsClose) {
    const Session run = run_with_books();
    if (run.used_after_close.empty()) return;
    const std::string& first = run.used_after_close.front();
    if (first.starts_with("WaitFor"))
        WB_DIAGNOSE("wait-on-closed-handle")
            << first << ". Such a wait answers WAIT_FAILED at once: it has not waited. With the "
            << "value in use again, it waits for something else.";
    else
        WB_DIAGNOSE("used-after-close") << first << ".";
}

TEST(Lab_01_HandleLedger, Test4_TheWorkersHaveEnded) {
    const Session run = run_with_books();
    if (complete(run.worked) && ends_seen(run, run.worked) == kCount) return;
    const std::string state = std::to_string(run.worked.size()) + " of " + std::to_string(kCount) +
                              " workers had done their work when run_shift() returned";
    if (run.waits == 0 && run.left_open.empty())
        WB_DIAGNOSE("closing-is-not-ending")
            << "All handles are closed, no wait has told the end of a thread, and " << state
            << ". CloseHandle ends the use of a handle; the thread runs on.";
    else
        WB_DIAGNOSE("returned-early")
            << state << "; waits have told the end of " << ends_seen(run, run.worked)
            << ". A wait that has failed or timed out, or a question without a wait, tells no end.";
}

TEST(Lab_01_HandleLedger, Test5_MessengersRunOnWithoutHandles) {
    const Session run = run_with_books();
    if (run.terminated > 0)
        WB_DIAGNOSE("thread-killed")
            << "TerminateThread was called. It stops a thread between any two instructions, with "
            << "all locks it holds; a thread that nobody needs to watch needs no end from outside.";
    else if (!complete(run.sent))
        WB_DIAGNOSE("message-lost")
            << run.sent.size() << " messages arrived, wanted " << kCount << ", each number once.";
    else if (ends_seen(run, run.sent) > 0)
        WB_DIAGNOSE("waited-for-messenger")
            << "run_shift() has waited until a messenger had ended. A message takes as long as it "
            << "takes, and nobody here needs its end.";
    if (HasFailure() || !run.closed_twice.empty() || !run.used_after_close.empty()) return;
    run_for_real();
    if (!complete(copy_of(sent)))
        WB_DIAGNOSE("message-lost") << "With its handle closed, a messenger did not arrive.";
}
