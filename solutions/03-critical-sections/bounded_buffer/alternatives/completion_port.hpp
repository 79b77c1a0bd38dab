// ALTERNATIVE: two completion ports: a packet is an item, or a free place. Windows keeps the queue.
#pragma once

#include "common/win32/windows.hpp"

/// A queue of limited length. put() and take() may be called by any number of threads at once.
struct BoundedBuffer {
    static constexpr int kMost = 4;
    const int capacity;  // 1 to kMost
    HANDLE items;        // one packet for each item, which is its key; first in, first out
    HANDLE places;       // one packet for each free place

    explicit BoundedBuffer(int most) : capacity(most) {
        items = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
        places = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
        for (int place = 0; place < capacity; ++place)
            ::PostQueuedCompletionStatus(places, 0, 0, nullptr);
    }
    ~BoundedBuffer() {
        ::CloseHandle(items);
        ::CloseHandle(places);
    }
    BoundedBuffer(const BoundedBuffer&) = delete;
    BoundedBuffer& operator=(const BoundedBuffer&) = delete;

    /// Adds an item behind the others. Blocks, without using the processor, while it is full.
    void put(int item) {
        (void)next_packet(places);
        ::PostQueuedCompletionStatus(items, 0, static_cast<ULONG_PTR>(item), nullptr);
    }

    /// Takes the oldest item out. Blocks, without using the processor, while it is empty.
    int take() {
        const int item = static_cast<int>(next_packet(items));
        ::PostQueuedCompletionStatus(places, 0, 0, nullptr);
        return item;
    }

private:
    static ULONG_PTR next_packet(HANDLE port) {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        ::GetQueuedCompletionStatus(port, &bytes, &key, &request, INFINITE);
        return key;
    }
};
