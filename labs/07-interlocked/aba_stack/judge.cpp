// The judge of lab L27: lets threads take places and give them back in every order that their steps
// can come in, and looks who has which place in the end.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <aba_stack.hpp>  // <>: the build chooses the folder

#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace {

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class F>
constexpr bool all_is_seen() {
    bool seen = true;
    if constexpr (requires(F & places) { places.top; })
        seen = seen && explore::is_seen<decltype(F::top)>;
    if constexpr (requires(F & places) { places.below; })
        seen = seen && explore::is_seen<std::remove_all_extents_t<decltype(F::below)>>;
    return seen;
}

std::string listed(const std::vector<LONG>& places) {
    std::ostringstream text;
    for (const LONG place : places) text << (text.tellp() > 0 ? ", " : "") << place;
    return places.empty() ? "none" : text.str();
}

// Who has what when all threads are done.
struct End {
    std::vector<LONG> taken;  // by the threads, and not given back
    std::vector<LONG> left;   // could still be taken

    End(FreePlaces& places, std::vector<LONG> held) : taken(std::move(held)) {
        std::erase(taken, 0);
        for (LONG i = 0; i <= FreePlaces::kMost; ++i)  // a damaged stack may have no end
            if (const LONG place = places.take(); place != 0) left.push_back(place);
    }
    bool is_whole(LONG places) const {
        std::vector<LONG> all = taken;
        all.insert(all.end(), left.begin(), left.end());
        std::sort(all.begin(), all.end());
        std::vector<LONG> expected;
        for (LONG place = 1; place <= places; ++place) expected.push_back(place);
        return all == expected;
    }
    std::string text() const { return "taken: " + listed(taken) + "; left: " + listed(left); }
};

// In each schedule of these tests the stack is changed only while another thread is in take().
void check_reuse(const End& end, LONG places) {
    explore::outcome(end.text());
    if (!end.is_whole(places))
        WB_DIAGNOSE("aba")
            << "Of the places 1 to " << places << " each should be there once; " << end.text()
            << ". A thread was in take() while the top place was taken and given back. The "
            << "comparison finds the same top again, and writes what was under it before.";
}

}  // namespace

EXPLORE_TEST(Lab_07_AbaStack, Test1_OneThread) {
    if (!all_is_seen<FreePlaces>())
        WB_DIAGNOSE("top-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    FreePlaces places;
    const LONG nothing = places.take();
    for (LONG place = 1; place <= FreePlaces::kMost; ++place) places.give_back(place);
    const LONG first = places.take();
    const LONG second = places.take();
    if (first != 0) places.give_back(first);
    const End end(places, {second});
    explore::outcome(end.text());
    if (nothing != 0 || !end.is_whole(FreePlaces::kMost))
        WB_DIAGNOSE("wrong-places")
            << "Nothing can be taken from an empty stack. After four places were given back, two "
            << "taken and the first of these given back, each should be there once; " << end.text()
            << ".";
}

EXPLORE_TEST(Lab_07_AbaStack, Test2_TwoTake) {
    FreePlaces places;
    places.give_back(2);
    places.give_back(1);
    LONG taken = 0;
    w32::Thread other("takes", [&] { taken = places.take(); });
    const LONG mine = places.take();
    other.join();
    const End end(places, {std::min(taken, mine), std::max(taken, mine)});
    explore::outcome(end.text());
    if (taken == 0 || mine == 0)
        WB_DIAGNOSE("gave-up") << "Two places were free and two threads took one each; one was "
                               << "told that there is none. Who comes second has to try again.";
    else if (!end.is_whole(2))
        WB_DIAGNOSE("taken-twice")
            << "Two threads have read the same top, and both have taken it; " << end.text()
            << ". Comparing the top and writing it has to be one step.";
}

EXPLORE_TEST(Lab_07_AbaStack, Test3_TwoGiveBack) {
    FreePlaces places;
    w32::Thread other("gives 1 back", [&] { places.give_back(1); });
    places.give_back(2);
    other.join();
    const End end(places, {});
    explore::outcome(end.text());
    if (!end.is_whole(2))
        WB_DIAGNOSE("place-lost")
            << "Two threads gave a place back; " << end.text() << ". Both have put theirs on the "
            << "same top, and the second one has written over what the first one wrote.";
}

EXPLORE_TEST(Lab_07_AbaStack, Test4_OneOfTwoComesBack) {
    FreePlaces places;
    places.give_back(2);
    places.give_back(1);
    LONG taken = 0;
    w32::Thread other("takes", [&] { taken = places.take(); });
    const LONG first = places.take();
    const LONG second = places.take();
    if (first != 0) places.give_back(first);
    other.join();
    check_reuse(End(places, {taken, second}), 2);
}

EXPLORE_TEST(Lab_07_AbaStack, Test5_SomethingElseIsUnderIt) {
    FreePlaces places;
    places.give_back(2);
    places.give_back(1);
    LONG taken = 0;
    w32::Thread other("takes", [&] { taken = places.take(); });
    const LONG first = places.take();
    places.give_back(3);
    if (first != 0) places.give_back(first);
    other.join();
    check_reuse(End(places, {taken}), 3);
}

EXPLORE_TEST(Lab_07_AbaStack, Test6_FourTimesEach) {
    FreePlaces places;
    places.give_back(2);
    places.give_back(1);
    LONG taken = 0;
    w32::Thread other("takes", [&] { taken = places.take(); });
    const LONG first = places.take();
    const LONG second = places.take();
    LONG third = 3;
    for (int i = 0; i < 2; ++i) {
        if (third != 0) places.give_back(third);
        third = places.take();
    }
    if (third != 0) places.give_back(third);
    if (first != 0) places.give_back(first);
    other.join();
    const End end(places, {taken, second});
    explore::outcome(end.text());
    if (!end.is_whole(3))
        WB_DIAGNOSE("count-comes-back")
            << "Of the places 1 to 3 each should be there once; " << end.text() << ". After four "
            << "takes and four give_backs the top is the same again - and so is whatever should "
            << "count the changes. It needs so many bits that it comes round in no time one stops.";
}

EXPLORE_TEST(Lab_07_AbaStack, Test7_WhatTheFormerOwnerDid) {
    FreePlaces places;
    Shared<int> content = 0;  // of place 1, and its owner's alone
    w32::Thread other("takes", [&] {
        if (places.take() == 1) ++content;
    });
    ++content;
    places.give_back(1);
    other.join();
    const int steps = content;
    explore::outcome(std::to_string(steps));
    if (steps != (places.take() == 1 ? 1 : 2))
        WB_DIAGNOSE("content-lost") << "Two owners, one after the other, have each added 1 to what "
                                    << "is in place 1; there is " << steps << ".";
}
