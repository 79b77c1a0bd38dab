// SOLUTION L09 - The transfer (the task: labs/03-critical-sections/transfer/transfer.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Given by the judge. Prints that this much has gone from one account to the other; it may wait
/// for another thread that asks the bank for its total.
void print_receipt(int from, int to, int amount);

/// Two accounts, 0 and 1. Any number of threads may use a bank at once.
struct Bank {
    CRITICAL_SECTION section;  // whoever uses a balance has entered it
    Shared<int> balance[2] = {100, 100};

    Bank() { ::InitializeCriticalSection(&section); }
    ~Bank() { ::DeleteCriticalSection(&section); }
    Bank(const Bank&) = delete;
    Bank& operator=(const Bank&) = delete;

    /// Puts money into the account.
    void deposit(int account, int amount) {
        ::EnterCriticalSection(&section);
        balance[account] += amount;
        ::LeaveCriticalSection(&section);
    }

    /// Takes money out of the account; false, and nothing changes, if it does not hold so much.
    bool withdraw(int account, int amount) {
        ::EnterCriticalSection(&section);
        const bool enough = balance[account] >= amount;
        if (enough) balance[account] -= amount;
        ::LeaveCriticalSection(&section);
        return enough;
    }

    /// Moves money to the other account, in one step for whoever asks for the total, and prints one
    /// receipt afterwards. false, and nothing happens, if `from` does not hold so much.
    bool transfer(int from, int to, int amount) {
        ::EnterCriticalSection(&section);
        const bool moved = withdraw(from, amount);  // enters again: the owner may
        if (moved) deposit(to, amount);
        ::LeaveCriticalSection(&section);
        if (moved) print_receipt(from, to, amount);  // nobody has to wait for the printer
        return moved;
    }

    /// What both accounts hold together.
    int total() {
        ::EnterCriticalSection(&section);
        const int sum = balance[0] + balance[1];
        ::LeaveCriticalSection(&section);
        return sum;
    }
};

// DISCUSSION
//
// What vanishes?  Between the withdrawal and the deposit the amount is in no account. Each half is
//                 atomic, and the two together are not: a lock makes a step of what it spans.
// Why enter twice?  The owner of a critical section may enter it again; it leaves as often. That
//                 is what lets transfer() call withdraw() and deposit() from inside. An SRW lock
//                 would wait for itself: there the inner functions come in a version that expects
//                 the lock to be held (alternatives/srw_lock.hpp).
// Why print outside?  The printer is slow and may wait for others. Whoever waits while holding a
//                 lock makes all others wait - and if the awaited one needs that lock, for ever.
// And what it prints?  Values that were read inside: `moved` and the amount. Nothing is read again.
// Why does total() lock?  A reader sees the same gap. "Only writers need the lock" is true of no
//                 invariant that spans two variables.
// One lock per account?  Possible (alternatives/lock_per_account.hpp): then a transfer holds both,
//                 and takes them in one fixed order, or two opposite transfers wait for each other.
// Exceptions      print_receipt() may throw; the section has been left by then. Between enter and
//                 leave nothing throws. Where something may, the leave belongs into a destructor.
// In the library  std::recursive_mutex; std::scoped_lock takes several locks without a deadlock.
