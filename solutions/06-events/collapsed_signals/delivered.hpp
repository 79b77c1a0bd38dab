// LAB L24 - Collapsed signals                                       about 25 minutes
//
// Goal    Each letter that is put in is taken out, once. As it stands, a taker waits for ever while
//         letters lie there.
//
// Given   Mailbox: a lock, a ring of letters, an event that says "there is one". Members may be
//         added or replaced. Shared<T> is T; it tells the judge of each access where the compiler
//         cannot.
// To do   the places marked TODO. The contracts of put() and take() stay as they are.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex> or <semaphore>: the judge
//         cannot look into it.
//
// Judged  wb check L24   (Visual Studio: Test Explorer, ch06.lab.collapsed_signals). The judge lets
//         up to three threads put and take in every order that their steps can come in; wb replay
//         L24 runs the first order that fails again.
// Stuck?  wb hint L24, then notes/06-events.md#is-a-signal-lost-when-nobody-waits
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Holds letters until they are taken. put() and take() may be called by any number of threads at
/// once, and never more than kMost letters lie in it.
struct Mailbox {
    static constexpr unsigned kMost = 4;
    // TODO 1: an object that knows how many letters there are - or two that know it together.
    HANDLE filled = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
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
        // TODO 2: each letter is told of, even if nobody has noticed the one before yet.
        ::SetEvent(filled);
    }

    /// Takes the oldest letter out. Blocks, without using the processor, while there is none.
    int take() {
        // TODO 3: whoever goes on here has a letter for himself, and nobody waits beside a letter.
        ::WaitForSingleObject(filled, INFINITE);
        ::AcquireSRWLockExclusive(&lock);
        const int letter = letters[out % kMost];
        ++out;
        ::ReleaseSRWLockExclusive(&lock);
        return letter;
    }
};
