// What does a wait cost that has not to wait, for one object and for many?
//
// waits   1 to 64 objects (n): for any of them, of which the last is signaled; for all of them;
//         and, for comparison, one wait for each. Setting the one event is part of it. The last
//         two rows take and release a mutex that nobody else wants: one that has a name, and one
//         that the thread owns already, for which each wait only counts and is a call into the
//         kernel all the same. The mutex without a name is a row of bench_locks.
//
// Each row is measured step by step in turn with a yardstick, SetEvent and WaitForSingleObject of
// one automatic event. Look at "yardsticks": the median, in medians of the yardstick. Not measured:
// a wait that waits (bench_ping_pong). ns/op holds the reading of the clock.
// Wine asks a server process for each of these calls: its figures say nothing about Windows.
// Chapters: 02 04
#include "bench/signals/compared.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"

namespace {

using namespace bench;
using w32::Event;
using w32::Reset;

struct Objects {
    Objects(std::size_t count, Reset reset) {
        for (std::size_t i = 0; i < count; ++i) owners.emplace_back(reset);
        for (const Event& event : owners) handles.push_back(event.get());
    }
    DWORD wait(BOOL all) const {
        return ::WaitForMultipleObjects(static_cast<DWORD>(handles.size()), handles.data(), all, 0);
    }
    std::vector<Event> owners;
    std::vector<HANDLE> handles;
};

template <class Step>
Sample beside_one_event(const Step& step) {
    Event one{Reset::automatic};
    return compare([&] { return timed(step); },
                   [&] {
                       return timed([&] {
                           ::SetEvent(one.get());
                           (void)::WaitForSingleObject(one.get(), 0);
                       });
                   });
}

template <class Look>
Sample look(Objects& objects, DWORD wanted, const Look& look_at_all) {
    DWORD answer = wanted;
    const Sample sample = beside_one_event([&] {
        ::SetEvent(objects.handles.back());
        const DWORD now = look_at_all();
        if (now != wanted) answer = now;
    });
    return answer == wanted ? sample
                            : Sample::nothing("a wait has answered " + std::to_string(answer));
}

Sample for_any(std::size_t count) {
    Objects objects(count, Reset::automatic);
    const DWORD last = WAIT_OBJECT_0 + static_cast<DWORD>(count - 1);
    return look(objects, last, [&] { return objects.wait(FALSE); });
}

Sample for_all(std::size_t count) {
    Objects objects(count, Reset::manual);
    for (Event& event : objects.owners) event.set();
    // Which success a wait for all answers is not said; so it is only told from a time-out.
    return look(objects, WAIT_OBJECT_0, [&] {
        const DWORD answer = objects.wait(TRUE);
        return answer < WAIT_OBJECT_0 + objects.handles.size() ? WAIT_OBJECT_0 : answer;
    });
}

Sample one_by_one(std::size_t count) {
    Objects objects(count, Reset::automatic);
    return look(objects, WAIT_OBJECT_0, [&] {
        DWORD answer = WAIT_TIMEOUT;
        for (const HANDLE object : objects.handles) answer = ::WaitForSingleObject(object, 0);
        return answer;
    });
}

Sample take_and_release(const w32::Mutex& mutex) {
    DWORD answer = WAIT_OBJECT_0;
    const Sample sample = beside_one_event([&] {
        const DWORD now = ::WaitForSingleObject(mutex.get(), INFINITE);
        if (now != WAIT_OBJECT_0) answer = now;
        ::ReleaseMutex(mutex.get());
    });
    return answer == WAIT_OBJECT_0
               ? sample
               : Sample::nothing("a wait has answered " + std::to_string(answer));
}

Sample mutex_with_a_name() {
    const std::wstring name =
        L"Local\\workbook.bench.waits." + std::to_wstring(::GetCurrentProcessId());
    return take_and_release(w32::Mutex(name.c_str()));
}

Sample mutex_that_we_own() {
    w32::Mutex mutex;
    (void)mutex.lock();
    const Sample sample = take_and_release(mutex);
    mutex.unlock();
    return sample;
}

void add_for_n(const char* name, Sample (*measure)(std::size_t)) {
    for (const std::size_t n :
         quick() ? std::vector<std::size_t>{1, 64} : std::vector<std::size_t>{1, 4, 16, 64})
        add("waits", name, {{"n", std::to_string(n)}}, [=] { return measure(n); });
}

void add_rows() {
    add_for_n("n times one", &one_by_one);  // n:1 is the yardstick itself
    add_for_n("any of n", &for_any);
    add_for_n("all of n", &for_all);
    add("waits", "mutex with a name", {{"n", "1"}}, &mutex_with_a_name);
    add("waits", "mutex that we own already", {{"n", "1"}}, &mutex_that_we_own);
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_waits", &add_rows); }
