// LAB L03 - The handle ledger                                       about 20 minutes
//
// Goal    Every handle is closed once, after its last use. As it stands, some are closed never,
//         some twice, and one wait comes too late.
//
// Given   work() and send_message(), below: they belong to the judge. They may be called by any
//         thread and take as long as they take.
// To do   the places marked TODO. The contract of run_shift() stays as it is.
// Rules   Windows threads (CreateThread or _beginthreadex), raw handles or an owner class of your
//         own in this file; no thread is ended from outside.
//
// Judged  wb check L03   (Visual Studio: Test Explorer, ch01.lab.handle_ledger). The judge keeps
//         the books: where each handle was opened, used and closed. No message is on its way
//         before run_shift() has returned.
// Stuck?  wb hint L03, then notes/01-threads.md#who-closes-what
#pragma once

#include "common/win32/windows.hpp"

#include <vector>

/// Given by the judge: what worker n does.
void work(int number);
/// Given by the judge: what messenger n does. Returns long after run_shift() has.
void send_message(int number);

/// Run on threads of their own.
inline DWORD WINAPI worker(LPVOID argument) {
    work(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}
inline DWORD WINAPI messenger(LPVOID argument) {
    send_message(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}

/// Starts a thread; the caller owns the handle.
inline HANDLE start(LPTHREAD_START_ROUTINE routine, INT_PTR number) {
    return ::CreateThread(nullptr, 0, routine, reinterpret_cast<LPVOID>(number), 0, nullptr);
}

/// Sends message `number` on a thread that nobody waits for.
inline void start_messenger(int number) {
    // TODO 1: the messenger runs on, and of the handle that nobody needs nothing is left.
    start(&messenger, number);
}

/// Returns when the worker has ended.
inline void finish(HANDLE thread) {
    // TODO 2: the worker has ended when this function returns: a wait says so, and succeeds.
    ::CloseHandle(thread);
    ::WaitForSingleObject(thread, INFINITE);
}

/// For each number 0 ... count - 1 (count: 1 to 32) starts one worker and one messenger. Returns
/// when the workers have ended, without waiting for a messenger. Each handle it has opened is
/// closed by then, exactly once, and was not used after that.
inline void run_shift(int count) {
    std::vector<HANDLE> workers;
    for (int number = 0; number < count; ++number) {
        workers.push_back(start(&worker, number));
        start_messenger(number);
    }
    for (const HANDLE thread : workers) finish(thread);
    // TODO 3: each handle has one place that closes it; this is one too many, or finish() is.
    for (const HANDLE thread : workers) ::CloseHandle(thread);
}
