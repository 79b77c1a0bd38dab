// The judge of lab L04: lets threads push in every order that their steps can come in, and looks
// whether each node can still be reached.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <list_insert.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/testing/listed.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <atomic>
#include <type_traits>

namespace {

using workbook::listed;

// How the head is declared, if List still has a public one.
template <class T>
constexpr bool is_atomic = false;
template <class T>
constexpr bool is_atomic<std::atomic<T>> = true;

enum class Head { plain, volatile_, atomic, unknown };

template <class L>
constexpr Head head_of() {
    if constexpr (!requires(L & list) { list.head; })
        return Head::unknown;
    else if constexpr (is_atomic<std::remove_cv_t<decltype(L::head)>>)
        return Head::atomic;
    else if constexpr (std::is_volatile_v<explore::unshared_t<decltype(L::head)>>)
        return Head::volatile_;
    else
        return Head::plain;
}

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class L>
constexpr bool head_is_seen() {
    if constexpr (requires(L & list) { list.head; }) return explore::is_seen<decltype(L::head)>;
    return true;
}

// What was tried against the loss says what to think about next.
void explain(const std::string& summary) {
    const explore::Counts used = explore::counts();
    if (used.shared > 0)
        WB_DIAGNOSE("shared-is-not-exclusive")
            << summary << "A lock that is acquired shared lets all threads in that do the same: "
            << "they read together, and then they write together.";
    else if (used.locks > 1)
        WB_DIAGNOSE("different-locks")
            << summary << "The threads took different locks. A lock keeps out only those who "
            << "acquire the same one: it belongs to the list, not to a node or a thread.";
    else if (used.exclusive > 0)
        WB_DIAGNOSE("lock-too-small")
            << summary << "A lock was taken, but it does not span all: from the read of the head "
            << "to its write nobody else may read or write it.";
    else if (used.interlocked > 0)
        WB_DIAGNOSE("retry-runs-out")
            << summary << "The head was compared before it was written, but not each time: who "
            << "finds it changed has to begin again, as often as that happens.";
    else if (head_of<List>() == Head::atomic)
        WB_DIAGNOSE("two-atomic-steps")
            << summary << "Each access to the head is atomic, and between the read and the write "
            << "another thread still wrote it. Two whole steps are not one.";
    else if (head_of<List>() == Head::volatile_)
        WB_DIAGNOSE("volatile-is-no-lock")
            << summary << "volatile makes the compiler read and write each time; it keeps no other "
            << "thread out between the read of the head and its write.";
    else
        WB_DIAGNOSE("lost-node")
            << summary << "Two threads read the same head, and who wrote it last undid what the "
            << "other one had pushed.";
}

// All values that were pushed can be found, each as often as it was pushed.
void check(const List& list, std::vector<int> pushed) {
    std::vector<int> found = list.values();
    explore::outcome(listed(found));
    std::sort(found.begin(), found.end());
    std::sort(pushed.begin(), pushed.end());
    if (found != pushed)
        explain("pushed: " + listed(pushed) + "; reachable: " + listed(found) + ". ");
}

}  // namespace

EXPLORE_TEST(Lab_01_ListInsert, Test1_OneThreadPushes) {
    if (!head_is_seen<List>())
        WB_DIAGNOSE("head-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the head as one of them.";
    List list;
    std::vector<int> pushed{30, 10, 20, 10};
    for (const int value : pushed) list.push(value);
    std::vector<int> found = list.values();
    std::sort(pushed.begin(), pushed.end());
    std::sort(found.begin(), found.end());
    if (found != pushed)
        WB_DIAGNOSE("wrong-values")
            << "pushed: " << listed(pushed) << "; reachable: " << listed(found) << ".";
}

EXPLORE_TEST(Lab_01_ListInsert, Test2_TwoThreadsPush) {
    List list;
    w32::Thread first("pushes 1", [&] { list.push(1); });
    w32::Thread second("pushes 2", [&] { list.push(2); });
    first.join();
    second.join();
    check(list, {1, 2});
}

EXPLORE_TEST(Lab_01_ListInsert, Test3_TheListIsNotEmpty) {
    List list;
    list.push(10);
    w32::Thread first("pushes 1", [&] { list.push(1); });
    list.push(20);
    first.join();
    check(list, {10, 20, 1});
}

EXPLORE_TEST(Lab_01_ListInsert, Test4_OnePushesTwice) {
    List list;
    w32::Thread first("pushes 1", [&] { list.push(1); });
    w32::Thread second("pushes 2 and 3", [&] {
        list.push(2);
        list.push(3);
    });
    first.join();
    second.join();
    check(list, {1, 2, 3});
}
