// aba.cpp - a value that is the same again, and a world that is not.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

// Nodes 1 and 2 of a list of free nodes; 0 is its end.
struct FreeList {
    std::atomic<LONG> head = 1;
    std::atomic<LONG> next[3] = {0, 2, 0};
    std::atomic<int> owners[3] = {};

    LONG pop() {
        LONG top = head;
        while (top != 0 && !head.compare_exchange_strong(top, next[top].load())) {
        }
        if (top != 0) expect(++owners[top] == 1, "a node with two owners");
        return top;
    }
    void push(LONG node) {
        --owners[node];
        LONG top = head;
        do next[node] = top;
        while (!head.compare_exchange_strong(top, node));
    }
};

// The same with a count of all changes next to the head.
struct VersionedFreeList {
    std::atomic<LONG64> head = 1;
    std::atomic<LONG> next[3] = {0, 2, 0};
    std::atomic<int> owners[3] = {};

    static LONG node_of(LONG64 value) { return static_cast<LONG>(value & 0xFFFF); }
    static LONG64 after(LONG64 value, LONG node) { return (((value >> 16) + 1) << 16) | node; }
    LONG pop() {
        LONG64 top = head;
        while (node_of(top) != 0 &&
               !head.compare_exchange_strong(top, after(top, next[node_of(top)]))) {
        }
        if (node_of(top) != 0) expect(++owners[node_of(top)] == 1, "a node with two owners");
        return node_of(top);
    }
    void push(LONG node) {
        --owners[node];
        LONG64 top = head;
        do next[node] = node_of(top);
        while (!head.compare_exchange_strong(top, after(top, node)));
    }
};

template <class List>
void use_list() {
    List list;
    together([&] { list.pop(); },
             [&] {
                 const LONG first = list.pop();
                 list.pop();  // kept
                 if (first != 0) list.push(first);
             });
    list.pop();
}

CORPUS_BUG(FreeListReusesItsHead, Outcome::assertion) { use_list<FreeList>(); }
CORPUS_TWIN(FreeListReusesItsHead) { use_list<VersionedFreeList>(); }

struct Node {
    Node* next = nullptr;
};

CORPUS_BUG(PopsANodeThatIsFreed, Outcome::use_after_free) {
    std::atomic<Node*> head = new Node{new Node};
    const auto pop = [&] {
        Node* top = head;
        while (top != nullptr && !head.compare_exchange_strong(top, top->next)) {
        }
        delete top;
    };
    together(pop, pop);
}
CORPUS_TWIN(PopsANodeThatIsFreed) {
    w32::SrwLock lock;
    Node* head = new Node{new Node};
    const auto pop = [&] {
        Node* top = nullptr;
        {
            const w32::Guard hold(lock);
            top = head;
            if (top != nullptr) head = top->next;
        }
        delete top;
    };
    together(pop, pop);
    expect(head == nullptr);
}

CORPUS_BUG(SameBalanceTwiceMeansNothingHappened, Outcome::assertion) {
    std::atomic<int> balance = 10;
    std::atomic<int> bookings = 0;
    together(
        [&] {
            const int seen = balance;
            const int booked = bookings;
            if (balance.load() == seen) expect(bookings.load() == booked, "there and back again");
        },
        [&] {
            ++bookings;
            balance = 15;
            ++bookings;
            balance = 10;
        });
}
CORPUS_TWIN(SameBalanceTwiceMeansNothingHappened) {
    w32::SrwLock lock;
    int balance = 10, bookings = 0;
    together(
        [&] {
            const w32::SharedGuard hold(lock);
            expect(bookings == (balance == 15 ? 1 : bookings));
        },
        [&] {
            for (const int value : {15, 10}) {
                const w32::Guard hold(lock);
                ++bookings;
                balance = value;
            }
        });
}

}  // namespace
