// LAB L09 - The transfer                                            about 20 minutes
//
// Goal    Whoever asks for the total sees all the money, at any moment. As it stands, some of it is
//         in neither account for a while.
//
// Given   Bank: a critical section, and balances that are only used inside it. Members may be
//         added, and the lock may become another one. Shared<T> is T; it tells the judge of each
//         access where the compiler cannot.
// To do   the places marked TODO. The contracts of the functions stay as they are.
// Rules   any Win32 lock; no Sleep. Not std::mutex: the judge cannot look into it.
//
// Judged  wb check L09   (Visual Studio: Test Explorer, ch03.lab.transfer). It runs transfers and
//         auditors in every order that their steps can come in, and shows the first one that fails;
//         wb replay L09 runs that one again, on real threads.
// Stuck?  wb hint L09, then notes/03-critical-sections.md#how-much-belongs-under-one-lock
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
        // TODO 1: no total() comes between the two halves.
        // TODO 2: while the receipt is printed, other threads may use the bank.
        if (!withdraw(from, amount)) return false;
        deposit(to, amount);
        print_receipt(from, to, amount);
        return true;
    }

    /// What both accounts hold together.
    int total() {
        ::EnterCriticalSection(&section);
        const int sum = balance[0] + balance[1];
        ::LeaveCriticalSection(&section);
        return sum;
    }
};
