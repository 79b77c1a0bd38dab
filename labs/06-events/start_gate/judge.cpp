// The judge of lab L22: lets runners and starter come in every order that their steps can come in.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <start_gate.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

namespace {

// Of the race that is on: the judge's own shot, just before the gate's, and who started before it.
std::atomic<bool> fired = false;
std::atomic<int> early = 0;

void get_ready() {
    fired = false;
    early = 0;
}

void run(StartGate& gate) {
    gate.wait_for_shot();
    if (!fired) ++early;
}

void fire(StartGate& gate) {
    fired = true;
    gate.fire();
}

void check(const char* race) {
    explore::outcome(std::string(race) + ": " + std::to_string(early) + " early");
    if (early != 0)
        WB_DIAGNOSE("false-start")
            << "In the " << race << " somebody started before the shot. A gate that is open stays "
            << "open until somebody closes it; what is left of one race's shot starts the next.";
}

}  // namespace

EXPLORE_TEST(Lab_06_StartGate, Test1_OneRunner) {
    get_ready();
    StartGate gate(1);
    w32::Thread runner("runs", [&] { run(gate); });
    fire(gate);
    runner.join();
    check("first race");
}

EXPLORE_TEST(Lab_06_StartGate, Test2_AllStart) {
    get_ready();
    StartGate gate(3);
    w32::Thread first("runs 1", [&] { run(gate); });
    w32::Thread second("runs 2", [&] { run(gate); });
    fire(gate);
    run(gate);  // too late for the shot, and a runner all the same
    first.join();
    second.join();
    check("first race");
}

EXPLORE_TEST(Lab_06_StartGate, Test3_ASecondRace) {
    get_ready();
    StartGate gate(2);
    w32::Thread starter("fires", [&] { fire(gate); });
    w32::Thread first("runs 1", [&] { run(gate); });
    run(gate);
    first.join();
    starter.join();
    check("first race");
    gate.next_race();
    get_ready();
    w32::Thread again("fires again", [&] { fire(gate); });
    w32::Thread second("runs 2", [&] { run(gate); });
    run(gate);
    second.join();
    again.join();
    check("second race");
}

EXPLORE_TEST(Lab_06_StartGate, Test4_ASlowRunnerIsNotForgotten) {
    get_ready();
    StartGate gate(2);
    fire(gate);  // nobody is there yet
    run(gate);
    w32::Thread late("comes late", [&] { run(gate); });
    late.join();
    check("first race");
    gate.next_race();
    get_ready();
    w32::Thread runner("runs again", [&] { run(gate); });
    fire(gate);
    run(gate);
    runner.join();
    check("second race");
}

EXPLORE_STUCK_TEST(Lab_06_StartGate, Test5_WhoWaitsForTheShotSleeps) {
    StartGate gate(1);
    gate.wait_for_shot();
}
