// The judge of lab L06: real objects fire in the order of a script, each kind of answer once, and
// what dispatch() makes of them is written down.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/watchdog.hpp"
#include "common/win32/windows.hpp"

// What the lab may want, before its waits get another name.
#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace {

/// Thrown out of a call of the lab that would be made for ever.
struct Enough {};

constexpr int kCalls = 1000;  // waits of one dispatch(): no script needs more than a hundred
int calls = 0;
constexpr int kTimeOuts = 30;  // in a row: who takes the limit in slices needs twenty
int timed_out = 0;

void count_call() {
    if (++calls > kCalls) throw Enough{};
}

// The script runs on the thread that waits: what is not signaled when the wait begins will never
// be. So a wait without a limit is a look, or it would last for ever.
DWORD finite(DWORD ms) { return ms == INFINITE ? 0 : ms; }
DWORD answered(DWORD answer, DWORD ms) {
    workbook::note_for_a_crash(answer != WAIT_FAILED
                                   ? nullptr
                                   : "The last wait answered WAIT_FAILED (4294967295). Was that "
                                     "taken for an index?");
    if (ms == INFINITE && answer == WAIT_TIMEOUT) throw Enough{};
    if (answer != WAIT_TIMEOUT)
        timed_out = 0;
    else if (ms > 0 && ++timed_out >= kTimeOuts)
        throw Enough{};
    return answer;
}

}  // namespace

// The lab's waits, so that an endless loop of them has an end.
inline DWORD wb_wait_many(DWORD count, const HANDLE* handles, BOOL all, DWORD ms) {
    count_call();
    return answered(::WaitForMultipleObjects(count, handles, all, finite(ms)), ms);
}
inline DWORD wb_wait(HANDLE handle, DWORD ms) {
    count_call();
    return answered(::WaitForSingleObject(handle, finite(ms)), ms);
}
#define WaitForMultipleObjects wb_wait_many
#define WaitForSingleObject wb_wait
#include <which_fired.hpp>  // <>: the build chooses the folder
#undef WaitForMultipleObjects
#undef WaitForSingleObject

#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

using w32::Event;
using w32::Reset;

namespace {

constexpr DWORD kQuiet = 20;
constexpr std::size_t kServices = 40;  // of one dispatch(): no script needs more than ten

struct Service {
    std::size_t index;
    Served how;
    bool operator==(const Service&) const = default;
};

struct Script {
    std::size_t sources = 0;
    std::vector<Service> served;
    std::function<void(std::size_t)> on_serve;
} script;

/// What one call of dispatch() did.
struct Session {
    std::optional<End> end;  // nothing: it would not have ended
    std::vector<Service> served;
};

Session run(
    HANDLE stop, const std::vector<Source>& sources,
    std::function<void(std::size_t)> on_serve = [](std::size_t) {}) {
    script = {sources.size(), {}, std::move(on_serve)};
    calls = timed_out = 0;
    Session session;
    try {
        session.end = dispatch(stop, sources, kQuiet);
    } catch (const Enough&) {
    }
    workbook::note_for_a_crash(nullptr);
    session.served = script.served;
    return session;
}

std::string listed(const std::vector<Service>& served) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(served.size(), 8); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(served[i].index) +
                (served[i].how == Served::abandoned ? " (abandoned)" : "");
    return "Served: " + (served.empty() ? "none" : text) + (served.size() > 8 ? ", ... " : ". ");
}

std::ptrdiff_t times(const Session& session, std::size_t index) {
    return std::count_if(session.served.begin(), session.served.end(),
                         [&](const Service& service) { return service.index == index; });
}

bool was_served_out_of_range(const Session& session) {
    return std::any_of(session.served.begin(), session.served.end(),
                       [](const Service& service) { return service.index >= script.sources; });
}

// What must hold in every script; true if it does.
bool indices_are_right(const Session& session, const std::vector<std::size_t>& wanted) {
    std::vector<std::size_t> got;
    for (const Service& service : session.served) got.push_back(service.index);
    std::sort(got.begin(), got.end());
    if (got == wanted) return true;
    for (const std::size_t index : wanted)
        if (times(session, index) == 0) {
            WB_DIAGNOSE("not-served")
                << listed(session.served) << "Object " << index << " has fired as well. A wait "
                << "takes the signal of an automatic event with it: whoever asks has to serve.";
            return false;
        }
    WB_DIAGNOSE("served-too-often") << listed(session.served) << "Nobody has fired so often.";
    return false;
}

void explain_again(const Session& session) {
    if (session.end)
        WB_DIAGNOSE("wrong-index")
            << listed(session.served) << "Each was to be served once. When an entry is taken out, "
            << "those after it move up: the place in the array is no longer the index in sources.";
    else
        WB_DIAGNOSE("served-again")
            << listed(session.served) << "An ended thread stays signaled. So does a mutex, for "
            << "its owner and, once it is given back, for everybody: left in the array, they end "
            << "every further wait.";
}

// An automatic event, a mutex and a thread each, as the scripts need them.
struct Objects {
    Event stop{Reset::manual};
    Event a{Reset::automatic};
    Event b{Reset::automatic};
    Event c{Reset::automatic};
    w32::Mutex mutex;

    std::vector<Source> events() const {
        return {{a.get(), Kind::event}, {b.get(), Kind::event}, {c.get(), Kind::event}};
    }
    void abandon_mutex() {
        w32::Thread([&] { (void)mutex.lock(); }).join();
    }
    bool mutex_is_free() {
        bool free = false;
        w32::Thread([&] {
            free = mutex.try_lock();
            if (free) mutex.unlock();
        }).join();
        return free;
    }
};

// One event fires again whenever it is served; the others fire once, but for a silent one.
void expect_no_starving(std::size_t greedy, std::size_t silent) {
    Objects objects;
    Event* events[] = {&objects.a, &objects.b, &objects.c};
    for (std::size_t index = 0; index < 3; ++index)
        if (index != silent) events[index]->set();
    const Session session = run(objects.stop.get(), objects.events(), [&](std::size_t index) {
        if (script.served.size() > 12) objects.stop.set();
        if (index == greedy) events[greedy]->set();
    });
    const auto last = session.served.end();
    for (std::size_t index = 0; index < 3; ++index) {
        const auto first = std::find_if(session.served.begin(), last, [&](const Service& service) {
            return service.index == index;
        });
        const auto before = std::count_if(session.served.begin(), first,
                                          [&](const Service& s) { return s.index == greedy; });
        if (index == greedy || index == silent || (first != last && before <= 1)) continue;
        WB_DIAGNOSE("starved")
            << listed(session.served) << "Object " << index << " was signaled all the time, and "
            << "object " << greedy << " was served twice before it. The lowest index wins: an "
            << "object that fires again at once keeps all that come after it waiting, unless it "
            << "goes behind them when it was served.";
        return;
    }
    if (session.end != End::stopped)
        WB_DIAGNOSE("stop-starved")
            << listed(session.served) << "The stop event was set, and an object that fires again "
            << "at once kept it waiting. Whoever must be heard first stands at index 0.";
}

}  // namespace

void serve(std::size_t index, Served how) {
    script.served.push_back({index, how});
    if (index >= script.sources || script.served.size() >= kServices) throw Enough{};
    script.on_serve(index);
}

TEST(Lab_02_WhichFired, Test1_EachIsServed) {
    Objects objects;
    objects.a.set();
    objects.c.set();
    const Session session = run(objects.stop.get(), objects.events(), [&](std::size_t index) {
        if (index == 2) objects.b.set();
        if (index == 1) objects.stop.set();
    });
    if (!indices_are_right(session, {0, 1, 2})) return;
    if (session.end != End::stopped)
        WB_DIAGNOSE("not-stopped") << "The stop event was set, and dispatch() ended for another "
                                   << "reason, or would not have ended.";
}

TEST(Lab_02_WhichFired, Test2_NoAnswerIsTakenForAnother) {
    Objects objects;
    const Session quiet = run(objects.stop.get(), objects.events());
    if (quiet.end != End::quiet || !quiet.served.empty())
        WB_DIAGNOSE("time-out-not-understood")
            << listed(quiet.served) << "Nothing has fired for quiet_ms, and dispatch() has not "
            << "said so."
            << (timed_out < kTimeOuts ? ""
                                      : " The wait answered WAIT_TIMEOUT, and was made again, "
                                        "and again: such a loop has no end.");
    std::vector<Source> sources = objects.events();
    sources[1].handle = reinterpret_cast<HANDLE>(INT_PTR{0x00ABCDE0});
    const Session session = run(objects.stop.get(), sources);
    if (was_served_out_of_range(session))
        WB_DIAGNOSE("failure-taken-for-index")
            << "A handle is none, and the wait answered WAIT_FAILED, 0xFFFFFFFF. That minus "
            << "WAIT_OBJECT_0 is no index; object " << session.served.back().index
            << " was served.";
    else if (!session.end)
        WB_DIAGNOSE("failed-wait-repeated")
            << "A handle is none, and the wait answered WAIT_FAILED; it was made again, " << kCalls
            << " times. It fails at once each time: such a loop burns a processor.";
    else if (session.end != End::failed)
        WB_DIAGNOSE("failure-not-told") << "A handle is none, the wait answered WAIT_FAILED, and "
                                        << "dispatch() has not said so.";
}

TEST(Lab_02_WhichFired, Test3_AnAbandonedMutexIsServed) {
    Objects objects;
    objects.abandon_mutex();
    std::vector<Source> sources = objects.events();
    sources[1] = {objects.mutex.get(), Kind::mutex};
    const Session session = run(objects.stop.get(), sources);
    if (was_served_out_of_range(session))
        WB_DIAGNOSE("abandoned-taken-for-index")
            << "The wait answered WAIT_ABANDONED_0 + 2, which is 130: an answer of its own range, "
            << "with the index in it. Object " << session.served.back().index << " was served.";
    else if (session.end == End::failed || session.served.empty())
        WB_DIAGNOSE("abandoned-taken-for-failure")
            << "The wait answered WAIT_ABANDONED_0 + 2: it has succeeded, and the mutex is ours. "
            << "Who leaves now leaves with it.";
    else if (session.served.front() == Service{1, Served::signaled})
        WB_DIAGNOSE("abandoned-taken-for-signaled")
            << "The mutex was abandoned, and serve() was not told. What it guards may be half "
            << "done.";
    else if (times(session, 1) > 1)
        explain_again(session);
    else if (indices_are_right(session, {1}) && !objects.mutex_is_free())
        WB_DIAGNOSE("mutex-kept") << "dispatch() has returned, and the mutex that it has got by a "
                                  << "wait is still its own: nobody else will ever get it.";
}

TEST(Lab_02_WhichFired, Test4_WhatFiresOnceIsServedOnce) {
    Objects objects;
    w32::Thread ended([] {});
    (void)w32::wait(ended.get(), w32::forever);
    std::vector<Source> sources = objects.events();
    sources[0] = {ended.get(), Kind::thread};
    sources[1] = {objects.mutex.get(), Kind::mutex};  // nobody owns it
    const Session session = run(objects.stop.get(), sources, [&](std::size_t index) {
        if (index == 1) objects.c.set();
    });
    if (times(session, 0) > 1 || times(session, 1) > 1)
        explain_again(session);
    else if (indices_are_right(session, {0, 1, 2}) && !objects.mutex_is_free())
        WB_DIAGNOSE("mutex-kept") << "dispatch() has returned, and the mutex that it has got by a "
                                  << "wait is still its own: nobody else will ever get it.";
}

TEST(Lab_02_WhichFired, Test5_NobodyStarves) {
    for (std::size_t greedy = 0; greedy < 3; ++greedy)
        for (std::size_t silent = 0; silent <= 3 && !HasFailure(); ++silent)  // 3: none is
            if (silent != greedy) expect_no_starving(greedy, silent);
}
