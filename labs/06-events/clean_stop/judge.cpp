// The judge of lab L23: stops workers that sleep, that are at an order, and that have more orders
// before them; looks who hears of it, and what is torn apart.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <clean_stop.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/monitor.hpp"

#include <memory>

namespace {

// A thread that nobody wakes makes no call. So many looks in a row without a call, and without an
// end, are no accident: between them every thread that can run gets its turn.
constexpr int kSilentLooks = 25;
constexpr std::chrono::milliseconds kLook{20};
// For a wait that the ledger cannot see: it may miss a fault, not invent one.
constexpr std::chrono::milliseconds kSettle{500};

// What carry_out() does in the session that runs now.
struct Script {
    w32::Event may_finish{w32::Reset::manual};
    int begun = 0;     // these three: monitor_lock()
    int finished = 0;  //
    bool stopped = false;
};
Script* script = nullptr;

// Once a worker is deaf, the other tests would only wait for it again.
bool was_deaf = false;

/// What one call of stop() led to.
struct Session {
    bool prepared = false;  // as many orders were begun as there were to be
    int begun = 0;
    int finished = 0;
    int left = 0;        // what stop() has answered
    int deaf = 0;        // workers that never heard of the stop
    bool stuck = false;  // stop() itself did not return
    int terminated = 0;
    int running = 0;  // workers that had not ended when stop() returned
    int unseen = 0;   // workers whose end no wait has told
    int sleeps = 0;
    std::vector<std::string> held;
    std::vector<workbook::HandleRecord> left_open;
    std::vector<std::string> closed_twice;
};

int count_unfinished(const workbook::Ledger& ledger) {
    int count = 0;
    for (const workbook::ThreadRecord& thread : ledger.threads()) count += thread.finished ? 0 : 1;
    return count;
}

bool has_stopped() {
    const w32::Guard hold(workbook::monitor_lock());
    return script->stopped;
}

// Looks on until it is so, or nobody moves any more; answers whether it is so.
template <class Condition>
bool becomes_true(const workbook::Ledger& ledger, Condition condition) {
    std::size_t calls = 0;
    for (int silent = 0; silent < kSilentLooks; ++silent) {
        if (condition()) return true;
        const std::size_t now = ledger.calls().size();
        if (now != calls) silent = 0;
        calls = now;
        (void)workbook::wait_until([] { return false; }, kLook);
    }
    return false;
}

int count_begun() {
    const w32::Guard hold(workbook::monitor_lock());
    return script->begun;
}

// The verdict is reached; the process has to go on. Each of these sleeps in a wait or a lock.
void end_the_deaf(workbook::Ledger& ledger) {
    ledger.only_note_terminations(false);
    for (const workbook::ThreadRecord& thread : ledger.threads()) {
        if (thread.finished) continue;
        const w32::Handle own(::OpenThread(
            THREAD_TERMINATE | SYNCHRONIZE | THREAD_QUERY_INFORMATION, FALSE, thread.id));
        (void)wb_TerminateThread(own.get(), 1);
    }
}

// Calls stop() on a thread of its own, and waits until that shows what it does about the workers.
w32::Thread call_stop(Workers& workers, Session& run, const workbook::Ledger& ledger) {
    w32::Thread stopper("calls stop()", [&workers, &run] {
        const std::size_t left = workers.stop();
        const w32::Guard hold(workbook::monitor_lock());
        run.left = static_cast<int>(left);
        script->stopped = true;
        workbook::monitor_changed();
    });
    const DWORD id = stopper.id();
    (void)workbook::wait_until([&] { return script->stopped || ledger.waits_now(id); }, kSettle);
    return stopper;
}

// Submits the orders and waits until `at_work` of them are begun and the other workers sleep.
// false: they are not begun.
bool prepare(Workers& workers, workbook::Ledger& ledger, int at_work, int queued) {
    for (int order = 1; order <= at_work; ++order) workers.submit(order);
    ledger.release_new_threads();
    if (!becomes_true(ledger, [&] { return count_begun() == at_work; })) return false;
    const std::vector<workbook::ThreadRecord> threads = ledger.threads();
    (void)workbook::wait_until(
        [&] {
            int asleep = 0;
            for (const workbook::ThreadRecord& thread : threads)
                asleep += ledger.waits_now(thread.id) ? 1 : 0;
            return asleep == Workers::kCount - at_work;
        },
        kSettle);
    for (int order = 1; order <= queued; ++order) workers.submit(at_work + order);
    return true;
}

void read(const workbook::Ledger& ledger, Session& run) {
    run.terminated = ledger.count("TerminateThread");
    run.deaf = count_unfinished(ledger);
    run.stuck = !has_stopped();
    was_deaf |= run.deaf > 0 || run.stuck;
    run.held = ledger.locks_left_held();
    for (const workbook::ThreadRecord& thread : ledger.threads())
        run.unseen += thread.end_seen ? 0 : 1;
    run.sleeps = ledger.count("Sleep") + ledger.count("SleepEx");
}

// A worker that nobody has ended before is let go by its stop(), or by end_the_deaf().
Session stop_workers(int at_work, int queued) {
    Script here;
    script = &here;
    Session run;
    workbook::Ledger ledger;
    ledger.skip_time();
    ledger.only_note_terminations(true);
    ledger.hold_new_threads();  // until the orders are there: who works under a lock stops nobody
    auto workers = std::make_unique<Workers>();
    run.prepared = prepare(*workers, ledger, at_work, queued);
    w32::Thread stopper = call_stop(*workers, run, ledger);
    if (has_stopped()) run.running = count_unfinished(ledger);
    here.may_finish.set();
    (void)becomes_true(ledger, [&] { return has_stopped() && count_unfinished(ledger) == 0; });
    read(ledger, run);
    end_the_deaf(ledger);
    if (!stopper.join_for(kSettle)) {  // it waits for what a dead worker holds
        ::TerminateThread(stopper.get(), 1);
        stopper.join();
        w32::forget_waiting(stopper.id());
    }
    if (run.deaf + run.terminated == 0 && !run.stuck)
        workers.reset();
    else
        (void)workers.release();  // who knows what is still held
    run.begun = here.begun;
    run.finished = here.finished;
    run.left_open = ledger.open_handles();
    run.closed_twice = ledger.closed_twice();
    return run;
}

// true if there was one: then nothing else can be said about this run.
bool explain_death(const Session& run) {
    if (!run.prepared)
        WB_DIAGNOSE("order-not-begun")
            << "There are two orders and two workers, and one order is not begun: the worker waits "
            << "for what the other one holds. What guards the queue is held for the queue alone, "
            << "not while an order is carried out.";
    else if (run.terminated > 0)
        WB_DIAGNOSE("terminated")
            << "stop() has called TerminateThread " << run.terminated
            << " times; only the judge has "
            << "kept the threads alive. A thread that is ended like this finishes nothing, and "
               "what "
            << "it holds at that moment - a lock, the heap - it holds for ever. A thread ends well "
            << "only by itself.";
    else if (!run.held.empty())
        WB_DIAGNOSE("lock-left-held")
            << "A worker has ended and still holds " << run.held.front() << ": the next one who "
            << "wants it waits for ever. Give it back on every way out.";
    else if (run.deaf == Workers::kCount)
        WB_DIAGNOSE("not-heard")
            << "stop() was called and both workers sleep on: nothing wakes them. A variable is "
            << "seen only by who looks, and a pulse only by who waits at that moment. What ends a "
            << "wait is a signal - one that stays.";
    else if (run.deaf > 0)
        WB_DIAGNOSE("heard-by-one")
            << "One worker has ended; the other one sleeps on, and stop() waits for it. The signal "
            << "was used up, or had gone by when the second one came to its wait.";
    else if (run.running > 0)
        WB_DIAGNOSE("end-not-awaited")
            << "stop() returned while " << run.running << " workers were still running: they use "
            << "an object that is about to be destroyed. Wait for their handles.";
    else if (run.unseen > 0)
        WB_DIAGNOSE("end-not-awaited")
            << "stop() has returned, and no wait has told the end of " << run.unseen
            << " of the two workers. This time they had ended; another time one of them is still "
            << "at an order. Wait for both handles, without a limit.";
    else if (run.sleeps > 0)
        WB_DIAGNOSE("sleeps") << "Sleep was called " << run.sleeps
                              << " times. Who sleeps hears nothing: neither an "
                              << "order nor the stop. Wait for what is to come.";
    else
        return false;
    return true;
}

}  // namespace

void carry_out(int) {
    {
        const w32::Guard hold(workbook::monitor_lock());
        ++script->begun;
        workbook::monitor_changed();
    }
    script->may_finish.wait();  // in the kernel: whoever is terminated here, breaks nothing of ours
    const w32::Guard hold(workbook::monitor_lock());
    ++script->finished;
}

TEST(Lab_06_CleanStop, Test1_WhoIsAtAnOrderFinishesIt) {
    const Session run = stop_workers(Workers::kCount, 0);
    if (explain_death(run)) return;
    if (run.finished != Workers::kCount)
        WB_DIAGNOSE("order-not-finished")
            << "Two orders were begun, " << run.finished << " are finished.";
}

TEST(Lab_06_CleanStop, Test2_WhoSleepsHearsOfIt) {
    if (was_deaf) GTEST_SKIP() << "a worker was deaf before";
    const Session run = stop_workers(0, 0);
    (void)explain_death(run);
}

TEST(Lab_06_CleanStop, Test3_NoOrderIsBegunAfterwards) {
    if (was_deaf) GTEST_SKIP() << "a worker was deaf before";
    const Session run = stop_workers(Workers::kCount, 3);
    if (explain_death(run)) return;
    if (run.begun > Workers::kCount)
        WB_DIAGNOSE("work-before-stop")
            << "Two orders had been begun when stop() was called, and three were waiting; "
            << run.begun - Workers::kCount << " of these were begun all the same. As long as there "
            << "is work, the stop has to wait: look for the stop first.";
    else if (run.left != 3)
        WB_DIAGNOSE("wrong-count") << "Three orders are left, stop() says " << run.left << ".";
}

TEST(Lab_06_CleanStop, Test4_NothingIsLeftBehind) {
    if (was_deaf) GTEST_SKIP() << "a worker was deaf before";
    const Session run = stop_workers(1, 0);
    if (explain_death(run)) return;
    if (!run.left_open.empty())
        WB_DIAGNOSE("handle-left-open")
            << run.left_open.size() << " handles were not closed, the first from "
            << run.left_open[0].opened_at;
    if (!run.closed_twice.empty()) WB_DIAGNOSE("closed-twice") << run.closed_twice.front() << ".";
}
