// SOLUTION L24 - Collapsed signals
// (the task: labs/06-events/collapsed_signals/collapsed_signals.hpp)
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Holds letters until they are taken. put() and take() may be called by any number of threads at
/// once, and never more than kMost letters lie in it.
struct Mailbox {
    static constexpr unsigned kMost = 4;
    HANDLE filled = ::CreateSemaphoreW(nullptr, 0, kMost, nullptr);  // counts the letters
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
        ::AcquireSRWLockExclusive(&lock);
        letters[in % kMost] = letter;
        ++in;
        ::ReleaseSRWLockExclusive(&lock);
        // After the letter lies there: whoever is let in by this finds it.
        ::ReleaseSemaphore(filled, 1, nullptr);
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

// DISCUSSION
//
// Why a semaphore?  A letter is a unit, and units are counted. Two puts make two, and two waits
//                 take two, whoever comes first. An automatic event is a flag: set twice it is set,
//                 and one wait clears it.
// Is a signal lost when nobody waits?  No: the first SetEvent was kept, for as long as it took. It
//                 is the second one that fell on a set flag and changed nothing.
// Which maximum?  At least as many as there can ever be at the same time. Above it ReleaseSemaphore
//                 fails with ERROR_TOO_MANY_POSTS, and a letter lies there that nobody is told of.
// Why after the lock?  The letter has to lie there before anybody is let in. Whether the lock is
//                 still held at that moment is a matter of taste.
// With the event  A flag can only say "there are some". Then it has to be true whenever there are
//                 some: it is set and reset under the lock, together with the change
//                 (alternatives/manual_event.hpp), or whoever leaves letters behind sets it again
//                 (alternatives/passes_it_on.hpp). Either way who comes through looks again,
//                 because another taker may have been faster.
// One taker only  may empty the box each time it wakes, and then one signal for many letters is
//                 just right - cheaper than one per letter. That is what "drain" means; it ends
//                 with the second taker.
// In the library  std::counting_semaphore; or a condition variable, where the count is yours
//                 (alternatives/condition_variable.hpp).
