// ALTERNATIVE: a lock per account; who needs both takes them in the same order, always.
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Given by the judge. Prints that this much has gone from one account to the other; it may wait
/// for another thread that asks the bank for its total.
void print_receipt(int from, int to, int amount);

/// Two accounts, 0 and 1. Any number of threads may use a bank at once.
struct Bank {
    CRITICAL_SECTION section[2];  // one per account; both are entered in the order 0, 1
    Shared<int> balance[2] = {100, 100};

    Bank() {
        ::InitializeCriticalSection(&section[0]);
        ::InitializeCriticalSection(&section[1]);
    }
    ~Bank() {
        ::DeleteCriticalSection(&section[0]);
        ::DeleteCriticalSection(&section[1]);
    }
    Bank(const Bank&) = delete;
    Bank& operator=(const Bank&) = delete;

    /// Puts money into the account.
    void deposit(int account, int amount) {
        ::EnterCriticalSection(&section[account]);
        balance[account] += amount;
        ::LeaveCriticalSection(&section[account]);
    }

    /// Takes money out of the account; false, and nothing changes, if it does not hold so much.
    bool withdraw(int account, int amount) {
        ::EnterCriticalSection(&section[account]);
        const bool enough = balance[account] >= amount;
        if (enough) balance[account] -= amount;
        ::LeaveCriticalSection(&section[account]);
        return enough;
    }

    /// Moves money to the other account, in one step for whoever asks for the total, and prints one
    /// receipt afterwards. false, and nothing happens, if `from` does not hold so much.
    bool transfer(int from, int to, int amount) {
        ::EnterCriticalSection(&section[0]);
        ::EnterCriticalSection(&section[1]);
        const bool moved = withdraw(from, amount);
        if (moved) deposit(to, amount);
        ::LeaveCriticalSection(&section[1]);
        ::LeaveCriticalSection(&section[0]);
        if (moved) print_receipt(from, to, amount);
        return moved;
    }

    /// What both accounts hold together.
    int total() {
        ::EnterCriticalSection(&section[0]);
        ::EnterCriticalSection(&section[1]);
        const int sum = balance[0] + balance[1];
        ::LeaveCriticalSection(&section[1]);
        ::LeaveCriticalSection(&section[0]);
        return sum;
    }
};
