// LAB L05 - The busy loop                                           about 15 minutes
//
// Goal    The caller gets its result and sleeps until then. As it stands, it burns a processor -
//         perhaps the one that the worker could use.
//
// Given   compute(), below: it belongs to the judge. It may be called by any thread, takes as long
//         as it takes, and may return any DWORD.
// To do   the places marked TODO. The contract of run() stays as it is. Adding members to Task is
//         allowed, and `done` may go or change.
// Rules   Windows threads (CreateThread or _beginthreadex) and WaitFor... functions; no Sleep. A
//         wait in slices is allowed; slices below 50 ms are a poll.
//
// Judged  wb check L05   (Visual Studio: Test Explorer, ch02.lab.busy_loop). The judge records
//         every call. The computation ends only when you wait for it - or when it is plain that you
//         will not.
// Stuck?  wb hint L05, then notes/02-waits.md#how-does-one-wait
#pragma once

#include "common/win32/windows.hpp"

/// Given by the judge. The result for this number.
DWORD compute(int number);

/// Belongs to the caller of run(), and outlives the thread.
struct Task {
    int number = 0;
    DWORD result = 0;
    bool done = false;
};

/// Runs on a thread of its own.
inline DWORD WINAPI worker(LPVOID argument) {
    Task& task = *static_cast<Task*>(argument);
    task.result = compute(task.number);
    task.done = true;
    return 0;
}

/// Computes on another thread. Blocks, without using the processor, until that thread has ended;
/// returns its result. Its handle is closed by then.
inline DWORD run(Task& task) {
    const HANDLE thread = ::CreateThread(nullptr, 0, &worker, &task, 0, nullptr);
    // TODO 1: the system lets this thread rest until the other one has ended.
    while (!task.done) {
    }
    // TODO 2: the result is read after that, and not before.
    const DWORD result = task.result;
    ::CloseHandle(thread);
    return result;
}
