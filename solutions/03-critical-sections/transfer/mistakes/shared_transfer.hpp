// MISTAKE: the right lock in the wrong mode: taken shared, it lets the auditor in.
// Caught by: Test2 as shared-is-not-exclusive
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Given by the judge. Prints that this much has gone from one account to the other; it may wait
/// for another thread that asks the bank for its total.
void print_receipt(int from, int to, int amount);

/// Two accounts, 0 and 1. Any number of threads may use a bank at once.
struct Bank {
    SRWLOCK lock = SRWLOCK_INIT;
    Shared<int> balance[2] = {100, 100};

    Bank() = default;
    Bank(const Bank&) = delete;
    Bank& operator=(const Bank&) = delete;

    /// Puts money into the account.
    void deposit(int account, int amount) {
        ::AcquireSRWLockExclusive(&lock);
        balance[account] += amount;
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes money out of the account; false, and nothing changes, if it does not hold so much.
    bool withdraw(int account, int amount) {
        ::AcquireSRWLockExclusive(&lock);
        const bool enough = take(account, amount);
        ::ReleaseSRWLockExclusive(&lock);
        return enough;
    }

    /// As withdraw(), for a caller that holds the lock.
    bool take(int account, int amount) {
        if (balance[account] < amount) return false;
        balance[account] -= amount;
        return true;
    }

    /// Moves money to the other account, in one step for whoever asks for the total, and prints one
    /// receipt afterwards. false, and nothing happens, if `from` does not hold so much.
    bool transfer(int from, int to, int amount) {
        ::AcquireSRWLockShared(&lock);
        const bool moved = take(from, amount);
        if (moved) balance[to] += amount;
        ::ReleaseSRWLockShared(&lock);
        if (moved) print_receipt(from, to, amount);
        return moved;
    }

    /// What both accounts hold together.
    int total() {
        ::AcquireSRWLockShared(&lock);
        const int sum = balance[0] + balance[1];
        ::ReleaseSRWLockShared(&lock);
        return sum;
    }
};
