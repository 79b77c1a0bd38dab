// MISTAKE: each balance is atomic, and there is no lock any more.
// Caught by: Test2 as no-lock
#pragma once

#include <atomic>

/// Given by the judge. Prints that this much has gone from one account to the other; it may wait
/// for another thread that asks the bank for its total.
void print_receipt(int from, int to, int amount);

/// Two accounts, 0 and 1. Any number of threads may use a bank at once.
struct Bank {
    std::atomic<int> balance[2] = {100, 100};

    Bank() = default;
    Bank(const Bank&) = delete;
    Bank& operator=(const Bank&) = delete;

    /// Puts money into the account.
    void deposit(int account, int amount) { balance[account] += amount; }

    /// Takes money out of the account; false, and nothing changes, if it does not hold so much.
    bool withdraw(int account, int amount) {
        int held = balance[account];
        do {
            if (held < amount) return false;
        } while (!balance[account].compare_exchange_weak(held, held - amount));
        return true;
    }

    /// Moves money to the other account, in one step for whoever asks for the total, and prints one
    /// receipt afterwards. false, and nothing happens, if `from` does not hold so much.
    bool transfer(int from, int to, int amount) {
        if (!withdraw(from, amount)) return false;
        deposit(to, amount);
        print_receipt(from, to, amount);
        return true;
    }

    /// What both accounts hold together.
    int total() { return balance[0].load() + balance[1].load(); }
};
