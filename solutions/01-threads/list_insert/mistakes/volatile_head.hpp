// MISTAKE: the head becomes volatile, "so that each thread sees the other's write".
// Caught by: Test2 as volatile-is-no-lock
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
    Shared<Node* volatile> head = nullptr;

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
