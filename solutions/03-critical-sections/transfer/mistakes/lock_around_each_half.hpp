// MISTAKE: a lock around the withdrawal, and again around the deposit.
// Caught by: Test2 as money-in-flight
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
        const bool moved = withdraw(from, amount);
        ::LeaveCriticalSection(&section);
        if (!moved) return false;
        ::EnterCriticalSection(&section);
        deposit(to, amount);
        ::LeaveCriticalSection(&section);
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
