// ALTERNATIVE: one wait for all workers, then one loop that closes; threads from _beginthreadex,
// whose handle is closed in the same way (only _beginthread closes its own, behind the caller's
// back).
#pragma once

#include "common/win32/windows.hpp"

#include <process.h>

#include <vector>

/// Given by the judge: what worker n does.
void work(int number);
/// Given by the judge: what messenger n does. Returns long after run_shift() has.
void send_message(int number);

/// Run on threads of their own.
inline unsigned __stdcall worker(void* argument) {
    work(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}
inline unsigned __stdcall messenger(void* argument) {
    send_message(static_cast<int>(reinterpret_cast<INT_PTR>(argument)));
    return 0;
}

/// Starts a thread; the caller owns the handle.
inline HANDLE start(unsigned(__stdcall* routine)(void*), INT_PTR number) {
    return reinterpret_cast<HANDLE>(
        ::_beginthreadex(nullptr, 0, routine, reinterpret_cast<void*>(number), 0, nullptr));
}

/// Sends message `number` on a thread that nobody waits for.
inline void start_messenger(int number) { ::CloseHandle(start(&messenger, number)); }

/// For each number 0 ... count - 1 (count: 1 to 32) starts one worker and one messenger. Returns
/// when the workers have ended, without waiting for a messenger. Each handle it has opened is
/// closed by then, exactly once, and was not used after that.
inline void run_shift(int count) {
    std::vector<HANDLE> workers;
    for (int number = 0; number < count; ++number) {
        workers.push_back(start(&worker, number));
        start_messenger(number);
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(workers.size()), workers.data(), TRUE, INFINITE);
    for (const HANDLE thread : workers) ::CloseHandle(thread);
}
