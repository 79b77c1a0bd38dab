// The judge of lab L25: lets threads add and give back references in every order that their steps
// can come in, and looks when the object ends.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <refcount.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>
#include <type_traits>

namespace {

template <class T>
constexpr bool is_atomic = false;
template <class T>
constexpr bool is_atomic<std::atomic<T>> = true;

template <class C>
constexpr bool count_is_atomic() {
    if constexpr (requires(C & object) { object.references; })
        return is_atomic<std::remove_cv_t<decltype(C::references)>>;
    return false;
}

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class C, class S>
constexpr bool all_is_seen() {
    bool seen = true;
    if constexpr (requires(C & object) { object.references; })
        seen = seen && explore::is_seen<decltype(C::references)>;
    if constexpr (requires(S & slot) { slot.held; })
        seen = seen && explore::is_seen<decltype(S::held)>;
    return seen;
}

// Stays where it is when it ends, so that one can see what still happens to it.
struct Document final : Counted {
    std::atomic<int> ends = 0;
    Shared<int> pages[2] = {};  // of one holder each, until the object ends
    Slot* looks_into = nullptr;
    bool found = false;

    void end() override {
        ++ends;
        pages[0] = pages[1] = 0;  // all holders have done with theirs
        if (looks_into != nullptr) found = looks_into->get() != nullptr;
    }
};

// What most objects do.
struct OnTheHeap final : Counted {
    std::atomic<int>& ends;

    explicit OnTheHeap(std::atomic<int>& count) : ends(count) {}
    void end() override {
        ++ends;
        delete this;
    }
};

// How much a call uses that keeps others out, when nobody else is there.
struct Use {
    int locks = 0;
    int interlocked = 0;
};

template <class Call>
Use use_of(Call call) {
    const explore::Counts before = explore::counts();
    (void)call();
    const explore::Counts after = explore::counts();
    return {after.exclusive + after.shared - before.exclusive - before.shared,
            after.interlocked - before.interlocked};
}

// What was tried says what to think about next.
void explain(const std::string& summary, int ends) {
    Document probe;
    const Use add = use_of([&] { return probe.add_ref(); });
    const Use release = use_of([&] { return probe.release(); });
    if (!count_is_atomic<Counted>() && release.locks + release.interlocked == 0)
        WB_DIAGNOSE("plain-count")
            << summary << "release() counts down in three steps: read, subtract, write. Another "
            << "thread comes between them, and one of the two is not counted.";
    else if ((add.locks == 0) != (release.locks == 0))
        WB_DIAGNOSE("lock-on-one-side")
            << summary << "One of add_ref() and release() takes a lock, the other one does not. A "
            << "lock keeps out only those who take it.";
    else if (ends > 1)
        WB_DIAGNOSE("deleted-twice")
            << summary << "Two threads each took themselves for the last one. What the decrement "
            << "itself answers goes to one of them; what a later look at the count shows, to all.";
    else
        WB_DIAGNOSE("never-deleted")
            << summary << "Nobody took himself for the last one: the object stays for ever.";
}

std::string ended(int ends) { return "end() was called " + std::to_string(ends) + " times. "; }

void check_end(const Document& document) {
    if (document.ends != 1) explain(ended(document.ends), document.ends);
}

void check_alive(bool gone) {
    if (gone)
        WB_DIAGNOSE("reference-without-owner")
            << "get() has returned an object that had ended before. Between the look at the "
            << "pointer and add_ref() the slot was cleared: a pointer alone keeps nothing alive. "
            << "Only who holds a reference, or holds up the one who gives it back, may add one.";
}

}  // namespace

EXPLORE_TEST(Lab_07_Refcount, Test1_OneThread) {
    if (!all_is_seen<Counted, Slot>())
        WB_DIAGNOSE("count-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    Document document;
    Slot slot(&document);
    const LONG two = document.add_ref();
    const bool found = slot.get() == &document;
    const LONG again_two = document.release();
    slot.clear();
    const bool empty = slot.get() == nullptr;
    slot.clear();
    const int early = document.ends;
    const LONG none = document.release();
    const std::string counts =
        std::to_string(two) + ", " + std::to_string(again_two) + ", " + std::to_string(none);
    explore::outcome(counts + "; " + ended(document.ends));
    if (counts != "2, 2, 0")
        WB_DIAGNOSE("wrong-count") << "add_ref(), get() and release(), clear() and release() leave "
                                   << "2, 2 and 0 references; seen: " << counts << ".";
    if (!found || !empty)
        WB_DIAGNOSE("wrong-slot") << "A slot gives its object until it is cleared, nullptr then.";
    if (early != 0) WB_DIAGNOSE("deleted-too-early") << "One reference was left.";
    check_end(document);
}

EXPLORE_TEST(Lab_07_Refcount, Test2_TwoGiveBackTheLastTwo) {
    Document document;
    document.add_ref();
    LONG left[2] = {};
    w32::Thread first("releases", [&] {
        document.pages[0] = 1;
        left[0] = document.release();
    });
    w32::Thread second("releases too", [&] {
        document.pages[1] = 1;
        left[1] = document.release();
    });
    first.join();
    second.join();
    explore::outcome(ended(document.ends) + std::to_string(left[0]) + std::to_string(left[1]));
    check_end(document);
    if (left[0] + left[1] != 1)
        WB_DIAGNOSE("stale-count")
            << "Of two references one release leaves 1, the other one 0. Here release() returned "
            << left[0] << " and " << left[1] << ": what others had left, later on.";
}

EXPLORE_TEST(Lab_07_Refcount, Test3_OneMoreAndOneLess) {
    Document document;
    document.add_ref();
    bool early = false;
    w32::Thread first("adds and releases", [&] {
        document.add_ref();
        document.release();
        early = document.ends != 0;
        document.release();
    });
    document.release();
    first.join();
    explore::outcome(ended(document.ends) + (early ? "early" : ""));
    if (early)
        explain("end() was called while a thread still held a reference. ", document.ends);
    else
        check_end(document);
}

EXPLORE_TEST(Lab_07_Refcount, Test4_TwoLookIntoTheSlot) {
    Document document;
    Slot slot(&document);
    bool found = false;
    w32::Thread first("gets and releases", [&] {
        Counted* object = slot.get();
        found = object != nullptr;
        if (found) object->release();
    });
    Counted* object = slot.get();
    const bool found_too = object != nullptr;
    if (found_too) object->release();
    first.join();
    slot.clear();
    explore::outcome(ended(document.ends) + (found && found_too ? "found" : "not found"));
    if (!found || !found_too)
        WB_DIAGNOSE("wrong-slot") << "The slot was full, and get() has returned nullptr.";
    check_end(document);
}

EXPLORE_TEST(Lab_07_Refcount, Test5_OneLooksOneClears) {
    Document document;
    Slot slot(&document);
    bool found = false;
    bool gone = false;
    w32::Thread reader("gets and releases", [&] {
        Counted* object = slot.get();
        if (object == nullptr) return;
        found = true;
        gone = document.ends != 0;
        object->release();
    });
    slot.clear();
    reader.join();
    explore::outcome(ended(document.ends) + (found ? "found" : "empty") + (gone ? ", gone" : ""));
    check_alive(gone);
    if (!gone && document.ends > 1)
        WB_DIAGNOSE("reference-without-owner")
            << ended(document.ends) << "There was one reference, and one thread gave it back: the "
            << "object had ended when get() added another one, and giving that back ended it "
            << "again. Only who holds a reference, or holds up the one who gives it back, may add.";
    else if (!gone)
        check_end(document);
}

EXPLORE_TEST(Lab_07_Refcount, Test6_TwoClear) {
    Document document;
    Slot slot(&document);
    document.add_ref();
    w32::Thread other("clears", [&] { slot.clear(); });
    slot.clear();
    other.join();
    const bool gone = document.ends != 0;
    explore::outcome(gone ? "gone" : "kept");
    if (gone)
        WB_DIAGNOSE("released-twice")
            << "Two threads cleared the slot, and both gave its one reference back; the second one "
            << "was somebody else's. Taking the pointer out and leaving nullptr is one step.";
    if (!gone) document.release();
}

EXPLORE_TEST(Lab_07_Refcount, Test7_TheMemoryIsGone) {
    std::atomic<int> ends = 0;
    Counted* object = new OnTheHeap(ends);
    Slot slot(object);
    w32::Thread reader("gets and releases", [&] {
        Counted* found = slot.get();
        if (found != nullptr) found->release();
    });
    slot.clear();
    reader.join();
    explore::outcome(ended(ends));
}

EXPLORE_TEST(Lab_07_Refcount, Test8_TheEndLooksIntoTheSlot) {
    Document document;
    Slot slot(&document);
    document.looks_into = &slot;
    slot.clear();
    explore::outcome(ended(document.ends) + (document.found ? "found" : "empty"));
    check_end(document);
    if (document.found)
        WB_DIAGNOSE("wrong-slot")
            << "end() looked into the slot and found the object that was ending: clear() has to "
            << "empty the slot before it gives the reference back.";
}
