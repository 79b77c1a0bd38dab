// random_kernel_test.cpp - random programs with kernel objects, APCs, timers and completion ports.
#include "common/explore/tests/random_programs.hpp"

namespace {

using random_programs::compare;
using random_programs::kThreads;
using random_programs::program;

struct State {
    State() {
        automatic = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
        manual = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        semaphore = ::CreateSemaphoreW(nullptr, 1, 16, nullptr);  // misuse would end it
        mutex = ::CreateMutexW(nullptr, FALSE, nullptr);
        timer = ::CreateWaitableTimerW(nullptr, FALSE, nullptr);
        port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    }
    ~State() {
        for (HANDLE handle : {automatic, manual, semaphore, mutex, timer, port})
            ::CloseHandle(handle);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    HANDLE automatic, manual, semaphore, mutex, timer, port;
    HANDLE thread[kThreads] = {};
};

constexpr DWORD kSoon = 10;

void wait_any(HANDLE first, HANDLE second, DWORD milliseconds) {
    const HANDLE both[] = {first, second};
    (void)::WaitForMultipleObjects(2, both, FALSE, milliseconds);
}

void act_on_objects(State& state, int, int operation) {
    const HANDLE both[] = {state.automatic, state.manual};
    switch (operation) {
        case 0:
        case 1: ::SetEvent(state.automatic); break;
        case 2: ::SetEvent(state.manual); break;
        case 3: ::ResetEvent(state.manual); break;
        case 4: (void)::WaitForSingleObject(state.automatic, INFINITE); break;
        case 5: (void)::WaitForSingleObject(state.manual, kSoon); break;
        case 6: (void)::WaitForSingleObject(state.semaphore, 0); break;
        case 7: ::ReleaseSemaphore(state.semaphore, 1, nullptr); break;
        case 8: wait_any(state.automatic, state.semaphore, INFINITE); break;
        case 9: wait_any(state.mutex, state.manual, kSoon); break;
        case 10: (void)::WaitForMultipleObjects(2, both, TRUE, kSoon); break;
        default: (void)::WaitForSingleObject(state.mutex, INFINITE); break;  // and abandons it
    }
}

void get_packet(HANDLE port, DWORD milliseconds) {
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* request = nullptr;
    (void)::GetQueuedCompletionStatus(port, &bytes, &key, &request, milliseconds);
}

void set_timer(HANDLE timer, PTIMERAPCROUTINE routine) {
    LARGE_INTEGER due{};
    due.QuadPart = -100;
    ::SetWaitableTimer(timer, &due, 0, routine, nullptr, FALSE);
}

void act_on_queues(State& state, int thread, int operation) {
    const HANDLE next = state.thread[(thread + 1) % program.threads];
    switch (operation) {
        case 0: ::QueueUserAPC([](ULONG_PTR) {}, next, 0); break;
        case 1: ::SleepEx(kSoon, TRUE); break;
        case 2: ::WaitForSingleObjectEx(state.automatic, kSoon, TRUE); break;
        case 3: ::SetEvent(state.automatic); break;
        case 4: ::PulseEvent(state.automatic); break;
        case 5: set_timer(state.timer, nullptr); break;
        case 6: set_timer(state.timer, [](void*, DWORD, DWORD) {}); break;
        case 7: ::CancelWaitableTimer(state.timer); break;
        case 8: wait_any(state.timer, state.automatic, kSoon); break;
        case 9: ::PostQueuedCompletionStatus(state.port, 0, 0, nullptr); break;
        case 10: get_packet(state.port, kSoon); break;
        default: get_packet(state.port, 0); break;
    }
}

struct Turn {
    State* state = nullptr;
    int thread = 0;
};

template <void (*kAct)(State&, int, int)>
DWORD WINAPI act(void* argument) {
    const Turn& turn = *static_cast<Turn*>(argument);
    for (int i = 0; i < program.count[turn.thread]; ++i)
        kAct(*turn.state, turn.thread, program.operation[turn.thread][i]);
    return 0;
}

// All handles are there before the first thread begins.
template <void (*kAct)(State&, int, int)>
void run() {
    State state;
    Turn turns[kThreads];
    for (int t = 0; t < program.threads; ++t) {
        turns[t] = {&state, t};
        state.thread[t] =
            ::CreateThread(nullptr, 0, &act<kAct>, &turns[t], CREATE_SUSPENDED, nullptr);
    }
    for (int t = 0; t < program.threads; ++t) ::ResumeThread(state.thread[t]);
    for (int t = 0; t < program.threads; ++t) ::WaitForSingleObject(state.thread[t], INFINITE);
    for (int t = 0; t < program.threads; ++t) ::CloseHandle(state.thread[t]);
}

TEST(RandomPrograms, WithKernelObjectsAreReducedRightly) {
    compare(run<act_on_objects>, 3, {.early_time_outs = 1, .allow_abandoned = true}, 12);
}
TEST(RandomPrograms, WithLateTimeOutsAreReducedRightly) {
    compare(run<act_on_objects>, 3, {.early_time_outs = 0, .allow_abandoned = true}, 12);
}
TEST(RandomPrograms, WithQueuesAreReducedRightly) {
    compare(run<act_on_queues>, 2, {.early_time_outs = 1, .allow_abandoned = true}, 12);
}

}  // namespace
