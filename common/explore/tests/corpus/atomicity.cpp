// atomicity.cpp - each step is locked or atomic, and what they do together is not.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <vector>

namespace {

using explore::Outcome;

struct Account {
    w32::CriticalSection lock;
    int balance = 100;
    int read() {
        const w32::Guard hold(lock);
        return balance;
    }
    void write(int value) {
        const w32::Guard hold(lock);
        balance = value;
    }
    void change(int by) {
        const w32::Guard hold(lock);
        balance += by;
    }
};

CORPUS_BUG(ChecksOutsideTheLock, Outcome::assertion) {
    Account account;
    const auto withdraw = [&] {
        if (account.read() >= 60) account.change(-60);
    };
    together(withdraw, withdraw);
    expect(account.balance >= 0);
}
CORPUS_TWIN(ChecksOutsideTheLock) {
    Account account;
    const auto withdraw = [&] {
        const w32::Guard hold(account.lock);
        if (account.balance >= 60) account.balance -= 60;
    };
    together(withdraw, withdraw);
    expect(account.balance >= 0);
}

CORPUS_BUG(ReadsAndWritesUnderTwoLocks, Outcome::assertion) {
    Account account;
    const auto pay_in = [&] { account.write(account.read() + 10); };
    together(pay_in, pay_in);
    expect(account.balance == 120);
}
CORPUS_TWIN(ReadsAndWritesUnderTwoLocks) {
    Account account;
    const auto pay_in = [&] { account.change(10); };
    together(pay_in, pay_in);
    expect(account.balance == 120);
}

CORPUS_BUG(LoadsAndStoresAnAtomic, Outcome::assertion) {
    std::atomic<int> count = 0;
    const auto add = [&] { count = count + 1; };
    together(add, add);
    expect(count.load() == 2);
}
CORPUS_TWIN(LoadsAndStoresAnAtomic) {
    std::atomic<int> count = 0;
    const auto add = [&] { ++count; };
    together(add, add);
    expect(count.load() == 2);
}

CORPUS_BUG(ReadsTheTicketAgain, Outcome::assertion) {
    std::atomic<int> next = 0;
    int mine[2] = {};
    const auto draw = [&](int& ticket) {
        ++next;
        ticket = next;  // not what ++ returned
    };
    together([&] { draw(mine[0]); }, [&] { draw(mine[1]); });
    expect(mine[0] != mine[1]);
}
CORPUS_TWIN(ReadsTheTicketAgain) {
    std::atomic<int> next = 0;
    int mine[2] = {};
    const auto draw = [&](int& ticket) { ticket = ++next; };
    together([&] { draw(mine[0]); }, [&] { draw(mine[1]); });
    expect(mine[0] != mine[1]);
}

CORPUS_BUG(LooksFreeAndTakesIt, Outcome::assertion) {
    std::atomic<bool> taken = false;
    std::atomic<int> owners = 0;
    const auto claim = [&] {
        if (taken) return;
        taken = true;
        ++owners;
    };
    together(claim, claim);
    expect(owners.load() == 1);
}
CORPUS_TWIN(LooksFreeAndTakesIt) {
    std::atomic<bool> taken = false;
    std::atomic<int> owners = 0;
    const auto claim = [&] {
        if (taken.exchange(true)) return;
        ++owners;
    };
    together(claim, claim);
    expect(owners.load() == 1);
}

CORPUS_BUG(CompareExchangeOnceOnly, Outcome::assertion) {
    LONG volatile total = 0;
    const auto add = [&] {
        const LONG seen = ::InterlockedExchangeAdd(&total, 0);
        ::InterlockedCompareExchange(&total, seen + 5, seen);  // nobody asks whether it worked
    };
    together(add, add);
    expect(total == 10);
}
CORPUS_TWIN(CompareExchangeOnceOnly) {
    LONG volatile total = 0;
    const auto add = [&] {
        LONG seen = ::InterlockedExchangeAdd(&total, 0);
        for (;;) {
            const LONG before = ::InterlockedCompareExchange(&total, seen + 5, seen);
            if (before == seen) return;
            seen = before;
        }
    };
    together(add, add);
    expect(total == 10);
}

CORPUS_BUG(KeepsTheMaximumInTwoSteps, Outcome::assertion) {
    std::atomic<int> highest = 0;
    const auto report = [&](int value) {
        if (value > highest) highest = value;
    };
    together([&] { report(3); }, [&] { report(8); });
    expect(highest.load() == 8);
}
CORPUS_TWIN(KeepsTheMaximumInTwoSteps) {
    std::atomic<int> highest = 0;
    const auto report = [&](int value) {
        int seen = highest;
        while (value > seen && !highest.compare_exchange_strong(seen, value)) {
        }
    };
    together([&] { report(3); }, [&] { report(8); });
    expect(highest.load() == 8);
}

CORPUS_BUG(AuditsBetweenTwoHalves, Outcome::assertion) {
    Account from, to;
    int sum = 200;
    together(
        [&] {
            from.change(-30);
            to.change(30);
        },
        [&] { sum = from.read() + to.read(); });
    expect(sum == 200);
}
CORPUS_TWIN(AuditsBetweenTwoHalves) {
    Account from, to;
    int sum = 200;
    together(
        [&] {
            const w32::Guard hold_from(from.lock);
            const w32::Guard hold_to(to.lock);
            from.balance -= 30;
            to.balance += 30;
        },
        [&] {
            const w32::Guard hold_from(from.lock);
            const w32::Guard hold_to(to.lock);
            sum = from.balance + to.balance;
        });
    expect(sum == 200);
}

struct Jobs {
    w32::SrwLock lock;
    std::vector<int> list = std::vector<int>(1, 7);
    bool empty() {
        const w32::SharedGuard hold(lock);
        return list.empty();
    }
    int pop() {
        const w32::Guard hold(lock);
        expect(!list.empty(), "pop from an empty list");
        if (list.empty()) return 0;
        const int job = list.back();
        list.pop_back();
        return job;
    }
    bool try_pop(int& job) {
        const w32::Guard hold(lock);
        if (list.empty()) return false;
        job = list.back();
        list.pop_back();
        return true;
    }
};

CORPUS_BUG(AsksForEmptyThenPops, Outcome::assertion) {
    Jobs jobs;
    const auto work = [&] {
        if (!jobs.empty()) jobs.pop();
    };
    together(work, work);
}
CORPUS_TWIN(AsksForEmptyThenPops) {
    Jobs jobs;
    const auto work = [&] {
        int job = 0;
        if (jobs.try_pop(job)) expect(job == 7);
    };
    together(work, work);
}

CORPUS_BUG(PairInTwoAtomics, Outcome::assertion) {
    std::atomic<int> low = 1, high = 1;
    together(
        [&] {
            low = 2;
            high = 2;
        },
        [&] {
            const int first = low;
            expect(first == high.load(), "half of a change is seen");
        });
}
CORPUS_TWIN(PairInTwoAtomics) {
    std::atomic<LONG64> both = (1LL << 32) | 1;
    together([&] { both = (2LL << 32) | 2; },
             [&] {
                 const LONG64 seen = both;
                 expect(seen >> 32 == (seen & 0xFFFF'FFFF));
             });
}

CORPUS_BUG(InsertsTwiceAfterTwoLookUps, Outcome::assertion) {
    w32::SrwLock lock;
    std::vector<int> keys;
    const auto add_once = [&] {
        bool known = false;
        {
            const w32::SharedGuard hold(lock);
            known = !keys.empty();
        }
        if (known) return;
        const w32::Guard hold(lock);
        keys.push_back(1);
    };
    together(add_once, add_once);
    expect(keys.size() == 1u);
}
CORPUS_TWIN(InsertsTwiceAfterTwoLookUps) {
    w32::SrwLock lock;
    std::vector<int> keys;
    const auto add_once = [&] {
        {
            const w32::SharedGuard hold(lock);
            if (!keys.empty()) return;
        }
        const w32::Guard hold(lock);
        if (keys.empty()) keys.push_back(1);  // looks again
    };
    together(add_once, add_once);
    expect(keys.size() == 1u);
}

}  // namespace
