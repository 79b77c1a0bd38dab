// MISTAKE: a class closes the handle, and copies of it close it again: each copy believes to be the
// owner. Here the vector copies when it grows.
// Caught by: Test2 as two-owners
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

/// Closes its handle - but the compiler writes a copy constructor that copies the number.
class Owner {
public:
    explicit Owner(HANDLE raw) noexcept : raw_(raw) {}
    ~Owner() {
        if (raw_ != nullptr) ::CloseHandle(raw_);
    }
    HANDLE get() const noexcept { return raw_; }

private:
    HANDLE raw_;
};

inline Owner start(LPTHREAD_START_ROUTINE routine, INT_PTR number) {
    return Owner(::CreateThread(nullptr, 0, routine, reinterpret_cast<LPVOID>(number), 0, nullptr));
}

/// Sends message `number` on a thread that nobody waits for.
inline void start_messenger(int number) {
    (void)start(&messenger, number);  // the owner that nobody keeps closes the handle here
}

/// Returns when the worker has ended.
inline void finish(const Owner& thread) { ::WaitForSingleObject(thread.get(), INFINITE); }

/// For each number 0 ... count - 1 (count: 1 to 32) starts one worker and one messenger. Returns
/// when the workers have ended, without waiting for a messenger. Each handle it has opened is
/// closed by then, exactly once, and was not used after that.
inline void run_shift(int count) {
    std::vector<Owner> workers;
    for (int number = 0; number < count; ++number) {
        workers.push_back(start(&worker, number));
        start_messenger(number);
    }
    for (const Owner& thread : workers) finish(thread);
}
