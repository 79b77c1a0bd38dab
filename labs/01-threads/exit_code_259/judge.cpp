// The judge of lab L02: once all jobs have ended before run_jobs() asks for a result, and once none
// ends before run_jobs() shows how it waits.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/recorded.hpp"

#include <exit_code_259.hpp>  // <>: the build chooses the folder

#include "common/testing/unrecorded.hpp"

#include "common/testing/judge.hpp"
#include "common/testing/ledger.hpp"
#include "common/testing/listed.hpp"
#include "common/testing/monitor.hpp"

#include <algorithm>
#include <exception>

using workbook::ThreadRecord;

namespace {

using workbook::listed;

// Who asks this often does not wait. Above what anybody would take for a limit "to be safe".
constexpr int kPolls = 2000;

// What the jobs do in the session that runs now. Written while no job runs.
struct Script {
    std::vector<DWORD> results;
    const workbook::Ledger* holding = nullptr;  // nullptr: the jobs need no time
    bool abandoned = false;                     // run_jobs() has returned; monitor_lock()
} script;

/// What one call of run_jobs() did.
struct Session {
    std::vector<DWORD> results;
    std::vector<ThreadRecord> threads;  // at the moment of the return
    std::vector<workbook::HandleRecord> left_open;
    std::vector<std::string> endless_polls;
    std::string thrown;
    bool timed_out = false;  // a wait that the lab had limited
    int sleeps = 0;
    int polls = 0;
    int most_questions = 0;  // GetExitCodeThread calls on one thread
};

void call_run_jobs(Session& run) {
    try {
        run.results = run_jobs(static_cast<int>(script.results.size()));
    } catch (const workbook::EndlessPoll&) {
        run.thrown = "EndlessPoll";
    } catch (const std::exception& error) {
        run.thrown = error.what();
    }
}

enum class Jobs { end_before_the_lab, wait_for_the_lab };

Session run_script(std::vector<DWORD> results, Jobs jobs = Jobs::end_before_the_lab) {
    Session run;
    workbook::Ledger ledger;
    ledger.stop_endless_polls();
    ledger.skip_time();
    script = {std::move(results), jobs == Jobs::wait_for_the_lab ? &ledger : nullptr};
    if (jobs == Jobs::end_before_the_lab) ledger.run_new_threads_first();
    call_run_jobs(run);
    run.threads = ledger.threads();
    run.left_open = ledger.open_handles();
    run.endless_polls = ledger.endless_polls();
    run.sleeps = ledger.count("Sleep");
    for (const workbook::Call& call : ledger.calls())
        run.timed_out |=
            call.name.starts_with("WaitFor") && call.argument != 0 && call.result == WAIT_TIMEOUT;
    for (const ThreadRecord& thread : run.threads)
        run.most_questions =
            std::max(run.most_questions, ledger.count("GetExitCodeThread", thread.handle));
    {
        const w32::Guard hold(workbook::monitor_lock());
        run.polls = ledger.polls_now();
        script.abandoned = true;
        workbook::monitor_changed();
    }
    return run;
}  // here the ledger waits for jobs that run_jobs() did not wait for

std::string seen(const Session& run) {
    return "The jobs returned " + listed(script.results) + "; run_jobs() said " +
           (run.thrown.empty() ? listed(run.results) : "\"" + run.thrown + "\"") + ". ";
}

// true if there was one: then nothing else can be said about this run.
bool explain_endless_poll(const Session& run) {
    if (run.endless_polls.empty()) return false;
    const std::string& where = run.endless_polls.front();
    if (run.sleeps > 0)
        WB_DIAGNOSE("sleep-in-the-poll")
            << "The job has returned 259, the thread has ended, and the loop around " << where
            << " still asks, now with pauses. Sleep makes the loop cheap; it ends no sooner.";
    else
        WB_DIAGNOSE("endless-poll")
            << "The job has returned 259 and its thread has ended; " << where << " asked it again "
            << "and again. GetExitCodeThread says 259 for ever: STILL_ACTIVE is 259, and here it "
            << "is the result. The judge has ended the loop.";
    return true;
}

}  // namespace

DWORD job(int number) {
    const auto lab_has_shown_it = [] {
        return script.abandoned || script.holding->waits_now() ||
               script.holding->polls_now() >= kPolls;
    };
    int polls = script.holding != nullptr ? 0 : kPolls;
    while (polls < kPolls) {
        // The limit is for a wait that the ledger cannot see: it may miss a fault, not invent one.
        // While the lab still asks, it does not count: a busy machine makes no verdict.
        if (workbook::wait_until(lab_has_shown_it, std::chrono::milliseconds{500})) break;
        const w32::Guard hold(workbook::monitor_lock());
        if (script.holding->polls_now() == polls) break;
        polls = script.holding->polls_now();
    }
    return script.results[static_cast<std::size_t>(number)];
}

TEST(Lab_01_ExitCode259, Test1_EveryResultArrives) {
    const Session run = run_script({7, 0, 258, 0xFFFFFFFF, 260});
    if (run.threads.size() < script.results.size())
        WB_DIAGNOSE("foreign-threads")
            << "Only " << run.threads.size() << " threads for " << script.results.size()
            << " jobs were created with CreateThread or _beginthreadex. This lab is about them.";
    else if (run.results != script.results)
        WB_DIAGNOSE("wrong-results") << seen(run);
}

TEST(Lab_01_ExitCode259, Test2_259IsAResult) {
    const Session run = run_script({5, STILL_ACTIVE, 7});
    if (explain_endless_poll(run)) return;
    if (run.results != script.results)
        WB_DIAGNOSE("result-taken-for-error")
            << seen(run) << "Whether the thread still runs was known before the exit code was "
            << "read; then 259 is a number like any other.";
}

TEST(Lab_01_ExitCode259, Test3_TheEndIsLearntFromAWait) {
    const Session run = run_script({5, 6, 7}, Jobs::wait_for_the_lab);
    if (explain_endless_poll(run)) return;
    const bool took_state = std::count(run.results.begin(), run.results.end(), STILL_ACTIVE) > 0;
    if (took_state && run.timed_out)
        WB_DIAGNOSE("time-out-ignored")
            << seen(run) << "A wait ended with WAIT_TIMEOUT, which says that the thread still "
            << "runs, and its exit code was read all the same: 259 is STILL_ACTIVE there.";
    else if (took_state)
        WB_DIAGNOSE("gave-up-early")
            << seen(run) << "A thread that was still running has been asked for its result: 259 is "
            << "STILL_ACTIVE there. A job takes as long as it takes; no number of questions makes "
            << "it end.";
    else if (run.results != script.results)
        WB_DIAGNOSE("wrong-results") << seen(run);
    else if (run.polls >= kPolls || run.most_questions > 1)
        WB_DIAGNOSE("busy-poll")
            << "The results are right, and the threads were asked " << run.polls << " times for "
            << "them without waiting. Each question costs a call into the kernel and processor "
            << "time that the job could use; one wait replaces them all.";
}

TEST(Lab_01_ExitCode259, Test4_NothingIsLeftBehind) {
    const Session run = run_script({1, 2, 3});
    const auto unseen = std::count_if(run.threads.begin(), run.threads.end(),
                                      [](const ThreadRecord& thread) { return !thread.end_seen; });
    if (unseen > 0)
        WB_DIAGNOSE("end-not-awaited")
            << "run_jobs() returned, and no wait on a thread's handle has told it that " << unseen
            << " of its threads had ended. A result is not an end: a thread still runs after it "
            << "has handed one over.";
    if (!run.left_open.empty())
        WB_DIAGNOSE("handle-left-open") << run.left_open.size() << " handles were not closed, the "
                                        << "first from " << run.left_open[0].opened_at;
}
