// The judge of lab L12: lets up to three threads put and take in every order that their steps can
// come in, wake-ups for nothing included, and looks what has come out.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <bounded_buffer.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/testing/listed.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using workbook::listed;

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class B>
constexpr bool count_is_seen() {
    if constexpr (requires(B & buffer) { buffer.count; })
        return explore::is_seen<decltype(B::count)>;
    return true;
}

bool takes_a_lock() {
    BoundedBuffer probe(1);
    const int before = explore::counts().exclusive;
    probe.put(1);
    (void)probe.take();
    return explore::counts().exclusive > before;
}

enum class Order { as_put, any };

// A wait that is not the explorer's finding has ended too early: then the ring is out of step.
void check(const std::vector<int>& put, const std::vector<int>& taken, Order order) {
    explore::outcome(listed(taken));
    const bool is_right = order == Order::as_put ? put == taken
                                                 : std::is_permutation(put.begin(), put.end(),
                                                                       taken.begin(), taken.end());
    if (is_right) return;
    const std::string summary = "put: " + listed(put) + "; taken: " + listed(taken) + ". ";
    if (!takes_a_lock())
        WB_DIAGNOSE("no-lock")
            << summary << "put() and take() take no lock: two threads used the ring at once. What "
            << "counts the items and the places keeps nobody out.";
    else
        WB_DIAGNOSE("looks-once")
            << summary << "A thread went on although there was no item for it, or no room. A "
            << "wake-up is a hint: it may come for nothing, and another thread may be faster. When "
            << "the lock is held again, the state has to be looked at again.";
}

}  // namespace

EXPLORE_TEST(Lab_03_BoundedBuffer, Test1_OneThread) {
    if (!count_is_seen<BoundedBuffer>())
        WB_DIAGNOSE("count-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    BoundedBuffer buffer(2);
    std::vector<int> taken;
    buffer.put(1);
    buffer.put(2);
    taken.push_back(buffer.take());
    buffer.put(3);
    taken.push_back(buffer.take());
    taken.push_back(buffer.take());
    explore::outcome(listed(taken));
    if (taken != std::vector<int>{1, 2, 3})
        WB_DIAGNOSE("wrong-order") << "put: 1, 2, 3; taken: " << listed(taken) << ".";
}

EXPLORE_TEST(Lab_03_BoundedBuffer, Test2_OnePutsOneTakes) {
    BoundedBuffer buffer(1);
    w32::Thread producer("puts 1 and 2", [&] {
        buffer.put(1);
        buffer.put(2);
    });
    std::vector<int> taken;
    taken.push_back(buffer.take());
    taken.push_back(buffer.take());
    producer.join();
    check({1, 2}, taken, Order::as_put);
}

EXPLORE_TEST(Lab_03_BoundedBuffer, Test3_TwoPut) {
    BoundedBuffer buffer(1);
    w32::Thread first("puts 1", [&] { buffer.put(1); });
    w32::Thread second("puts 2", [&] { buffer.put(2); });
    std::vector<int> taken;
    taken.push_back(buffer.take());
    taken.push_back(buffer.take());
    first.join();
    second.join();
    check({1, 2}, taken, Order::any);
}

EXPLORE_TEST(Lab_03_BoundedBuffer, Test4_TwoTake) {
    BoundedBuffer buffer(1);
    int taken[2] = {};
    w32::Thread first("takes", [&] { taken[0] = buffer.take(); });
    w32::Thread second("takes too", [&] { taken[1] = buffer.take(); });
    buffer.put(1);
    buffer.put(2);
    first.join();
    second.join();
    check({1, 2}, {taken[0], taken[1]}, Order::any);
}

EXPLORE_TEST(Lab_03_BoundedBuffer, Test5_ThereIsRoomForBoth) {
    BoundedBuffer buffer(2);
    int taken[2] = {};
    w32::Thread first("takes", [&] { taken[0] = buffer.take(); });
    w32::Thread second("takes too", [&] { taken[1] = buffer.take(); });
    buffer.put(1);
    buffer.put(2);
    first.join();
    second.join();
    check({1, 2}, {taken[0], taken[1]}, Order::any);
}

EXPLORE_STUCK_TEST(Lab_03_BoundedBuffer, Test6_WhoWaitsForAnItemSleeps) {
    BoundedBuffer buffer(1);
    (void)buffer.take();
}

EXPLORE_STUCK_TEST(Lab_03_BoundedBuffer, Test7_WhoWaitsForRoomSleeps) {
    BoundedBuffer buffer(1);
    buffer.put(1);
    buffer.put(2);
}
