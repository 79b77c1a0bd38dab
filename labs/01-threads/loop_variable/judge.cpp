// The judge of lab L01: holds the workers until the loop that creates them is through.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <loop_variable.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/listed.hpp"

#include <algorithm>
#include <numeric>

using workbook::ThreadRecord;

namespace {

using workbook::listed;

constexpr int kWorkers = 5;

w32::SrwLock lock;
WB_GUARDED_BY(lock) std::vector<int> delivered;

std::vector<int> take_delivered() {
    const w32::Guard hold(lock);
    std::vector<int> numbers = std::exchange(delivered, {});
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// What one call of run_workers() did.
struct Session {
    std::vector<int> numbers;           // sorted
    std::vector<ThreadRecord> threads;  // at the moment of the return
    std::vector<workbook::HandleRecord> left_open;
    int sleeps = 0;
};

Session run_with_late_workers() {
    Session run;
    {
        workbook::Ledger ledger;
        ledger.hold_new_threads();
        run_workers(kWorkers);
        run.threads = ledger.threads();
        run.left_open = ledger.open_handles();
        run.sleeps = ledger.count("Sleep");
    }  // waits for workers that run_workers() did not wait for
    run.numbers = take_delivered();
    return run;
}

bool all_got_one_address(const std::vector<ThreadRecord>& threads) {
    return std::all_of(threads.begin(), threads.end(), [&](const ThreadRecord& thread) {
        return thread.argument == threads.front().argument;
    });
}

// The numbers are wrong: says which of the ways to get there this one is.
void explain(const Session& run) {
    const std::string seen = "delivered: " + listed(run.numbers) + ". ";
    const ThreadRecord& first = run.threads.front();
    if (run.sleeps > 0)
        WB_DIAGNOSE("sleep-is-not-order")
            << seen << "Sleep makes it likely that a worker has read its number, never certain; "
            << "here the workers came later.";
    else if (first.argument_lives == ThreadRecord::Lives::in_dead_frame)
        WB_DIAGNOSE("dead-argument")
            << seen << "The workers read from the stack of a function that had returned before "
            << "they ran. What was there is gone.";
    else if (all_got_one_address(run.threads) &&
             first.argument_lives == ThreadRecord::Lives::not_on_stack)
        WB_DIAGNOSE("shared-heap-argument")
            << seen << "The object is on the heap, and it is still one object for all five: each "
            << "worker reads what the loop wrote last.";
    else if (all_got_one_address(run.threads))
        WB_DIAGNOSE("shared-loop-variable")
            << seen << "All five workers got the address of one variable. They ran after the loop "
            << "and read what it held then.";
    else
        WB_DIAGNOSE("wrong-numbers") << seen << "Wanted: 0, 1, 2, 3, 4, each once.";
}

}  // namespace

void deliver(int number) {
    const w32::Guard hold(lock);
    delivered.push_back(number);
}

TEST(Lab_01_LoopVariable, Test1_EveryWorkerDelivers) {
    const Session run = run_with_late_workers();
    if (run.threads.empty())
        WB_DIAGNOSE("foreign-threads")
            << "No thread was created with CreateThread or _beginthreadex. This lab is about "
            << "what they hand over.";
    else if (run.numbers.size() != kWorkers)
        WB_DIAGNOSE("wrong-count") << run.numbers.size() << " deliveries instead of " << kWorkers
                                   << ": " << listed(run.numbers);
}

TEST(Lab_01_LoopVariable, Test2_WorkerNDeliversN) {
    const Session run = run_with_late_workers();
    ASSERT_FALSE(run.threads.empty());
    std::vector<int> wanted(kWorkers);
    std::iota(wanted.begin(), wanted.end(), 0);
    if (run.numbers != wanted) explain(run);
}

TEST(Lab_01_LoopVariable, Test3_ReturnsAfterTheLastWorker) {
    const Session run = run_with_late_workers();
    const auto running = std::count_if(run.threads.begin(), run.threads.end(),
                                       [](const ThreadRecord& thread) { return !thread.finished; });
    if (running > 0)
        WB_DIAGNOSE("returned-early")
            << "run_workers() returned while " << running << " workers had not finished.";
}

TEST(Lab_01_LoopVariable, Test4_ClosesEveryHandle) {
    const Session run = run_with_late_workers();
    if (!run.left_open.empty())
        WB_DIAGNOSE("handle-left-open") << run.left_open.size() << " thread handles were not "
                                        << "closed, the first from " << run.left_open[0].opened_at;
}
