// Five threads, one routine: what does each of them get?
//
// Look at the number that each worker received, at its id, and at the order in which the five
// arrived. Two of the three are the same on every run.
//
// Before you run it, write down: in which order will the five workers arrive?
// Then give all five the address of `i` instead (lab L01 repairs what happens).
// In the debugger: stop in worker(); the Threads window shows who else is there and where.
// Topics: T09 T11 T13
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <array>

constexpr int kWorkers = 5;

struct Arrival {
    volatile LONG place = 0;  // 1: the first of the five
    DWORD id = 0;             // as the worker sees itself
};

static volatile LONG arrived = 0;
static std::array<Arrival, kWorkers> arrivals;

// One pointer comes in, one DWORD goes out: the only form of a thread routine. Here the pointer
// is a number in disguise, so nothing has to stay alive until the worker reads it.
static DWORD WINAPI worker(LPVOID argument) {
    Arrival& mine = arrivals[reinterpret_cast<UINT_PTR>(argument)];
    mine.place = ::InterlockedIncrement(&arrived);
    mine.id = ::GetCurrentThreadId();
    return 0;
}

int main() {
    return lab::demo("Each thread gets its own argument; nobody promises an order.", [] {
        lab::doing("start five threads with the numbers 0 to 4, wait for all");
        std::array<w32::Handle, kWorkers> threads;
        std::array<HANDLE, kWorkers> raw{};
        std::array<DWORD, kWorkers> ids{};
        for (UINT_PTR i = 0; i < kWorkers; ++i) {
            threads[i] = w32::own(::CreateThread(nullptr,  // security: default, not inheritable
                                                 0,        // stack: as the program's header says
                                                 &worker, reinterpret_cast<LPVOID>(i),
                                                 0,  // flags: may run at once
                                                 &ids[i]),
                                  "CreateThread");
            raw[i] = threads[i].get();
        }
        ::WaitForMultipleObjects(kWorkers, raw.data(), TRUE, INFINITE);

        std::string order;
        bool same_ids = true;
        for (int place = 1; place <= kWorkers; ++place)
            for (std::size_t i = 0; i < kWorkers; ++i)
                if (arrivals[i].place == place) order += std::to_string(i) + ' ';
        for (std::size_t i = 0; i < kWorkers; ++i) same_ids &= arrivals[i].id == ids[i];
        lab::saw("every number arrived once: " + std::string(order.size() == 10 ? "yes" : "no"));
        lab::saw("ids from CreateThread and from GetCurrentThreadId agree: " +
                 std::string(same_ids ? "yes" : "no"));
        lab::saw("order of arrival: " + order + " (this run; the next may differ)");
        lab::why(
            "CreateThread makes a thread ready to run and returns. When it runs is the\n"
            "scheduler's choice: before CreateThread returns, or long after.");
    });
}
