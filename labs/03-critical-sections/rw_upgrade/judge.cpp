// The judge of lab L13: lets threads ask for names in every order that their steps can come in, and
// looks whether each name has one number, and each number one name.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <rw_upgrade.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

constexpr int kAda = 17;
constexpr int kBob = 23;

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class D>
constexpr bool count_is_seen() {
    if constexpr (requires(D & directory) { directory.count; })
        return explore::is_seen<decltype(D::count)>;
    return explore::is_seen<int>;
}

// What was tried says what to think about next.
void explain(const std::string& summary) {
    const explore::Counts used = explore::counts();
    if (used.exclusive == 0 && used.shared > 0)
        WB_DIAGNOSE("shared-is-not-exclusive")
            << summary
            << "Nobody took the lock exclusively. Who holds it shared may read, together "
            << "with all others who do; who writes needs it alone.";
    else
        WB_DIAGNOSE("no-second-look")
            << summary
            << "Between the look at the list and the lock for adding, another thread has "
            << "added the name. What was seen before the lock was free is out of date.";
}

void check(bool right, const std::string& asked, int first, int second, int known) {
    const std::string seen = "numbers " + std::to_string(first) + " and " + std::to_string(second) +
                             ", " + std::to_string(known) + " known";
    explore::outcome(seen);
    if (!right) explain(asked + ": " + seen + ". ");
}

}  // namespace

EXPLORE_TEST(Lab_03_RwUpgrade, Test1_OneThreadAsks) {
    if (!count_is_seen<Directory>())
        WB_DIAGNOSE("count-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them, and let `count` keep its name.";
    Directory directory;
    explore::outcome(std::to_string(directory.known()) + " known");  // all that a hang lets see
    const int ada = directory.id_of(kAda);
    const int bob = directory.id_of(kBob);
    const int ada_again = directory.id_of(kAda);
    explore::outcome(std::to_string(ada) + ", " + std::to_string(bob));
    if (ada != 0 || bob != 1 || ada_again != 0 || directory.known() != 2)
        WB_DIAGNOSE("wrong-number") << "The first name got " << ada << ", the second one " << bob
                                    << ", then the first one again " << ada_again << ".";
}

EXPLORE_TEST(Lab_03_RwUpgrade, Test2_TwoAskForOneNewName) {
    Directory directory;
    int first = -1;
    int second = -1;
    w32::Thread one("asks for Ada", [&] { first = directory.id_of(kAda); });
    w32::Thread other("asks for Ada too", [&] { second = directory.id_of(kAda); });
    one.join();
    other.join();
    const int known = directory.known();
    check(first == 0 && second == 0 && known == 1, "Two threads asked for one name", first, second,
          known);
}

EXPLORE_TEST(Lab_03_RwUpgrade, Test3_TwoAskForTwoNewNames) {
    Directory directory;
    int first = -1;
    int second = -1;
    w32::Thread one("asks for Ada", [&] { first = directory.id_of(kAda); });
    w32::Thread other("asks for Bob", [&] { second = directory.id_of(kBob); });
    const int known_meanwhile = directory.known();
    one.join();
    other.join();
    const bool stays = directory.id_of(kAda) == first && directory.id_of(kBob) == second;
    const int known = directory.known();
    check(stays && first + second == 1 && known == 2 && known_meanwhile <= 2,
          "Two threads asked for two names", first, second, known);
}

EXPLORE_TEST(Lab_03_RwUpgrade, Test4_KnownNamesAreReadTogether) {
    Directory directory;
    const int ada = directory.id_of(kAda);
    const int before = explore::counts().exclusive;
    w32::Thread one("asks for Ada", [&] { (void)directory.id_of(kAda); });
    const int again = directory.id_of(kAda);
    one.join();
    explore::outcome(std::to_string(ada) + ", " + std::to_string(again));
    if (explore::counts().exclusive != before)
        WB_DIAGNOSE("readers-keep-each-other-out")
            << "Two threads asked for a known name, and the lock was taken exclusively for it. Who "
            << "only reads takes it shared.";
}
