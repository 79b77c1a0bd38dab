// The judge of lab L09: lets transfers and auditors run in every order that their steps can come
// in, and looks whether money is ever missing.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <transfer.hpp>  // <>: the build chooses the folder

#include "common/explore/counts.hpp"
#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>
#include <type_traits>

namespace {

// What print_receipt() does in the running test. Atomic: receipts of two threads may meet.
std::atomic<int> receipts = 0;
Bank* audited = nullptr;  // whose total another thread asks for while the receipt is printed

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class B>
constexpr bool balances_are_seen() {
    if constexpr (requires(B & bank) { bank.balance; })
        return explore::is_seen<std::remove_all_extents_t<decltype(B::balance)>>;
    return true;
}

// What one call takes, when nobody else is there.
struct Use {
    int exclusive = 0;
    int shared = 0;
    int new_locks = 0;  // that nobody has taken before
};

template <class Call>
Use use_of(Call call) {
    const explore::Counts before = explore::counts();
    call();
    const explore::Counts after = explore::counts();
    return {after.exclusive - before.exclusive, after.shared - before.shared,
            after.locks - before.locks};
}

// What was tried says what to think about next.
void explain(const std::string& summary) {
    audited = nullptr;  // the probe's receipts are nobody's business
    Bank probe;
    const Use audit = use_of([&] { (void)probe.total(); });
    const Use transfer = use_of([&] { (void)probe.transfer(0, 1, 1); });
    if (transfer.exclusive + transfer.shared == 0)
        WB_DIAGNOSE("no-lock")
            << summary << "transfer() takes no lock. Atomic balances make each half a whole step; "
            << "two whole steps are not one.";
    else if (audit.exclusive + audit.shared == 0)
        WB_DIAGNOSE("auditor-without-lock")
            << summary << "total() reads without the lock: it may read one balance before the "
            << "transfer and the other one after it. A lock keeps out only those who take it.";
    else if (transfer.exclusive == 0)
        WB_DIAGNOSE("shared-is-not-exclusive")
            << summary << "transfer() takes its lock shared: all who do so are inside together.";
    else if (transfer.new_locks > 0)
        WB_DIAGNOSE("different-locks")
            << summary << "transfer() holds a lock that total() does not take. A lock keeps out "
            << "only those who take the same one.";
    else if (audit.exclusive + audit.shared > audit.new_locks)
        WB_DIAGNOSE("audit-in-two-steps")
            << summary << "total() gives the lock back between its two looks: the first one is out "
            << "of date when it takes the second.";
    else
        WB_DIAGNOSE("money-in-flight")
            << summary << "The lock was free between the two halves of a transfer: then the amount "
            << "is in no account, or in both. What belongs together belongs under one acquisition.";
}

void check_total(int seen) {
    if (seen != 200) explain("The total is 200; somebody saw " + std::to_string(seen) + ". ");
}

}  // namespace

void print_receipt(int, int, int) {
    ++receipts;
    if (audited == nullptr) return;
    int seen = 0;
    w32::Thread("audits", [&] { seen = audited->total(); }).join();
    check_total(seen);
}

EXPLORE_TEST(Lab_03_Transfer, Test1_OneThreadTransfers) {
    if (!balances_are_seen<Bank>())
        WB_DIAGNOSE("balance-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the balances as one of them.";
    receipts = 0;
    Bank bank;
    const bool moved = bank.transfer(0, 1, 30);
    const bool refused = !bank.transfer(0, 1, 80);
    const bool back = bank.transfer(1, 0, 130);
    const bool empty = !bank.withdraw(1, 1);
    bank.deposit(1, 5);
    const int total = bank.total();
    explore::outcome(std::to_string(total));
    if (!moved || !refused || !back || !empty || total != 205)
        WB_DIAGNOSE("wrong-balance")
            << "After 30 to account 1, 80 refused, 130 back and 5 paid in, the accounts hold 200 "
            << "and 5 and the answers were true, false, true; here the total is " << total << ".";
    if (receipts != 2)
        WB_DIAGNOSE("wrong-receipts")
            << "Two transfers took place and one was refused; receipts: " << receipts.load() << ".";
}

EXPLORE_TEST(Lab_03_Transfer, Test2_TheAuditorSeesAllTheMoney) {
    Bank bank;
    int seen = 0;
    w32::Thread mover("transfers", [&] { (void)bank.transfer(0, 1, 30); });
    w32::Thread auditor("audits", [&] { seen = bank.total(); });
    mover.join();
    auditor.join();
    explore::outcome(std::to_string(seen));
    check_total(seen);
}

EXPLORE_TEST(Lab_03_Transfer, Test3_InBothDirections) {
    Bank bank;
    w32::Thread there("0 to 1", [&] { (void)bank.transfer(0, 1, 30); });
    w32::Thread back("1 to 0", [&] { (void)bank.transfer(1, 0, 50); });
    const int seen = bank.total();
    there.join();
    back.join();
    const int at_the_end = bank.total();
    explore::outcome(std::to_string(seen) + ", " + std::to_string(at_the_end));
    check_total(seen);
    check_total(at_the_end);
}

EXPLORE_TEST(Lab_03_Transfer, Test4_NobodyOverdraws) {
    Bank bank;
    int moved = 0;
    w32::Thread first("transfers 80", [&] { moved = bank.transfer(0, 1, 80) ? 1 : 0; });
    const bool taken = bank.withdraw(0, 70);
    first.join();
    const bool nothing_left = bank.withdraw(0, 31) == false;
    explore::outcome(std::to_string(moved) + (taken ? ", taken" : ", refused"));
    if (moved + (taken ? 1 : 0) != 1 || !nothing_left)
        WB_DIAGNOSE("overdrawn")
            << "Account 0 held 100. Somebody moved 80 of it and somebody took 70: of the two, "
            << moved + (taken ? 1 : 0) << " succeeded, and one should. What was looked at has to "
            << "hold still until it is used: look and change under one acquisition.";
}

EXPLORE_TEST(Lab_03_Transfer, Test5_ThePrinterKeepsNobodyOut) {
    Bank bank;
    audited = &bank;  // a transfer that still holds the lock waits for someone who waits for it
    const bool moved = bank.transfer(0, 1, 30);
    audited = nullptr;
    explore::outcome(moved ? "moved" : "refused");
    if (!moved) WB_DIAGNOSE("wrong-balance") << "There were 100 in account 0, 30 were refused.";
}
