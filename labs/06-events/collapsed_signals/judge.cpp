// The judge of lab L24: lets up to three threads put and take in every order that their steps can
// come in, and looks what has come out.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <collapsed_signals.hpp>  // <>: the build chooses the folder

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
template <class M>
constexpr bool counts_are_seen() {
    if constexpr (requires(M & box) { box.in; }) return explore::is_seen<decltype(M::in)>;
    return true;
}

enum class Order { as_put, any };

// A wait that never ends is the explorer's finding; one that ends too early is found here.
void check(std::vector<int> put, std::vector<int> taken, Order order) {
    explore::outcome(listed(taken));
    const std::string summary = "put: " + listed(put) + "; taken: " + listed(taken) + ". ";
    if (order == Order::any) {
        std::sort(put.begin(), put.end());
        std::sort(taken.begin(), taken.end());
    }
    if (put != taken)
        WB_DIAGNOSE("empty-handed")
            << summary << "A taker went on although there was no letter for it. A signal may be "
            << "given before the letter lies there, or stay after the letter is gone: then it "
            << "tells of a letter that nobody can take.";
}

}  // namespace

EXPLORE_TEST(Lab_06_CollapsedSignals, Test1_OneLetterAtATime) {
    if (!counts_are_seen<Mailbox>())
        WB_DIAGNOSE("count-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    Mailbox box;
    std::vector<int> taken;
    for (const int letter : {1, 2, 3}) {
        box.put(letter);
        taken.push_back(box.take());
    }
    check({1, 2, 3}, taken, Order::as_put);
}

EXPLORE_TEST(Lab_06_CollapsedSignals, Test2_TwoArePutBeforeOneIsTaken) {
    Mailbox box;
    box.put(1);
    box.put(2);
    const int first = box.take();
    check({1, 2}, {first, box.take()}, Order::as_put);
}

EXPLORE_TEST(Lab_06_CollapsedSignals, Test3_OnePutsOneTakes) {
    Mailbox box;
    w32::Thread sender("puts 1 to 3", [&] {
        for (const int letter : {1, 2, 3}) box.put(letter);
    });
    std::vector<int> taken;
    for (int i = 0; i < 3; ++i) taken.push_back(box.take());
    sender.join();
    check({1, 2, 3}, taken, Order::as_put);
}

EXPLORE_TEST(Lab_06_CollapsedSignals, Test4_TwoTake) {
    Mailbox box;
    int taken[2] = {};
    w32::Thread first("takes", [&] { taken[0] = box.take(); });
    w32::Thread second("takes too", [&] { taken[1] = box.take(); });
    box.put(1);
    box.put(2);
    first.join();
    second.join();
    check({1, 2}, {taken[0], taken[1]}, Order::any);
}

EXPLORE_TEST(Lab_06_CollapsedSignals, Test5_TwoPut) {
    Mailbox box;
    w32::Thread first("puts 1", [&] { box.put(1); });
    w32::Thread second("puts 2", [&] { box.put(2); });
    std::vector<int> taken;
    taken.push_back(box.take());
    taken.push_back(box.take());
    first.join();
    second.join();
    check({1, 2}, taken, Order::any);
}

EXPLORE_STUCK_TEST(Lab_06_CollapsedSignals, Test6_WhoWaitsForALetterSleeps) {
    Mailbox box;
    (void)box.take();
}
