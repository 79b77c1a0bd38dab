// SOLUTION L03 - The handle ledger (the task: labs/01-threads/handle_ledger/handle_ledger.hpp)
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
    // The thread keeps its object alive as long as it runs; our handle is not needed for that.
    ::CloseHandle(start(&messenger, number));
}

/// Returns when the worker has ended; takes the handle over and closes it.
inline void finish(HANDLE thread) {
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);  // after its last use, and nowhere else
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
}

// DISCUSSION
//
// What is closed?  A handle is this process's reference to a thread object. The running thread is
//                 another reference, of its own. CloseHandle drops the first, ExitThread (a return
//                 from the thread function) the second; the object goes with the last one.
// Why so early?   Who needs neither the end nor the exit code nor the priority of a thread closes
//                 its handle on the line that creates it. Nothing changes for the thread.
// Why not later?  "When the process ends" closes everything too. A server that starts a thread per
//                 request ends months later; its handle table grows until then.
// Why is twice worse than never?  A leak costs memory. The second CloseHandle fails with
//                 ERROR_INVALID_HANDLE - or it succeeds, because the value has been given to
//                 somebody else's file in between. That failure shows up far from its cause. Under
//                 a debugger the failing call raises an exception: leave that switched on.
// A failed wait   returns at once, with WAIT_FAILED. Code that ignores the answer goes on as if the
//                 thread had ended.
// One owner       finish() takes the handle over, so the loop in run_shift() must not close it.
//                 With more than one path through a function such rules are hard to keep by hand:
//                 alternatives/move_only_owner.hpp lets a destructor keep it. An owner that can be
//                 copied breaks it again (mistakes/copyable_owner.hpp).
// In the workbook  w32::Handle is that owner, from chapter 2 on. In the library std::thread owns
//                 its thread: detach() is the CloseHandle of start_messenger(), join() is finish(),
//                 and forgetting both ends the process - a loud leak.
// Processes       CreateProcess opens two handles, hThread and hProcess; both rules hold for both.
