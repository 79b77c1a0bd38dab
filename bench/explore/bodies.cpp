// bodies.cpp - small programs in plain Win32, so that the figures are the explorer's alone.
#include "bench/explore/bodies.hpp"

#include "common/win32/windows.hpp"

#include <atomic>

namespace bodies {
namespace {

CRITICAL_SECTION section;
LONG count;
CRITICAL_SECTION forks[3];
HANDLE jobs;
int next_job;
LONG volatile done;
std::atomic<int> x, y;

template <int kThreads>
void run(LPTHREAD_START_ROUTINE entry) {
    HANDLE threads[kThreads];
    for (ULONG_PTR i = 0; i < kThreads; ++i)
        threads[i] = ::CreateThread(nullptr, 0, entry, reinterpret_cast<void*>(i), 0, nullptr);
    ::WaitForMultipleObjects(kThreads, threads, TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}

DWORD WINAPI count_twice(LPVOID) {
    for (int i = 0; i < 2; ++i) {
        ::EnterCriticalSection(&section);
        ++count;
        ::LeaveCriticalSection(&section);
    }
    return 0;
}

template <int kThreads>
void section_counter() {
    ::InitializeCriticalSection(&section);
    count = 0;
    run<kThreads>(&count_twice);
    ::DeleteCriticalSection(&section);
}

DWORD WINAPI eat(LPVOID number) {
    const auto left = reinterpret_cast<ULONG_PTR>(number);
    const ULONG_PTR right = (left + 1) % 3;
    CRITICAL_SECTION* first = &forks[left < right ? left : right];
    CRITICAL_SECTION* second = &forks[left < right ? right : left];
    ::EnterCriticalSection(first);
    ::EnterCriticalSection(second);
    ::LeaveCriticalSection(second);
    ::LeaveCriticalSection(first);
    return 0;
}

DWORD WINAPI work(LPVOID) {
    for (;;) {
        ::WaitForSingleObject(jobs, INFINITE);
        ::EnterCriticalSection(&section);
        const int job = next_job;
        if (job > 0) next_job = job - 1;
        ::LeaveCriticalSection(&section);
        if (job <= 0) return 0;
        ::InterlockedIncrement(&done);
    }
}

DWORD WINAPI store_then_load(LPVOID number) {
    std::atomic<int>& mine = number == nullptr ? x : y;
    std::atomic<int>& other = number == nullptr ? y : x;
    mine.store(1, std::memory_order_release);
    (void)other.load(std::memory_order_acquire);
    return 0;
}

}  // namespace

void section_counter_2x2() { section_counter<2>(); }
void section_counter_3x2() { section_counter<3>(); }

void philosophers_3x1() {
    for (CRITICAL_SECTION& fork : forks) ::InitializeCriticalSection(&fork);
    run<3>(&eat);
    for (CRITICAL_SECTION& fork : forks) ::DeleteCriticalSection(&fork);
}

void pool_4x4() {
    ::InitializeCriticalSection(&section);
    next_job = 4;
    jobs = ::CreateSemaphoreW(nullptr, 8, 8, nullptr);
    run<4>(&work);
    ::CloseHandle(jobs);
    ::DeleteCriticalSection(&section);
}

void store_buffering() { run<2>(&store_then_load); }

}  // namespace bodies
