// What does it cost to have something done on another thread?
//
// Each row starts one piece of work that does nothing and waits until it is done, over and over.
// Measured: the way to the other thread and back - create and join, or hand over to a pool thread.
// Not measured: the work; many threads at once (one is alive at a time); a pool's first threads,
// which each row starts before it counts.
// Read the times in relation to each other, on one machine and system. Wine's threads are Linux
// threads that also register with a server process: its figures say nothing about Windows.
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"

#include <benchmark/benchmark.h>

#include <process.h>

#include <thread>

namespace {

DWORD WINAPI nothing(LPVOID) { return 0; }
unsigned __stdcall crt_nothing(void*) { return 0; }

void create_thread(benchmark::State& state) {
    for ([[maybe_unused]] auto step : state) {
        const w32::Handle thread =
            w32::own(::CreateThread(nullptr, 0, &nothing, nullptr, 0, nullptr), "CreateThread");
        ::WaitForSingleObject(thread.get(), INFINITE);
    }
}
BENCHMARK(create_thread)->Name("create+join: CreateThread")->UseRealTime();

void begin_thread_ex(benchmark::State& state) {
    for ([[maybe_unused]] auto step : state) {
        const auto raw = ::_beginthreadex(nullptr, 0, &crt_nothing, nullptr, 0, nullptr);
        const w32::Handle thread = w32::own(reinterpret_cast<HANDLE>(raw), "_beginthreadex");
        ::WaitForSingleObject(thread.get(), INFINITE);
    }
}
BENCHMARK(begin_thread_ex)->Name("create+join: _beginthreadex")->UseRealTime();

void std_thread(benchmark::State& state) {
    for ([[maybe_unused]] auto step : state) std::thread([] {}).join();
}
BENCHMARK(std_thread)->Name("create+join: std::thread")->UseRealTime();

/// One work object, submitted again and again: no allocation in between.
void pool_work(benchmark::State& state) {
    const PTP_WORK work =
        ::CreateThreadpoolWork([](PTP_CALLBACK_INSTANCE, void*, PTP_WORK) {}, nullptr, nullptr);
    w32::check(work != nullptr, "CreateThreadpoolWork");
    ::SubmitThreadpoolWork(work);  // the pool's first thread is not what we measure
    ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    for ([[maybe_unused]] auto step : state) {
        ::SubmitThreadpoolWork(work);
        ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    }
    ::CloseThreadpoolWork(work);
}
BENCHMARK(pool_work)->Name("pool: SubmitThreadpoolWork, wait for it")->UseRealTime();

/// A callback of its own each time; it says by an event that it is done.
void pool_callback(benchmark::State& state) {
    w32::Event done{w32::Reset::automatic};
    const auto call = [&] {
        w32::check(
            ::TrySubmitThreadpoolCallback(
                [](PTP_CALLBACK_INSTANCE, void* event) { static_cast<w32::Event*>(event)->set(); },
                &done, nullptr),
            "TrySubmitThreadpoolCallback");
        done.wait();
    };
    call();
    for ([[maybe_unused]] auto step : state) call();
}
BENCHMARK(pool_callback)->Name("pool: TrySubmitThreadpoolCallback, event")->UseRealTime();

/// The yardstick: the same nothing, called.
void plain_call(benchmark::State& state) {
    for ([[maybe_unused]] auto step : state) {
        DWORD code = nothing(nullptr);
        benchmark::DoNotOptimize(code);
    }
}
BENCHMARK(plain_call)->Name("no thread: a call")->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
