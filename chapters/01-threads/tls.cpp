// Where does a thread keep what only it may see?
//
// Look at one slot that three threads use at once, and at the clean-up when each of them ends.
//
// Before you run it, write down: what does a new thread find in a slot that others have filled?
// Then use TlsAlloc instead of FlsAlloc: who deletes the counters?
// In the debugger: stop in count_own() on each thread and watch `own`: three addresses, one slot.
// Topics: M22
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <array>

struct Counter {
    int value = 0;
};

static volatile LONG deleted = 0;

// Runs on the thread that ends, if its slot is not empty. TlsAlloc has no such callback.
static void WINAPI delete_counter(void* counter) {
    delete static_cast<Counter*>(counter);
    ::InterlockedIncrement(&deleted);
}

static const DWORD slot = ::FlsAlloc(&delete_counter);

struct Job {
    int steps = 0;
    int counted = 0;
    bool slot_was_empty = false;
};

static DWORD WINAPI count_own(LPVOID argument) {
    Job& job = *static_cast<Job*>(argument);
    job.slot_was_empty = ::FlsGetValue(slot) == nullptr;
    auto* const own = new Counter;
    ::FlsSetValue(slot, own);
    // As if deep inside a library: nobody passes the counter along, the slot does.
    for (int i = 0; i < job.steps; ++i) ++static_cast<Counter*>(::FlsGetValue(slot))->value;
    job.counted = own->value;
    return 0;
}

int main() {
    return lab::demo("One slot, one value per thread - and a callback that cleans up.", [] {
        w32::check(slot != FLS_OUT_OF_INDEXES, "FlsAlloc");
        lab::doing("three threads count 100, 200 and 300 steps in the same slot");
        std::array<Job, 3> jobs{{{100}, {200}, {300}}};
        std::array<w32::Handle, 3> threads;
        std::array<HANDLE, 3> raw{};
        for (std::size_t i = 0; i < 3; ++i) {
            raw[i] = ::CreateThread(nullptr, 0, &count_own, &jobs[i], 0, nullptr);
            threads[i] = w32::own(raw[i], "CreateThread");
        }
        ::WaitForMultipleObjects(3, raw.data(), TRUE, INFINITE);
        for (const Job& job : jobs)
            lab::saw("counted " + std::to_string(job.counted) +
                     ", slot empty at first: " + (job.slot_was_empty ? "yes" : "no"));
        lab::saw("counters deleted by the callback: " + std::to_string(deleted));
        lab::why(
            "A slot is an index into an array that each thread has. thread_local is the same in\n"
            "the language, with constructors and destructors. FLS is TLS with a callback, and its\n"
            "values follow a fiber to whichever thread runs it, hence the name.");
    });
}
