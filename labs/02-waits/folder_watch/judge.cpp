// The judge of lab L08: a script changes a real folder where the lab is not looking, ends a real
// child process and sets stop. Whenever the lab goes to sleep, it must have shown what there is.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/testing/scripted_folder.hpp"
#include "common/testing/verdict.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

// What the lab may want, before its calls get another name.
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <thread>
#include <vector>

using Names = std::set<std::wstring>;

namespace {

/// Thrown out of a call of the lab: its diagnosis is told.
struct Enough {};

constexpr int kCalls = 500;   // waits and looks of one watch(): no script needs a hundred
constexpr int kLooks = 8;     // waits in a row that time out: more of them are a poll
constexpr DWORD kGrace = 50;  // only before a diagnosis; the folder tells before its call returns

constexpr char kThreads[] =
    "watch() has more than one thread. One wait takes all: the folder, the child, and stop.";

/// A notification that the lab has opened.
struct Watch {
    int armed_at;       // how many changes there were then; one more has signaled it
    bool told = false;  // a wait has answered with it since
};

/// One call of watch(): what the script does, and what the lab has done. The script runs on the
/// lab's thread, inside its calls; so it is known what has happened before what.
struct Session {
    workbook::ScriptedFolder folder;
    w32::Job job;
    // It never runs a line: for a wait it is a process like any other.
    w32::Process child{w32::quote(w32::this_program()), {.job = &job, .suspended = true}};
    w32::Event stop{w32::Reset::manual}, never{w32::Reset::manual};

    std::deque<std::function<void()>> steps;  // one each time the lab sleeps; the last one stops it
    std::function<void(int)> on_show = [](int) {};  // the nth time, after the folder was read
    int gaps = 0;  // so many times the folder changes before a notification is opened or armed

    DWORD thread = ::GetCurrentThreadId();
    LONG other_threads = 0;
    std::map<HANDLE, Watch> watches;
    int opened = 0;
    int changes = 0;
    int calls = 0;
    int timed_out = 0;  // in a row
    int shows = 0;
    bool woken = false;  // by the folder, which it has not shown since
    Names shown;
    bool ended = false;  // the child
    DWORD exit_code = 0;
    int ends = 0;          // shown
    int taken_before = 0;  // answers of the folder since the child's end or stop is to be served

    void create(const std::wstring& name) { folder.create(name), ++changes; }
    void change() { create(L"file " + std::to_wstring(changes + 1)); }
    void end_child(DWORD code) {
        child.terminate(exit_code = code);
        child.wait();
        ended = true;
    }
    void gap() {
        if (gaps > 0) --gaps, change();
    }
};

Session* session = nullptr;  // the one that runs now

void on_one_thread() {
    if (::GetCurrentThreadId() == session->thread) return;
    // Two threads may not both be in the script: the first other one ends the process.
    if (::InterlockedExchange(&session->other_threads, 1) != 0) session->never.wait();
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string name = std::string(test->test_suite_name()) + '.' + test->name();
    std::printf("%s: [other-thread] %s\n", name.c_str(), kThreads);
    workbook::announce_failure(name, "other-thread", kThreads);
    session->folder.discard();
    ::TerminateProcess(::GetCurrentProcess(), workbook::kFailed);
}

std::string listed(const Names& names) {
    std::string text;
    for (const std::wstring& name : names) text += (text.empty() ? "" : ", ") + w32::to_utf8(name);
    return text.empty() ? "nothing" : text;
}

void explain_unseen(const HANDLE* handles, DWORD count, BOOL all) {
    const std::string seen = "watch() sleeps. It has shown " + listed(session->shown) +
                             "; there is " + listed(session->folder.names()) + ". ";
    const auto* const end = handles + count;
    const auto* const watched = std::find_if(
        handles, end, [](HANDLE handle) { return session->watches.count(handle) != 0; });
    if (session->shows == 0)
        WB_DIAGNOSE("never-looked") << seen << "A notification tells of changes only.";
    else if (watched == end)
        WB_DIAGNOSE("folder-not-in-wait")
            << seen << "This wait is not for the folder, and the next change will not end it.";
    else if (all)
        WB_DIAGNOSE("waits-for-all") << seen << "Only all of the objects together end this wait.";
    else if (session->woken)
        WB_DIAGNOSE("change-not-shown")
            << seen << "The notification has told that there is something new.";
    else if (session->watches[*watched].armed_at < session->changes)
        WB_DIAGNOSE("wrong-filter") << seen << "The notification was armed when that came, and its "
                                    << "filter has not let it through.";
    else if (session->opened > 1)
        WB_DIAGNOSE("lost-in-between")
            << seen << "Between two notifications there is none: what changes then, nobody tells. "
            << "FindNextChangeNotification keeps the one there is.";
    else
        WB_DIAGNOSE("changed-before-watch")
            << seen << "It changed after the first look and before the notification was opened. "
            << "Who opens first and then looks, sees at worst the same thing twice.";
}

// The lab sleeps, until the script does something. False: it has shown all there is.
bool has_missed_something(const HANDLE* handles, DWORD count, BOOL all) {
    if (session->folder.names() == session->shown && (!session->ended || session->ends > 0))
        return false;
    if (::WaitForMultipleObjects(count, handles, all, kGrace) != WAIT_TIMEOUT) return false;
    if (session->folder.names() != session->shown)
        explain_unseen(handles, count, all);
    else
        WB_DIAGNOSE("end-not-awaited") << "The child has ended, and this wait is not for it.";
    return true;
}

// The folder has answered. Once that may be while others wait: who looks at them then hears them.
void look_who_waits() {
    const bool child_waits = session->ended && session->ends == 0;
    const bool is_late = child_waits || w32::signaled_now(session->stop.get());
    if (!is_late || ++session->taken_before <= 1) return;
    WB_DIAGNOSE("starved") << "Two waits have answered with the folder since "
                           << (child_waits ? "the child has ended" : "stop is set")
                           << ", and that is not heard. The lowest index wins, so who must not "
                           << "wait stands before the folder.";
    throw Enough{};
}

void look_at_answer(const HANDLE* handles, DWORD count, DWORD ms, DWORD answer) {
    if (answer == WAIT_FAILED) {
        WB_DIAGNOSE("failed-wait") << "A wait has failed with error " << ::GetLastError() << ".";
        throw Enough{};
    }
    if (answer >= WAIT_OBJECT_0 + count) return;
    const auto watch = session->watches.find(handles[answer - WAIT_OBJECT_0]);
    if (watch == session->watches.end()) return;
    if (watch->second.told && ms == INFINITE) {  // a look may come after the wait
        WB_DIAGNOSE("not-rearmed")
            << "A second wait was ended by the same notification, with nothing new: it stays "
            << "signaled until FindNextChangeNotification. Such a loop never sleeps.";
        throw Enough{};
    }
    if (!watch->second.told) look_who_waits();
    watch->second.told = true;
    session->woken = true;
}

void poll() {
    if (++session->timed_out <= kLooks) return;
    WB_DIAGNOSE("polls") << "Waits with a limit, or a Sleep, that have ended, and nothing had "
                         << "happened. A wait without a limit ends when something does.";
    throw Enough{};
}

void count_call() {
    on_one_thread();
    if (++session->calls <= kCalls) return;
    WB_DIAGNOSE("burns") << kCalls << " waits and looks, and none has waited: something in them "
                         << "stays signaled, and nobody takes it out.";
    throw Enough{};
}

void look_at_objects(const HANDLE* handles, DWORD count) {
    if (std::find(handles, handles + count, INVALID_HANDLE_VALUE) == handles + count) return;
    WB_DIAGNOSE("waits-for-no-folder")
        << "The folder could not be watched, and the answer, INVALID_HANDLE_VALUE, is waited for. "
        << "It is -1, for a wait this very process, which ends when all is over.";
    throw Enough{};
}

void next_step() {
    if (session->steps.empty()) {
        WB_DIAGNOSE("stop-not-awaited") << "stop is signaled, and this wait is not for stop.";
        throw Enough{};
    }
    session->steps.front()();
    session->steps.pop_front();
}

}  // namespace

// The lab's calls: the script comes before or after what they do.

inline DWORD wb_wait_many(DWORD count, const HANDLE* handles, BOOL all, DWORD ms) {
    count_call();
    look_at_objects(handles, count);
    DWORD answer = ::WaitForMultipleObjects(count, handles, all, 0);
    if (answer == WAIT_TIMEOUT && ms != INFINITE) return poll(), answer;
    session->timed_out = 0;
    while (answer == WAIT_TIMEOUT) {
        if (has_missed_something(handles, count, all)) throw Enough{};
        next_step();
        answer = ::WaitForMultipleObjects(count, handles, all, 0);
    }
    look_at_answer(handles, count, ms, answer);
    return answer;
}

inline DWORD wb_wait(HANDLE handle, DWORD ms) { return wb_wait_many(1, &handle, FALSE, ms); }

inline HANDLE wb_open(LPCWSTR path, BOOL subtree, DWORD filter) {
    on_one_thread();
    session->gap();
    const HANDLE change = ::FindFirstChangeNotificationW(path, subtree, filter);
    if (change == INVALID_HANDLE_VALUE) return change;
    session->watches[change] = {session->changes};
    ++session->opened;
    return change;
}

inline BOOL wb_arm(HANDLE change) {
    on_one_thread();
    const auto watch = session->watches.find(change);
    if (watch == session->watches.end()) return ::FindNextChangeNotification(change);
    if (!watch->second.told) {
        WB_DIAGNOSE("armed-twice")
            << "FindNextChangeNotification, and no wait has answered with this notification since "
            << "it was armed last. Each such call has to be followed by a wait that does, or a "
            << "change may be missed.";
        throw Enough{};
    }
    session->gap();
    const BOOL armed = ::FindNextChangeNotification(change);
    // Windows has kept what came after the change that the notification has told, and it is
    // signaled again. Wine 8 has not: so something changes once more.
    const bool kept = session->changes > watch->second.armed_at + 1;
    if (kept && w32::running_under_wine()) {
        session->folder.create(L"again");
        session->folder.remove(L"again");
    }
    watch->second = {session->changes - (kept ? 1 : 0)};
    return armed;
}

inline BOOL wb_close(HANDLE change) {
    session->watches.erase(change);
    return ::FindCloseChangeNotification(change);
}

inline void wb_sleep(DWORD) { session->timed_out = kLooks, poll(); }

inline HANDLE wb_thread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE, LPVOID, DWORD,
                        LPDWORD) {
    WB_DIAGNOSE("other-thread") << kThreads;
    throw Enough{};
}

#define FindFirstChangeNotificationW wb_open
#define FindNextChangeNotification wb_arm
#define FindCloseChangeNotification wb_close
#define WaitForMultipleObjects wb_wait_many
#define WaitForSingleObject wb_wait
#define CreateThread wb_thread
#define Sleep wb_sleep       // no pause: the judge's, which counts it
#include <folder_watch.hpp>  // <>: the build chooses the folder
#undef FindFirstChangeNotificationW
#undef FindNextChangeNotification
#undef FindCloseChangeNotification
#undef WaitForMultipleObjects
#undef WaitForSingleObject
#undef CreateThread
#undef Sleep

void show_folder(const std::wstring&) {
    count_call();
    session->shown = session->folder.names();
    session->woken = false;
    session->on_show(++session->shows);
}

void show_end(DWORD exit_code) {
    on_one_thread();
    session->taken_before = 0;
    if (!session->ended)
        WB_DIAGNOSE("end-too-early") << "The child still runs.";
    else if (++session->ends > 1)
        WB_DIAGNOSE("end-shown-again")
            << "The end of the child is shown again. A process that has ended stays signaled: left "
            << "in the array, it ends every further wait.";
    else if (exit_code != session->exit_code)
        WB_DIAGNOSE("wrong-code") << "The child's code is " << session->exit_code << ", shown is "
                                  << exit_code << ".";
    else
        return;
    throw Enough{};
}

namespace {

/// True: watch() has returned when it was told to.
bool run(Session& now) {
    now.steps.push_back([&] { now.stop.set(); });
    session = &now;
    bool result = false;
    try {
        result = watch(now.folder.path(), now.child.get(), now.stop.get());
    } catch (const Enough&) {
        for (const auto& [change, watch] : now.watches) ::FindCloseChangeNotification(change);
        return false;
    }
    if (!result)
        WB_DIAGNOSE("gave-up") << "watch() has returned false; the folder could be watched.";
    else if (!w32::signaled_now(now.stop.get()))
        WB_DIAGNOSE("not-asked-to-stop") << "watch() has returned, and stop is not signaled.";
    else if (now.ended && now.ends == 0)
        WB_DIAGNOSE("end-not-shown") << "The child has ended, and watch() has not shown it.";
    else
        return true;
    return false;
}

}  // namespace

TEST(Lab_02_FolderWatch, Test1_EachChangeIsShown) {
    Session now;
    now.folder.create(L"old");
    now.steps = {[&] { now.create(L"a"); }, [&] { now.create(L"b"); },
                 [&] { now.folder.rename(L"b", L"c"), ++now.changes; },
                 [&] { now.folder.remove(L"a"), ++now.changes; }};
    run(now);
}

TEST(Lab_02_FolderWatch, Test2_TheEndOfTheChildIsShownOnce) {
    Session before;
    before.end_child(7);
    before.steps = {[&] { before.change(); }};
    if (!run(before)) return;
    Session between;
    between.steps = {[&] { between.change(); }, [&] { between.end_child(STILL_ACTIVE); },
                     [&] { between.change(); }};
    run(between);
}

TEST(Lab_02_FolderWatch, Test3_NothingIsLostInBetween) {
    Session while_shown;
    while_shown.on_show = [&](int n) {
        if (n < 4) while_shown.change();
    };
    if (!run(while_shown)) return;
    Session while_not_armed;
    while_not_armed.gaps = 4;
    while_not_armed.steps = {[&] { while_not_armed.change(); }};
    run(while_not_armed);
}

TEST(Lab_02_FolderWatch, Test4_TheFolderDoesNotKeepTheOthersWaiting) {
    Session now;
    now.on_show = [&](int n) {
        if (n < 40) now.change();
        if (n == 2) now.end_child(5);
        if (n == 4) now.stop.set();
    };
    run(now);
}

TEST(Lab_02_FolderWatch, Test5_NoFolderAndNothingLeftOpen) {
    Session none;
    none.steps = {[&] { none.stop.set(); }};
    session = &none;
    bool watched = true;
    try {
        watched = watch(none.folder.file(L"none"), none.child.get(), none.stop.get());
    } catch (const Enough&) {
        return;
    }
    if (watched) {
        WB_DIAGNOSE("failure-not-told") << "There is no such folder, and watch() answers true.";
        return;
    }
    Session last;
    last.steps = {[&] { last.change(); }};
    if (run(last) && !last.watches.empty())
        WB_DIAGNOSE("left-open") << last.watches.size() << " of " << last.opened
                                 << " were not closed with FindCloseChangeNotification.";
}
