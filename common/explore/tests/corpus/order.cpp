// order.cpp - one thing must come before another, and nothing makes it.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>
#include <vector>

namespace {

using explore::Outcome;

CORPUS_BUG(StartsTheThreadBeforeItsData, Outcome::data_race) {
    int port = 0;
    int used = 0;
    w32::Thread server([&] { used = port; });
    port = 80;
}
CORPUS_TWIN(StartsTheThreadBeforeItsData) {
    int port = 80;
    int used = 0;
    w32::Thread server([&] { used = port; });
    server.join();
    expect(used == 80);
}

CORPUS_BUG(PointerIsSetAfterTheStart, Outcome::assertion) {
    std::atomic<const char*> name = nullptr;
    w32::Thread greeter([&] { expect(name.load() != nullptr, "used before it was set"); });
    name = "world";
}
CORPUS_TWIN(PointerIsSetAfterTheStart) {
    std::atomic<const char*> name = nullptr;
    w32::Event set(w32::Reset::manual);
    w32::Thread greeter([&] {
        set.wait();
        expect(name.load() != nullptr);
    });
    name = "world";
    set.set();
}

struct Sum {
    int from = 1, to = 3, result = 0;
    static DWORD WINAPI run(void* raw) {
        auto* sum = static_cast<Sum*>(raw);
        for (int i = sum->from; i <= sum->to; ++i) sum->result += i;
        return 0;
    }
};

CORPUS_BUG(ReadsTheResultBeforeTheJoin, Outcome::data_race) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    expect(sum.result == 6);
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}
CORPUS_TWIN(ReadsTheResultBeforeTheJoin) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    expect(sum.result == 6);
    ::CloseHandle(thread);
}

CORPUS_BUG(SleepsInsteadOfJoining, Outcome::data_race) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    ::Sleep(1000);  // "it is long done by then"
    expect(sum.result == 6);
    ::CloseHandle(thread);
}
CORPUS_TWIN(SleepsInsteadOfJoining) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    expect(sum.result == 6);
    ::CloseHandle(thread);
}

CORPUS_BUG(TimeOutIsTakenForTheEnd, Outcome::data_race) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    ::WaitForSingleObject(thread, 5000);  // nobody looks at what it returned
    expect(sum.result == 6);
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}
CORPUS_TWIN(TimeOutIsTakenForTheEnd) {
    Sum sum;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Sum::run, &sum, 0, nullptr);
    if (::WaitForSingleObject(thread, 5000) == WAIT_OBJECT_0) {
        expect(sum.result == 6);
    } else {
        ::WaitForSingleObject(thread, INFINITE);
    }
    ::CloseHandle(thread);
}

CORPUS_BUG(WaitsForAnyInsteadOfAll, Outcome::data_race) {
    Sum low{1, 2}, high{3, 4};
    const HANDLE threads[] = {::CreateThread(nullptr, 0, &Sum::run, &low, 0, nullptr),
                              ::CreateThread(nullptr, 0, &Sum::run, &high, 0, nullptr)};
    ::WaitForMultipleObjects(2, threads, FALSE, INFINITE);
    expect(low.result + high.result == 10);
    ::WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}
CORPUS_TWIN(WaitsForAnyInsteadOfAll) {
    Sum low{1, 2}, high{3, 4};
    const HANDLE threads[] = {::CreateThread(nullptr, 0, &Sum::run, &low, 0, nullptr),
                              ::CreateThread(nullptr, 0, &Sum::run, &high, 0, nullptr)};
    ::WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    expect(low.result + high.result == 10);
    for (const HANDLE thread : threads) ::CloseHandle(thread);
}

DWORD WINAPI answer(void*) { return 42; }

CORPUS_BUG(AsksForTheExitCodeTooEarly, Outcome::assertion) {
    DWORD code = 0;
    const HANDLE thread = ::CreateThread(nullptr, 0, &answer, nullptr, 0, nullptr);
    ::GetExitCodeThread(thread, &code);
    expect(code == 42u, "259 is STILL_ACTIVE");
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}
CORPUS_TWIN(AsksForTheExitCodeTooEarly) {
    DWORD code = 0;
    const HANDLE thread = ::CreateThread(nullptr, 0, &answer, nullptr, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    ::GetExitCodeThread(thread, &code);
    expect(code == 42u);
    ::CloseHandle(thread);
}

struct Known {
    DWORD id = 0;
    static DWORD WINAPI run(void* raw) {
        return static_cast<Known*>(raw)->id == ::GetCurrentThreadId() ? 1 : 0;
    }
};

CORPUS_BUG(ThreadReadsTheIdItsCreatorStores, Outcome::data_race) {
    Known known;
    DWORD id = 0;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Known::run, &known, 0, &id);
    known.id = id;
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}
CORPUS_TWIN(ThreadReadsTheIdItsCreatorStores) {
    Known known;
    DWORD id = 0;
    DWORD code = 0;
    const HANDLE thread = ::CreateThread(nullptr, 0, &Known::run, &known, CREATE_SUSPENDED, &id);
    known.id = id;
    ::ResumeThread(thread);
    ::WaitForSingleObject(thread, INFINITE);
    ::GetExitCodeThread(thread, &code);
    expect(code == 1u);
    ::CloseHandle(thread);
}

CORPUS_BUG(TakesEveryWakeUpForTheFirst, Outcome::assertion) {
    w32::Event data(w32::Reset::automatic), stop(w32::Reset::automatic);
    std::atomic<int> arrived = 0;
    w32::Thread producer([&] {
        arrived = 1;
        data.set();
    });
    w32::Thread quitter([&] { stop.set(); });
    const HANDLE both[] = {data.get(), stop.get()};
    ::WaitForMultipleObjects(2, both, FALSE, INFINITE);  // which of them it was, is not asked
    expect(arrived.load() == 1);
}
CORPUS_TWIN(TakesEveryWakeUpForTheFirst) {
    w32::Event data(w32::Reset::automatic), stop(w32::Reset::automatic);
    std::atomic<int> arrived = 0;
    w32::Thread producer([&] {
        arrived = 1;
        data.set();
    });
    w32::Thread quitter([&] { stop.set(); });
    const HANDLE both[] = {data.get(), stop.get()};
    if (::WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0)
        expect(arrived.load() == 1);
}

class Task {
public:
    Task() : thread_([this] { step(); }) {}
    int steps() {
        thread_.join();
        return steps_;
    }

private:
    void step() { ++steps_; }
    w32::Thread thread_;
    int steps_ = 0;  // initialized when the thread runs already
};
class LateTask {
public:
    LateTask() : thread_([this] { step(); }) {}
    int steps() {
        thread_.join();
        return steps_;
    }

private:
    void step() { ++steps_; }
    int steps_ = 0;
    w32::Thread thread_;  // last: everything else is there
};

CORPUS_BUG(ThreadMemberBeforeItsData, Outcome::data_race) {
    Task task;
    expect(task.steps() == 1);
}
CORPUS_TWIN(ThreadMemberBeforeItsData) {
    LateTask task;
    expect(task.steps() == 1);
}

}  // namespace
