// The judge of lab L15: starts processes that claim a name - one after the other, two that are held
// just before they create, some that die.
//
// Built against labs/, solutions/, each alternative and each mistake. The processes are this
// program, started with a role.
#include "common/win32/windows.hpp"

// What the lab may want, before some calls get another name.
#include "common/win32/mutex.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

/// What one process tells the judge; in memory that both see.
struct Report {
    LONG standing;
    LONG other;         // of a claim to another name, which nobody has
    LONG twice;         // the standing of a second claim in the same process
    LONG existed;       // CreateMutexW has answered that the mutex existed
    LONG asked_late;    // GetLastError was asked after the answer had been overwritten
    LONG closed_first;  // handles that were closed before the claim was told
    LONG closed_twice;  // handles that were closed and were no handles any more
    LONG log_lines;
};

Report* report = nullptr;  // nullptr: nobody listens
Report* books = nullptr;   // as long as the process plays its role
bool fresh = false;        // the last error is the one that CreateMutexW has left
HANDLE arrived = nullptr;  // set before the first creation; nullptr: nobody is held there
HANDLE may_create = nullptr;

HANDLE created(HANDLE mutex) {
    const DWORD error = ::GetLastError();
    fresh = true;
    if (report != nullptr && mutex != nullptr && error == ERROR_ALREADY_EXISTS) report->existed = 1;
    ::SetLastError(error);
    return mutex;
}

void pass_the_gate() {
    if (arrived != nullptr) ::SignalObjectAndWait(arrived, may_create, INFINITE, FALSE);
    arrived = nullptr;
}

}  // namespace

inline HANDLE wb_create(LPSECURITY_ATTRIBUTES security, BOOL owner, LPCWSTR name) {
    pass_the_gate();
    return created(::CreateMutexW(security, owner, name));
}
inline HANDLE wb_create_ex(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags,
                           DWORD access) {
    pass_the_gate();
    return created(::CreateMutexExW(security, name, flags, access));
}
inline DWORD wb_last_error() {
    if (report != nullptr && !fresh) report->asked_late = 1;
    return ::GetLastError();
}
inline BOOL wb_close(HANDLE handle) {
    fresh = false;
    if (report != nullptr) ++report->closed_first;
    const BOOL closed = ::CloseHandle(handle);
    if (!closed && books != nullptr) ++books->closed_twice;
    return closed;
}
#define CreateMutexW wb_create
#define CreateMutexExW wb_create_ex
#define GetLastError wb_last_error
#define CloseHandle wb_close
#include <one_instance.hpp>  // <>: the build chooses the folder
#undef CreateMutexW
#undef CreateMutexExW
#undef GetLastError
#undef CloseHandle

#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/file_mapping.hpp"
#include "common/win32/process.hpp"

#include <memory>
#include <vector>

using namespace std::chrono_literals;

void log_line(const char*) {
    fresh = false;
    if (report != nullptr) ++report->log_lines;
    ::SetLastError(ERROR_NO_MORE_FILES);  // what a log may leave behind
}

namespace {

constexpr wchar_t kSwitch[] = L"--claims=";
constexpr auto kPatience = 8s;  // for a process to start, to tell or to end

std::wstring name_of(std::wstring_view what, std::wstring_view tag) {
    return std::wstring(L"Local\\workbook.L15.").append(what).append(L".").append(tag);
}

enum class Gate : wchar_t { open = L'o', held = L'h' };

// A process that claims. Runs while the program is loaded, so that no test has begun: raw calls
// only. `tag` is "123.1": that of the test, then the number of the process.
int play(Gate gate, std::wstring_view tag) {
    const auto event = [&](const wchar_t* what) {
        return ::OpenEventW(EVENT_ALL_ACCESS, FALSE, name_of(what, tag).c_str());
    };
    const HANDLE memory =
        ::OpenFileMappingW(FILE_MAP_WRITE, FALSE, name_of(L"report", tag).c_str());
    if (memory == nullptr) return 2;
    auto* view =
        static_cast<Report*>(::MapViewOfFile(memory, FILE_MAP_WRITE, 0, 0, sizeof *report));
    const HANDLE told = event(L"told");
    const HANDLE may_leave = event(L"may-leave");
    may_create = event(L"may-create");
    if (view == nullptr || told == nullptr || may_leave == nullptr) return 3;
    const std::wstring name = name_of(L"claim", tag.substr(0, tag.find(L'.')));
    report = books = view;
    if (gate == Gate::held) arrived = event(L"arrived");
    {
        const Instance instance(name.c_str());
        view->standing = static_cast<LONG>(instance.standing());
        report = nullptr;
        view->twice = static_cast<LONG>(Instance(name.c_str()).standing());
        view->other = static_cast<LONG>(Instance(name_of(L"other", tag).c_str()).standing());
        ::SignalObjectAndWait(told, may_leave, INFINITE, FALSE);
    }
    return 0;
}

const bool has_played = [] {
    const std::wstring_view line = ::GetCommandLineW();
    const std::size_t at = line.find(kSwitch);
    if (at == line.npos) return false;
    const std::wstring_view role = line.substr(at + std::size(kSwitch) - 1);
    // At once: no destructor of this half-started program has anything to say.
    ::TerminateProcess(::GetCurrentProcess(),
                       static_cast<UINT>(play(static_cast<Gate>(role[0]), role.substr(1))));
    return true;
}();

/// A process that claims the test's name.
class Claimer {
public:
    Claimer(w32::Job& job, int number, Gate gate)
        : tag_(std::to_wstring(::GetCurrentProcessId()) + L"." + std::to_wstring(number)),
          memory_(name_of(L"report", tag_).c_str(), sizeof(Report)),
          arrived_(w32::Reset::automatic, name_of(L"arrived", tag_).c_str()),
          may_create_(w32::Reset::automatic, name_of(L"may-create", tag_).c_str()),
          told_(w32::Reset::automatic, name_of(L"told", tag_).c_str()),
          may_leave_(w32::Reset::automatic, name_of(L"may-leave", tag_).c_str()) {
        const std::wstring arguments[] = {kSwitch + std::wstring{static_cast<wchar_t>(gate)} +
                                          tag_};
        w32::ProcessOptions options;
        options.job = &job;
        process_ = w32::Process(w32::command_line(w32::this_program(), arguments), options);
        // Who never creates a mutex tells at once.
        const HANDLE either[] = {told_.get(), arrived_.get(), process_.get()};
        const auto how = w32::wait_any(either, kPatience);
        if (how.how == w32::Waited::timed_out) throw w32::Error("claimer", WAIT_TIMEOUT);
        if (how.index == 0) told_.set();
    }

    void let_create() { may_create_.set(); }
    /// What it has told; blocks until it has.
    const Report& told() {
        const HANDLE either[] = {told_.get(), process_.get()};
        const auto how = w32::wait_any(either, kPatience);
        if (how.how == w32::Waited::timed_out) throw w32::Error("claimer", WAIT_TIMEOUT);
        if (how.index == 0) told_.set();
        return memory_.as<Report>();
    }
    Standing standing() { return static_cast<Standing>(told().standing); }
    void leave() {
        may_leave_.set();
        wait_for_its_end();
    }
    void kill() {
        process_.terminate(1);
        wait_for_its_end();
    }

private:
    void wait_for_its_end() {
        if (!process_.wait_for(kPatience)) throw w32::Error("end of the claimer", WAIT_TIMEOUT);
    }

    std::wstring tag_;
    w32::FileMapping memory_;
    w32::Event arrived_, may_create_, told_, may_leave_;
    w32::Process process_;
};

/// The processes of one test; none of them survives it.
class Claimers {
public:
    Claimer& start(Gate gate = Gate::open) {
        return *all_.emplace_back(std::make_unique<Claimer>(job_, number_++, gate));
    }

private:
    w32::Job job_;
    int number_ = 0;
    std::vector<std::unique_ptr<Claimer>> all_;
};

const char* text_of(LONG standing) {
    switch (static_cast<Standing>(standing)) {
        case Standing::first: return "first";
        case Standing::second: return "second";
        case Standing::failed: return "failed";
    }
    return "?";
}

std::string seen(Claimer& a, Claimer& b) {
    return std::string("One process said ") + text_of(a.told().standing) + ", the other one " +
           text_of(b.told().standing) + ". ";
}

// `late` has come while `early` lived and was the first, and it was told that it is the first.
void explain_two_firsts(Claimer& early, Claimer& late) {
    if (early.told().closed_first > 0)
        WB_DIAGNOSE("closed-at-once")
            << seen(early, late) << "The first one closed its handle as soon as it had it: with "
            << "the last handle the mutex goes, and its name with it. Keep it as long as you "
            << "are the first.";
    else if (late.told().asked_late)
        WB_DIAGNOSE("last-error-overwritten")
            << seen(early, late) << "CreateMutexW answered ERROR_ALREADY_EXISTS, and GetLastError "
            << "was asked after another call, which had put its own error there. Ask it first, "
            << "and keep the answer.";
    else if (late.told().existed)
        WB_DIAGNOSE("already-exists-ignored")
            << seen(early, late) << "CreateMutexW gave both a handle to the same mutex, and to the "
            << "second one ERROR_ALREADY_EXISTS as well: a handle alone says nothing.";
    else
        WB_DIAGNOSE("two-firsts") << seen(early, late);
}

}  // namespace

TEST(Lab_04_OneInstance, Test1_OneIsTheFirst) {
    Claimers claimers;
    Claimer& only = claimers.start();
    if (only.standing() != Standing::first)
        WB_DIAGNOSE("nobody-is-first") << "One process claimed a name that nobody had, and said "
                                       << text_of(only.told().standing) << ".";
    else if (only.told().log_lines == 0)
        WB_DIAGNOSE("log-missing") << "The log has no line. It is part of the program.";
}

TEST(Lab_04_OneInstance, Test2_OneAfterTheOther) {
    Claimers claimers;
    Claimer& early = claimers.start();
    Claimer& late = claimers.start();
    if (late.standing() == Standing::first)
        explain_two_firsts(early, late);
    else if (early.standing() != Standing::first || late.standing() != Standing::second)
        WB_DIAGNOSE("wrong-standing") << seen(early, late) << "first, then second was right.";
    else if (static_cast<Standing>(early.told().twice) == Standing::first)
        WB_DIAGNOSE("owner-waits-twice")
            << "The same process claimed the name once more, and both claims are the first. A "
            << "mutex lets its owner in again; that a name exists already is told to everybody.";
    else if (static_cast<Standing>(late.told().other) != Standing::first)
        WB_DIAGNOSE("name-not-used")
            << "The second one then claimed another name, which nobody had, and was told "
            << text_of(late.told().other) << ". Each name has a first one of its own.";
    late.leave();
    if (late.told().closed_twice > 0)
        WB_DIAGNOSE("closed-twice")
            << "The second one closed its handle, and then closed it again. By then the value may "
            << "be the handle of something else, which is gone without a word. Who closes a handle "
            << "forgets it.";
}

TEST(Lab_04_OneInstance, Test3_SideBySide) {
    Claimers claimers;
    Claimer& a = claimers.start(Gate::held);
    Claimer& b = claimers.start(Gate::held);
    a.let_create();
    (void)a.standing();
    b.let_create();
    (void)b.standing();
    const bool both = a.standing() == Standing::first && b.standing() == Standing::first;
    if (both && b.told().existed && !b.told().asked_late)
        WB_DIAGNOSE("slipped-through")
            << seen(a, b) << "Both had looked for the mutex before either had created it, and both "
            << "found none. What was seen by one call is out of date before the next one.";
    else if (both)
        explain_two_firsts(a, b);
    else if (a.standing() != Standing::first || b.standing() != Standing::second)
        WB_DIAGNOSE("nobody-is-first") << seen(a, b) << "One of them has to be the first.";
}

TEST(Lab_04_OneInstance, Test4_TheNextOneIsTheFirst) {
    Claimers claimers;
    Claimer& first = claimers.start();
    Claimer& second = claimers.start();
    if (first.standing() != Standing::first || second.standing() != Standing::second) {
        WB_DIAGNOSE("wrong-standing") << seen(first, second) << "first, then second was right.";
        return;
    }
    first.leave();
    Claimer& third = claimers.start();
    if (third.standing() == Standing::first) return;
    second.leave();
    third.leave();
    if (Claimer& fourth = claimers.start(); fourth.standing() == Standing::first)
        WB_DIAGNOSE("second-keeps-the-name")
            << "The first one has gone, and the next one that came said "
            << text_of(third.told().standing) << ": the second one still had a handle to the "
            << "mutex, and the mutex lives as long as any handle does.";
    else
        WB_DIAGNOSE("name-stays-taken")
            << "The first one has gone, and everybody who came then said "
            << text_of(third.told().standing) << ".";
}

TEST(Lab_04_OneInstance, Test5_TheFirstDies) {
    Claimers claimers;
    Claimer& first = claimers.start();
    first.kill();
    Claimer& next = claimers.start();
    if (next.standing() != Standing::first)
        WB_DIAGNOSE("dead-still-first")
            << "The process of the first one was ended from outside, and the next one that came "
            << "said " << text_of(next.told().standing) << ". The kernel closes the handles of a "
            << "dead process; whatever else stood for the name is still there.";
}

TEST(Lab_04_OneInstance, Test6_TheNameOfAnotherObject) {
    const std::wstring name = name_of(L"claim", std::to_wstring(::GetCurrentProcessId()));
    const w32::Handle other =
        w32::own(::CreateWaitableTimerW(nullptr, TRUE, name.c_str()), "CreateWaitableTimerW");
    Claimers claimers;
    Claimer& claimer = claimers.start();
    if (claimer.standing() == Standing::first)
        WB_DIAGNOSE("failure-taken-for-first")
            << "The name belongs to a timer. CreateMutexW answered NULL, with error 6, and the "
            << "process said first. No handle, no claim.";
    else if (claimer.standing() != Standing::failed)
        WB_DIAGNOSE("failure-not-told")
            << "The name belongs to a timer. CreateMutexW answered NULL, with error 6, and the "
            << "process said " << text_of(claimer.told().standing) << ": there is no first one.";
}
