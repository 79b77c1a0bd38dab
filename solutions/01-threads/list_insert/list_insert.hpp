// SOLUTION L04 - The list insert (the task: labs/01-threads/list_insert/list_insert.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

#include <vector>

struct Node {
    int value;
    Node* next;
};

/// A singly linked list that only grows. push() may be called by any number of threads at once.
struct List {
    SRWLOCK lock = SRWLOCK_INIT;  // whoever reads the head in order to write it holds this
    Shared<Node*> head = nullptr;

    List() = default;
    List(const List&) = delete;
    List& operator=(const List&) = delete;
    /// No other thread uses the list any more.
    ~List() {
        for (const Node* node = head; node != nullptr;) {
            const Node* next = node->next;
            delete node;
            node = next;
        }
    }

    /// Adds a node with this value at the front. When it returns, the node can be reached from the
    /// head, and so can every node that could be reached before.
    void push(int value) {
        Node* node = new Node{value, nullptr};
        ::AcquireSRWLockExclusive(&lock);
        Node* first = head;
        node->next = first;
        head = node;  // still what was read: nobody else could come this far
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// All values, from the head on. Call it when no thread pushes.
    std::vector<int> values() const {
        std::vector<int> found;
        for (const Node* node = head; node != nullptr; node = node->next)
            found.push_back(node->value);
        return found;
    }
};

// DISCUSSION
//
// What is lost?   Both threads read the same head. Each makes its node point there and writes
//                 itself into the head. The second write wins; the node of the first is reachable
//                 from nowhere: no crash, no message, one value less.
// Why a lock?     Read, link, write have to be one step for everybody else. The lock makes them one
//                 only together with the agreement that everybody who does this takes this lock.
// How long?       From the read of the head to the write. Unlocked reading and locked writing is
//                 the tempting mistake: the write is protected, and what it writes is out of date.
//                 `new` stays outside: it needs no protection and may itself wait for a lock.
// Why one lock?   Two locks keep nobody out who holds the other one. The lock belongs to the data -
//                 one per list - not to a thread and not to a node.
// Why not volatile?  It tells the compiler to really read and really write. It says nothing about
//                 what happens between the two. (MSVC adds ordering to it, /volatile:ms; that is
//                 not exclusion either.)
// Exceptions      Nothing throws between acquire and release here. Where something may, the release
//                 belongs into a destructor: w32::Guard, std::lock_guard.
// Without a lock  alternatives/compare_exchange.hpp: writes only if the head is still what was
//                 read, else begins again. Push alone is easy; with a pop beside it the same
//                 address may come back with another node (ABA, chapter 7).
// In the library  std::mutex; and Windows has this very list: InitializeSListHead,
//                 InterlockedPushEntrySList.
