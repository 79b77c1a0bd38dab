// The judge of lab L20: sends threads through the turnstile in every order that their steps can
// come in, and looks who else has come when one gets through.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <turnstile.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

namespace {

constexpr int kMostParties = 3;

int parties = 0;
std::atomic<int> calls[kMostParties];  // how often each thread has called pass()
std::atomic<bool> early = false;       // somebody got through before all had come

// Told at once: what follows may be that another thread waits for ever.
void came_early(int round) {
    explore::outcome("early in round " + std::to_string(round));
    WB_DIAGNOSE("passed-too-early")
        << "A thread got through round " << round << " before another one had come to it. A unit "
        << "in a semaphore says neither for whom it is nor for which round: as long as units of a "
        << "round are left, nobody may come to the same gate again.";
}

void walk(Turnstile& turnstile, int self, int rounds) {
    for (int round = 1; round <= rounds; ++round) {
        ++calls[self];
        turnstile.pass();
        for (int other = 0; other < parties; ++other)
            if (calls[other] < round && !early.exchange(true)) came_early(round);
    }
}

// The threads of a round are all there is: main is one of them.
void send(int count, int rounds) {
    parties = count;
    early = false;
    for (std::atomic<int>& one : calls) one = 0;
    Turnstile turnstile(count);
    w32::Thread second("second", [&] { walk(turnstile, 1, rounds); });
    w32::Thread third;
    if (count > 2) third = w32::Thread("third", [&] { walk(turnstile, 2, rounds); });
    walk(turnstile, 0, rounds);
    second.join();
    third.join();
    if (!early) explore::outcome("together");
    if (explore::counts().polls > 0)
        WB_DIAGNOSE("polls")
            << "A thread looked again and again whether the others had come. A wait without a "
            << "limit sleeps until they have.";
}

}  // namespace

EXPLORE_TEST(Lab_05_Turnstile, Test1_TwoPassOnce) { send(2, 1); }

EXPLORE_TEST(Lab_05_Turnstile, Test2_TwoPassTwice) { send(2, 2); }

// All schedules would be many, up to millions: here and in Test5 it is those with few preemptions.
EXPLORE_TEST(Lab_05_Turnstile, Test3_TwoPassThreeTimes, .search = explore::Search::bounded,
             .preemptions = 2) {
    send(2, 3);
}

EXPLORE_TEST(Lab_05_Turnstile, Test4_ThreePassOnce) { send(3, 1); }

EXPLORE_TEST(Lab_05_Turnstile, Test5_ThreePassTwice, .search = explore::Search::bounded,
             .preemptions = 1) {
    send(3, 2);
}
