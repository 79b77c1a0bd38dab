// LAB L04 - The list insert                                         about 30 minutes
//
// Goal    Two threads push, and no node gets lost. As it stands, one push can undo another.
//
// Given   Node and List. Adding members to List is allowed, and `head` may get another type.
//         Shared<T> is T; it tells the judge of each access where the compiler cannot.
// To do   the places marked TODO. The contract of List stays as it is.
// Rules   any Win32 lock, or none if you can do without; no Sleep. Not std::mutex: the judge cannot
//         look into it.
//
// Judged  wb check L04   (Visual Studio: Test Explorer, ch01.lab.list_insert). The judge runs two
//         threads in every order that their steps can come in, and shows the first one that fails;
//         wb replay L04 runs that one again, on real threads.
// Stuck?  wb hint L04, then notes/01-threads.md#what-can-go-wrong-between-two-instructions
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
    // TODO 1: what push() needs so that its steps are one step for all other threads.
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
        // TODO 2: between the read and the write of the head, nobody else changes it - or who has
        //         read it finds out and begins again.
        Node* first = head;
        node->next = first;
        head = node;
    }

    /// All values, from the head on. Call it when no thread pushes.
    std::vector<int> values() const {
        std::vector<int> found;
        for (const Node* node = head; node != nullptr; node = node->next)
            found.push_back(node->value);
        return found;
    }
};
