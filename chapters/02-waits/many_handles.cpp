// How does one wait for more than 64 objects?
//
// Look at a hundred threads: one call for all of them, then two calls, and the thread pool for any.
//
// Before you run it, write down: does it matter which 64 of them are waited for first?
// Then give the pool a thousand events.
// In the debugger: stop in callback() and open the Threads window: whose threads are these?
// Topics: T30 T31 M13 M23
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <vector>

constexpr std::size_t kCount = 100;

static void wait_for_threads() {
    lab::doing("wait for the end of 100 threads");
    std::vector<w32::Thread> threads;
    std::vector<HANDLE> handles;
    for (std::size_t i = 0; i < kCount; ++i) {
        threads.emplace_back([] {});
        handles.push_back(threads.back().get());
    }
    const DWORD answer = ::WaitForMultipleObjects(kCount, handles.data(), TRUE, INFINITE);
    lab::saw(std::string("in one call: ") + (answer == WAIT_FAILED ? "WAIT_FAILED" : "?"));
    for (std::size_t first = 0; first < kCount; first += MAXIMUM_WAIT_OBJECTS) {
        const std::size_t count = std::min<std::size_t>(kCount - first, MAXIMUM_WAIT_OBJECTS);
        (void)w32::wait_all({handles.data() + first, count}, w32::forever);
        lab::saw("the next " + std::to_string(count) + ": ended");
    }
}

struct Seen {
    w32::Event all{w32::Reset::manual};
    volatile LONG left = kCount;
};

static void CALLBACK callback(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WAIT, TP_WAIT_RESULT) {
    Seen& seen = *static_cast<Seen*>(context);
    if (::InterlockedDecrement(&seen.left) == 0) seen.all.set();
}

static void wait_in_the_pool() {
    lab::doing("let the thread pool wait for 100 events, and set each");
    Seen seen;
    std::vector<w32::Event> events;
    std::vector<PTP_WAIT> waits;
    for (std::size_t i = 0; i < kCount; ++i) {
        events.emplace_back(w32::Reset::manual);
        waits.push_back(::CreateThreadpoolWait(&callback, &seen, nullptr));
        w32::check(waits.back() != nullptr, "CreateThreadpoolWait");
        ::SetThreadpoolWait(waits.back(), events.back().get(), nullptr);
    }
    for (w32::Event& event : events) event.set();
    seen.all.wait();
    for (const PTP_WAIT wait : waits) {
        ::WaitForThreadpoolWaitCallbacks(wait, FALSE);
        ::CloseThreadpoolWait(wait);
    }
    lab::saw("callbacks: " + std::to_string(kCount - static_cast<std::size_t>(seen.left)));
}

int main() {
    return lab::demo("64 is the limit of one call, not of a program.", [] {
        wait_for_threads();
        wait_in_the_pool();
        lab::why(
            "An ended thread stays signaled, so \"all of 64, then all of the rest\" is \"all\".\n"
            "For any of many objects the pool's own threads wait, and call back for each one. A\n"
            "counter and one event would do as well: a hundred ends make one object.");
    });
}
