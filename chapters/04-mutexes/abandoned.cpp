// What becomes of a mutex whose owner ends?
//
// A thread takes a mutex, changes one of two numbers that belong together, and ends.
//
// Before you run it, write down: does the next wait return at all, and what does it answer?
// Then let two threads wait after the death: which of them is told?
// In the debugger: stop at each saw(); `answer` is 128, then 0.
// Topics: T33 T53
#include "common/demo/demo.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

struct Account {
    int spent = 0;
    int left = 100;  // spent + left == 100 while nobody owns the mutex
};

static void show(const char* when, DWORD answer, const Account& account) {
    lab::saw(std::string(when) +
             (answer == WAIT_ABANDONED ? "WAIT_ABANDONED (128)" : "WAIT_OBJECT_0 (0)") +
             "; spent + left = " + std::to_string(account.spent + account.left));
}

int main() {
    return lab::demo("An abandoned mutex can be had at once, with a warning - once.", [] {
        w32::Mutex mutex;
        Account account;
        lab::doing("a thread takes it, spends 30, and ends before it has counted what is left");
        w32::Thread("dies", [&] {
            (void)mutex.lock();
            account.spent += 30;
        }).join();

        lab::doing("wait for it");
        DWORD answer = ::WaitForSingleObject(mutex.get(), INFINITE);
        show("1st wait: ", answer, account);
        if (answer == WAIT_ABANDONED) account.left = 100 - account.spent;
        w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
        answer = ::WaitForSingleObject(mutex.get(), INFINITE);
        show("2nd wait: ", answer, account);
        w32::check(::ReleaseMutex(mutex.get()), "ReleaseMutex");
        lab::why(
            "The kernel knows that the owner has ended, and does not know what the mutex is for.\n"
            "So it lets the next one in and says that something may be half done. That thread\n"
            "owns the mutex now: it repairs, then releases. Nobody is warned a second time.");
    });
}
