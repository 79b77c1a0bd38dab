// What does it cost to have something done on another thread?
//
// threads   Each row starts one piece of work that does nothing and waits until it is done, over
//           and over: create and join a thread, or hand over to a pool thread. ns/op is the way to
//           the other thread and back, with the reading of the clock; p50, p99 and longest of it.
//
// The first row is the same nothing, called. Not measured: the work; many threads at once (one is
// alive at a time); a pool's first threads, which each row starts before it counts.
// Read the times in relation to each other, on one machine and system. Wine's threads are Linux
// threads that also register with a server process: its figures say nothing about Windows.
// Chapters: 01
#include "bench/frame/frame.hpp"
#include "common/win32/event.hpp"

#include <benchmark/benchmark.h>
#include <process.h>

#include <thread>

namespace {

DWORD WINAPI nothing(LPVOID) { return 0; }
unsigned __stdcall crt_nothing(void*) { return 0; }

void join(const w32::Handle& thread) {
    w32::check(::WaitForSingleObject(thread.get(), INFINITE) == WAIT_OBJECT_0,
               "WaitForSingleObject");
}

bench::Sample create_thread() {
    return bench::time_each([] {
        join(w32::own(::CreateThread(nullptr, 0, &nothing, nullptr, 0, nullptr), "CreateThread"));
    });
}

bench::Sample begin_thread_ex() {
    return bench::time_each([] {
        const auto raw = ::_beginthreadex(nullptr, 0, &crt_nothing, nullptr, 0, nullptr);
        join(w32::own(reinterpret_cast<HANDLE>(raw), "_beginthreadex"));
    });
}

bench::Sample std_thread() {
    return bench::time_each([] { std::thread([] {}).join(); });
}

/// One work object, submitted again and again: no allocation in between.
bench::Sample pool_work() {
    const PTP_WORK work =
        ::CreateThreadpoolWork([](PTP_CALLBACK_INSTANCE, void*, PTP_WORK) {}, nullptr, nullptr);
    w32::check(work != nullptr, "CreateThreadpoolWork");
    const bench::Sample sample = bench::time_each([work] {
        ::SubmitThreadpoolWork(work);
        ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    });
    ::CloseThreadpoolWork(work);
    return sample;
}

/// A callback of its own each time; it says by an event that it is done.
bench::Sample pool_callback() {
    w32::Event done{w32::Reset::automatic};
    return bench::time_each([&] {
        w32::check(
            ::TrySubmitThreadpoolCallback(
                [](PTP_CALLBACK_INSTANCE, void* event) { static_cast<w32::Event*>(event)->set(); },
                &done, nullptr),
            "TrySubmitThreadpoolCallback");
        done.wait();
    });
}

bench::Sample plain_call() {
    return bench::time_many([] {
        DWORD code = nothing(nullptr);
        benchmark::DoNotOptimize(code);
    });
}

void add_rows() {
    bench::add("threads", "a call, no thread", {}, &plain_call);
    bench::add("threads", "CreateThread, join", {}, &create_thread);
    bench::add("threads", "_beginthreadex, join", {}, &begin_thread_ex);
    bench::add("threads", "std::thread, join", {}, &std_thread);
    bench::add("threads", "SubmitThreadpoolWork, wait for it", {}, &pool_work);
    bench::add("threads", "TrySubmitThreadpoolCallback, event", {}, &pool_callback);
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_threads", &add_rows); }
