// LAB L18 - The pool                                                about 20 minutes
//
// Goal    However an attempt ends, the pool has as many connections afterwards as before. As it
//         stands, each failure costs one for ever, and each retry adds one that does not exist.
//
// Given   ConnectionPool: a semaphore that counts the free connections. Members may be added or
//         replaced. attempt() and Answer belong to the judge.
// To do   the places marked TODO. The contract of run() stays as it is.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex>: the judge cannot look into
//         it.
//
// Judged  wb check L18   (Visual Studio: Test Explorer, ch05.lab.pool). The judge's attempts end in
//         every way that there is, in every order that the steps of up to three threads can come
//         in; wb replay L18 runs the first order that fails again.
// Stuck?  wb hint L18, then notes/05-semaphores.md#who-may-release
#pragma once

#include "common/win32/windows.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    HANDLE free;  // one unit for each connection that nobody uses

    explicit ConnectionPool(LONG most) : free(::CreateSemaphoreW(nullptr, most, most, nullptr)) {}
    ~ConnectionPool() { ::CloseHandle(free); }
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            ::WaitForSingleObject(free, INFINITE);
            const Answer answer = attempt(job);
            // TODO 1: the connection is free again after a failure, too.
            if (answer == Answer::failed) return false;
            // TODO 2: after a busy attempt there is one more free connection, not two.
            if (answer == Answer::busy) ::ReleaseSemaphore(free, 1, nullptr);
            ::ReleaseSemaphore(free, 1, nullptr);
            if (answer == Answer::done) return true;
        }
    }
};
