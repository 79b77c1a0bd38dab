// What do two threads of one process share, and what does each have for itself?
//
// Look at one routine that runs on two threads and notes where it finds its code, a global, an
// object on the heap, a local variable and its value in a per-thread slot.
//
// Before you run it, write down for each of the five: same or different in both threads?
// Then make `local` static.
// In the debugger: stop in note_places() on both threads, compare &local and &global in a watch.
// Topics: T02 T03 T05
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <array>
#include <cstdint>

struct Places {
    const void* code = nullptr;
    const void* data = nullptr;
    const void* heap = nullptr;
    const void* stack = nullptr;
    const void* slot = nullptr;
    bool local_in_own_stack = false;
};

static int global = 0;
static int* const on_heap = new int(0);  // lives as long as the process
static const DWORD slot = ::TlsAlloc();  // one index, one value per thread

static DWORD WINAPI note_places(LPVOID argument) {
    int local = 0;
    ::TlsSetValue(slot, &local);
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;
    ::GetCurrentThreadStackLimits(&low, &high);
    const auto address = reinterpret_cast<ULONG_PTR>(&local);
    *static_cast<Places*>(argument) = {reinterpret_cast<const void*>(&note_places),
                                       &global,
                                       on_heap,
                                       &local,
                                       ::TlsGetValue(slot),
                                       low <= address && address < high};
    return 0;
}

static void compare(const char* what, const void* a, const void* b) {
    lab::saw(std::string(what) + (a == b ? "same address in both" : "different"));
}

int main() {
    return lab::demo(
        "Threads share the process's memory; a stack and the slots are their own.", [] {
            w32::check(slot != TLS_OUT_OF_INDEXES, "TlsAlloc");
            lab::doing("run the same routine on two threads at once");
            std::array<Places, 2> seen;
            std::array<w32::Handle, 2> threads;
            std::array<HANDLE, 2> raw{};
            for (std::size_t i = 0; i < 2;
                 ++i) {  // suspended: both stacks exist before either runs
                threads[i] = w32::own(
                    ::CreateThread(nullptr, 0, &note_places, &seen[i], CREATE_SUSPENDED, nullptr),
                    "CreateThread");
                raw[i] = threads[i].get();
            }
            for (const HANDLE thread : raw) ::ResumeThread(thread);
            ::WaitForMultipleObjects(2, raw.data(), TRUE, INFINITE);
            compare("code,  the routine itself:  ", seen[0].code, seen[1].code);
            compare("data,  a global:            ", seen[0].data, seen[1].data);
            compare("heap,  an object from new:  ", seen[0].heap, seen[1].heap);
            compare("stack, a local variable:    ", seen[0].stack, seen[1].stack);
            compare("slot,  the value in it:     ", seen[0].slot, seen[1].slot);
            lab::saw(std::string("each local lies within its own thread's stack: ") +
                     (seen[0].local_in_own_stack && seen[1].local_in_own_stack ? "yes" : "no"));
            lab::why(
                "A process is memory and resources, shared by all its threads. A thread is a\n"
                "stack, registers and a few slots. What is shared needs a lock, what is the\n"
                "thread's own does not - until its address is handed to another thread.");
        });
}
