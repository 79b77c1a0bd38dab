// MISTAKE: the semaphore is released first; the taker it lets in may find no letter.
// Caught by: Test3 as empty-handed
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Holds letters until they are taken. put() and take() may be called by any number of threads at
/// once, and never more than kMost letters lie in it.
struct Mailbox {
    static constexpr unsigned kMost = 4;
    HANDLE filled = ::CreateSemaphoreW(nullptr, 0, kMost, nullptr);
    SRWLOCK lock = SRWLOCK_INIT;
    Shared<int> letters[kMost] = {};  // from here on `lock` guards everything
    Shared<unsigned> in = 0;          // how many have been put in
    Shared<unsigned> out = 0;         // how many have been taken out

    Mailbox() = default;
    ~Mailbox() { ::CloseHandle(filled); }
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// Puts a letter behind the others. Does not wait for a taker.
    void put(int letter) {
        ::ReleaseSemaphore(filled, 1, nullptr);
        ::AcquireSRWLockExclusive(&lock);
        letters[in % kMost] = letter;
        ++in;
        ::ReleaseSRWLockExclusive(&lock);
    }

    /// Takes the oldest letter out. Blocks, without using the processor, while there is none.
    int take() {
        ::WaitForSingleObject(filled, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
        const int letter = letters[out % kMost];
        ++out;
        ::ReleaseSRWLockExclusive(&lock);
        return letter;
    }
};
