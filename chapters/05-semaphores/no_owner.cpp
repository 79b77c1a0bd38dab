// Who has a semaphore's unit?
//
// Do three things with a mutex and with a semaphore of one unit: wait twice on one thread, release
// on a thread that has nothing, and end a thread that has it.
//
// Before you run it, write down the six answers.
// Then let the thread that ends release first.
// In the debugger: stop in the second wait; with INFINITE instead of 0, Threads shows who waits -
// and no window can show for whom.
// Topics: T57
#include "common/demo/demo.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

static std::string answer(DWORD waited) {
    switch (waited) {
        case WAIT_OBJECT_0: return "WAIT_OBJECT_0";
        case WAIT_ABANDONED: return "WAIT_ABANDONED";
        case WAIT_TIMEOUT: return "WAIT_TIMEOUT";
        default: return "WAIT_FAILED";
    }
}

static std::string look(HANDLE object) { return answer(::WaitForSingleObject(object, 0)); }

static void on_another_thread(const char* name, void (*body)(HANDLE), HANDLE object) {
    w32::Thread(name, [&] { body(object); }).join();
}

static void wait_twice(HANDLE mutex, HANDLE unit) {
    lab::doing("wait for each of them twice, on one thread");
    const std::string mutex_first = look(mutex);
    lab::saw("mutex:     " + mutex_first + ", " + look(mutex));
    const std::string unit_first = look(unit);
    lab::saw("semaphore: " + unit_first + ", " + look(unit));
}

static void release_elsewhere(HANDLE mutex, HANDLE unit) {
    lab::doing("release each of them on a thread that has never waited");
    on_another_thread(
        "releases",
        [](HANDLE object) {
            lab::saw(std::string("mutex:     ") +
                     (::ReleaseMutex(object) ? "TRUE" : "FALSE, error 288"));
        },
        mutex);
    on_another_thread(
        "releases",
        [](HANDLE object) {
            lab::saw(std::string("semaphore: ") +
                     (::ReleaseSemaphore(object, 1, nullptr) ? "TRUE" : "FALSE"));
        },
        unit);
    ::ReleaseMutex(mutex);
    ::ReleaseMutex(mutex);
}

static void end_with_it(HANDLE mutex, HANDLE unit) {
    lab::doing("end a thread that has taken both, then wait for each");
    const auto take = [](HANDLE object) { (void)::WaitForSingleObject(object, 0); };
    on_another_thread("ends with it", take, mutex);
    on_another_thread("ends with it", take, unit);
    lab::saw("mutex:     " + look(mutex));
    lab::saw("semaphore: " + look(unit));
    ::ReleaseMutex(mutex);
}

int main() {
    return lab::demo("A mutex has an owner. A semaphore has a number.", [] {
        w32::Mutex mutex;
        w32::Semaphore unit(1, 1);
        wait_twice(mutex.get(), unit.get());
        release_elsewhere(mutex.get(), unit.get());
        end_with_it(mutex.get(), unit.get());
        lab::why(
            "The semaphore keeps a count and nothing else. So it cannot let its holder in again,\n"
            "cannot refuse a stranger's release, and cannot tell that a holder has died. For the\n"
            "same reason one thread can produce what another one uses up.");
    });
}
