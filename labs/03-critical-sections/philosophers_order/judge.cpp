// The judge of lab L11: seats two, three and four philosophers and lets them dine in every order
// that their steps can come in.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <philosophers_order.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

namespace {

constexpr int kMostSeats = 4;

int seats = 0;  // of the running test's table
std::atomic<bool> eats[kMostSeats];
std::atomic<int> meals = 0;
std::atomic<int> order[2 * kMostSeats];  // who began to eat, one after the other
std::atomic<bool> together = false;      // neighbours were seen to eat at the same time
Table* next_dines_at = nullptr;          // somebody dines opposite while seat 0 eats

// Real threads leave these as they were; the explorer restores them.
void lay(int count) {
    seats = count;
    meals = 0;
    together = false;
    for (std::atomic<bool>& one : eats) one = false;
}

std::string told() {
    std::string text;
    for (int meal = 0; meal < meals; ++meal)
        text += (meal > 0 ? " " : "") + std::to_string(order[meal]);
    return text;
}

void check(int expected) {
    explore::outcome(told() + (together ? ", together" : ""));
    if (together)
        WB_DIAGNOSE("neighbours-eat-together")
            << "Two neighbours ate at the same time, with one fork between them. Who eats holds "
               "both "
            << "forks, from before the first bite to after the last.";
    else if (meals != expected)
        WB_DIAGNOSE("wrong-meals")
            << expected << " meals were asked for; eaten: " << meals.load() << ".";
}

}  // namespace

void eat(int seat) {
    order[meals++] = seat;
    eats[seat] = true;
    // Of two that eat at once, the one who comes second sees the first.
    if (eats[(seat + 1) % seats] || eats[(seat + seats - 1) % seats]) together = true;
    if (next_dines_at != nullptr && seat == 0)
        w32::Thread("dines at 2", [] { next_dines_at->dine(2); }).join();
    eats[seat] = false;
}

EXPLORE_TEST(Lab_03_PhilosophersOrder, Test1_OneEatsAlone) {
    lay(2);
    Table table(seats);
    table.dine(0);
    table.dine(1);
    table.dine(1);
    check(3);
}

EXPLORE_TEST(Lab_03_PhilosophersOrder, Test2_TwoNeighbours) {
    lay(2);
    Table table(seats);
    w32::Thread first("dines at 0", [&] { table.dine(0); });
    w32::Thread second("dines at 1", [&] { table.dine(1); });
    first.join();
    second.join();
    check(2);
}

EXPLORE_TEST(Lab_03_PhilosophersOrder, Test3_ThreeInACircle) {
    lay(3);
    Table table(seats);
    w32::Thread first("dines at 0", [&] { table.dine(0); });
    w32::Thread second("dines at 1", [&] { table.dine(1); });
    w32::Thread third("dines at 2", [&] { table.dine(2); });
    first.join();
    second.join();
    third.join();
    check(3);
}

EXPLORE_TEST(Lab_03_PhilosophersOrder, Test4_OppositesEatAtOnce) {
    lay(4);
    Table table(seats);
    next_dines_at = &table;  // seat 0 eats until seat 2 has eaten: they share no fork
    table.dine(0);
    next_dines_at = nullptr;
    check(2);
}
