// What does the way into the kernel cost, and the way to another process?
//
// The first rows take and release one lock on one thread, over and over; nobody else wants it. So
// the difference between the first two and the rest is the price of the kernel. The last rows hand
// a turn to another thread or process and wait until it comes back: two hand-offs each.
// Not measured: contention (several threads that want one lock at the same time).
// Read the times in relation to each other, on one machine and system. Under Wine a mutex is
// served by another process, so each call is a hand-off there: its figures say nothing about
// Windows.
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/process.hpp"
#include "common/win32/thread.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace {

constexpr wchar_t kSwitch[] = L"--partner=";

std::wstring name_of(const wchar_t* what, const std::wstring& tag) {
    return std::wstring(L"Local\\workbook.bench.mutexes.") + what + L"." + tag;
}

std::wstring own_tag() { return std::to_wstring(::GetCurrentProcessId()); }

void no_lock(benchmark::State& state) {
    int counter = 0;
    for ([[maybe_unused]] auto step : state) benchmark::DoNotOptimize(++counter);
}
BENCHMARK(no_lock)->Name("take+release: nothing");

void critical_section(benchmark::State& state) {
    w32::CriticalSection section;
    for ([[maybe_unused]] auto step : state) {
        section.lock();
        section.unlock();
    }
}
BENCHMARK(critical_section)->Name("take+release: critical section");

void take_and_release(benchmark::State& state, w32::Mutex& mutex) {
    for ([[maybe_unused]] auto step : state) {
        (void)mutex.lock();
        mutex.unlock();
    }
}

void mutex_without_name(benchmark::State& state) {
    w32::Mutex mutex;
    take_and_release(state, mutex);
}
BENCHMARK(mutex_without_name)->Name("take+release: mutex")->UseRealTime();

void mutex_with_name(benchmark::State& state) {
    w32::Mutex mutex(name_of(L"mutex", own_tag()).c_str());
    take_and_release(state, mutex);
}
BENCHMARK(mutex_with_name)->Name("take+release: mutex with a name")->UseRealTime();

/// Taken before: each wait only counts, and is a call into the kernel all the same.
void owned_mutex(benchmark::State& state) {
    w32::Mutex mutex;
    (void)mutex.lock();
    take_and_release(state, mutex);
    mutex.unlock();
}
BENCHMARK(owned_mutex)->Name("take+release: mutex that we own already")->UseRealTime();

/// Two sides that take turns. A mutex cannot hand a turn to a certain thread; an event can.
struct Turns {
    w32::Event there, back, stop;

    explicit Turns(const std::wstring& tag)
        : there(w32::Reset::automatic, name_of(L"there", tag).c_str()),
          back(w32::Reset::automatic, name_of(L"back", tag).c_str()),
          stop(w32::Reset::manual, name_of(L"stop", tag).c_str()) {}

    void answer() {
        const HANDLE either[] = {stop.get(), there.get()};
        while (w32::wait_any(either, w32::forever).index != 0) back.set();
    }
    void ask(benchmark::State& state) {
        for ([[maybe_unused]] auto step : state) {
            there.set();
            back.wait();
        }
    }
};

void to_a_thread(benchmark::State& state) {
    Turns turns(own_tag() + L".thread");
    w32::Thread partner("answers", [&] { turns.answer(); });
    turns.ask(state);
    turns.stop.set();
}
BENCHMARK(to_a_thread)->Name("hand-off: to a thread and back")->UseRealTime();

void to_a_process(benchmark::State& state) {
    Turns turns(own_tag() + L".process");
    w32::Job job;  // ends the partner with this function, whatever happens
    w32::ProcessOptions options;
    options.job = &job;
    const std::wstring arguments[] = {kSwitch + own_tag() + L".process"};
    w32::Process partner(w32::command_line(w32::this_program(), arguments), options);
    turns.there.set();  // its start is not what we measure
    const HANDLE either[] = {turns.back.get(), partner.get()};
    if (w32::wait_any(either, w32::forever).index != 0) {
        state.SkipWithError("the second process has ended");
        return;
    }
    turns.ask(state);
    turns.stop.set();
    partner.wait();
}
BENCHMARK(to_a_process)->Name("hand-off: to a process and back")->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    const std::wstring_view line = ::GetCommandLineW();
    if (const std::size_t at = line.find(kSwitch); at != line.npos) {
        Turns(std::wstring(line.substr(at + std::size(kSwitch) - 1))).answer();
        return 0;
    }
    benchmark::AddCustomContext("platform", w32::platform_name());
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
