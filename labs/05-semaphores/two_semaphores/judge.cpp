// The judge of lab L19: lets up to three threads put and take in every order that their steps can
// come in, and looks what has come out.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <two_semaphores.hpp>  // <>: the build chooses the folder

#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/testing/listed.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

namespace {

using workbook::listed;

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class Q>
constexpr bool slots_are_seen() {
    if constexpr (requires(Q & queue) { queue.last; }) return explore::is_seen<decltype(Q::last)>;
    return true;
}

bool same(std::vector<int> put, std::vector<int> taken) {
    std::sort(put.begin(), put.end());
    std::sort(taken.begin(), taken.end());
    return put == taken;
}

std::string summary(const std::vector<int>& put, const std::vector<int>& taken) {
    return "put: " + listed(put) + "; taken: " + listed(taken) + ". ";
}

// One thread puts 1, 2, 3, ..., and one takes: they never use the same end of the queue.
void check_one_each(const std::vector<int>& put, const std::vector<int>& taken) {
    explore::outcome(listed(taken));
    if (put == taken) return;
    const auto [due, instead] = std::mismatch(put.begin(), put.end(), taken.begin());
    if (*instead < *due)
        WB_DIAGNOSE("released-too-early")
            << summary(put, taken) << "Instead of " << *due
            << " came what the slot held before: " << *due
            << " was not in it yet. A release says \"you may\" to somebody who may be here "
            << "at once: what it announces has to be done before.";
    else
        WB_DIAGNOSE("overwritten")
            << summary(put, taken) << *due << " was overwritten before it was taken out. Who puts "
            << "needs a slot that is empty, who takes frees it afterwards, and something counts "
            << "the empty ones.";
}

// Several at one end of the queue: each needs a slot of its own.
void check_several(const std::vector<int>& put, const std::vector<int>& taken) {
    explore::outcome(listed(taken));
    if (!same(put, taken))
        WB_DIAGNOSE("same-slot-twice")
            << summary(put, taken)
            << "Two threads used one slot at once, or one read it before it was written. A "
            << "semaphore says how many slots there are, not which: to read the index, use the "
               "slot and move the index on is one step, under "
            << "one lock that is not given away in between.";
}

}  // namespace

EXPLORE_TEST(Lab_05_TwoSemaphores, Test1_OneThread) {
    if (!slots_are_seen<SlotQueue>())
        WB_DIAGNOSE("slots-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    SlotQueue queue(2);
    std::vector<int> taken;
    queue.put(1);
    queue.put(2);
    taken.push_back(queue.take());
    queue.put(3);
    taken.push_back(queue.take());
    taken.push_back(queue.take());
    explore::outcome(listed(taken));
    if (taken != std::vector<int>{1, 2, 3}) WB_DIAGNOSE("wrong-order") << summary({1, 2, 3}, taken);
}

EXPLORE_TEST(Lab_05_TwoSemaphores, Test2_OnePutsOneTakes) {
    SlotQueue queue(1);
    std::atomic<int> put = 0;  // calls of put() that have returned
    w32::Thread producer("puts 1, 2, 3", [&] {
        for (int item = 1; item <= 3; ++item) {
            queue.put(item);
            ++put;
        }
    });
    std::vector<int> taken;
    int most_inside = 0;
    for (int n = 0; n < 3; ++n) {
        most_inside = std::max(most_inside, put - n);
        taken.push_back(queue.take());
    }
    producer.join();
    check_one_each({1, 2, 3}, taken);
    if (most_inside > 1)
        WB_DIAGNOSE("never-full") << most_inside
                                  << " items were in a queue for 1: put() did not wait for room.";
}

EXPLORE_TEST(Lab_05_TwoSemaphores, Test3_TwoPut) {
    SlotQueue queue(2);
    w32::Thread first("puts 1", [&] { queue.put(1); });
    w32::Thread second("puts 2", [&] { queue.put(2); });
    std::vector<int> taken;
    taken.push_back(queue.take());
    taken.push_back(queue.take());
    first.join();
    second.join();
    check_several({1, 2}, taken);
}

EXPLORE_TEST(Lab_05_TwoSemaphores, Test4_TwoTake) {
    SlotQueue queue(2);
    int taken[2] = {};
    w32::Thread first("takes", [&] { taken[0] = queue.take(); });
    w32::Thread second("takes too", [&] { taken[1] = queue.take(); });
    queue.put(1);
    queue.put(2);
    first.join();
    second.join();
    check_several({1, 2}, {taken[0], taken[1]});
}

EXPLORE_TEST(Lab_05_TwoSemaphores, Test5_TwoPutIntoOneSlot) {
    SlotQueue queue(1);
    w32::Thread first("puts 1", [&] { queue.put(1); });
    w32::Thread second("puts 2", [&] { queue.put(2); });
    std::vector<int> taken;
    taken.push_back(queue.take());
    taken.push_back(queue.take());
    first.join();
    second.join();
    check_several({1, 2}, taken);
}

EXPLORE_STUCK_TEST(Lab_05_TwoSemaphores, Test6_WhoWaitsForAnItemSleeps) {
    SlotQueue queue(1);
    (void)queue.take();
}

EXPLORE_STUCK_TEST(Lab_05_TwoSemaphores, Test7_WhoWaitsForASlotSleeps) {
    SlotQueue queue(1);
    queue.put(1);
    queue.put(2);
}
