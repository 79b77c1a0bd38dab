// The roles of the child processes that end_test.cpp starts.
//
// They run before main, when the objects of other files may not be constructed yet: so they use
// raw Win32 calls only. The exit codes keep below 126 (Wine hands 8 bits on).
#include "chapters/01-threads/child_role.hpp"

#include "common/win32/process.hpp"

#include <process.h>

#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace chapter01 {
namespace {

constexpr wchar_t kSwitch[] = L"--child-role=";

HANDLE start_raw(LPTHREAD_START_ROUTINE routine, void* argument) {
    return ::CreateThread(nullptr, 0, routine, argument, 0, nullptr);
}

int exit_thread_in_main() {
    HANDLE main_thread = nullptr;  // a real handle: the pseudo handle would mean the worker
    const HANDLE process = ::GetCurrentProcess();
    ::DuplicateHandle(process, ::GetCurrentThread(), process, &main_thread, SYNCHRONIZE, FALSE, 0);
    (void)start_raw(
        [](LPVOID main) -> DWORD {
            ::WaitForSingleObject(main, INFINITE);
            ::ExitProcess(42);  // not `return 42`: Windows may run threads of its own in here,
        },                      // and the last thread to end decides
        main_thread);
    ::ExitThread(7);
}

int exit_with_a_worker() {
    (void)start_raw(
        [](LPVOID) -> DWORD {
            ::Sleep(INFINITE);  // waits for nothing, on purpose
            return 0;
        },
        nullptr);
    return 3;
}

struct Victim {
    HANDLE ready = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE never = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE mutex = ::CreateMutexW(nullptr, FALSE, nullptr);
    CRITICAL_SECTION section{};
    void* stack = nullptr;
    bool destroyed = false;

    Victim() { ::InitializeCriticalSection(&section); }

    static DWORD WINAPI routine(LPVOID argument) {
        struct Witness {
            explicit Witness(Victim& v) : victim(v) { victim.stack = this; }
            ~Witness() { victim.destroyed = true; }
            Victim& victim;
        } witness(*static_cast<Victim*>(argument));
        ::WaitForSingleObject(witness.victim.mutex, INFINITE);
        ::EnterCriticalSection(&witness.victim.section);
        // In one step, so that it is found waiting and not somewhere inside the system.
        ::SignalObjectAndWait(witness.victim.ready, witness.victim.never, INFINITE, FALSE);
        return 0;
    }
};

int terminate() {
    Victim victim;
    const HANDLE thread = start_raw(&Victim::routine, &victim);
    ::WaitForSingleObject(victim.ready, INFINITE);
    ::TerminateThread(thread, 123);
    ::WaitForSingleObject(thread, INFINITE);
    DWORD code = 0;
    ::GetExitCodeThread(thread, &code);
    MEMORY_BASIC_INFORMATION region{};
    ::VirtualQuery(victim.stack, &region, sizeof region);
    DWORD saw = 0;
    if (code == 123) saw |= kEndedWithItsCode;
    if (!victim.destroyed) saw |= kNoDestructor;
    if (::WaitForSingleObject(victim.mutex, 0) == WAIT_ABANDONED) saw |= kMutexAbandoned;
    if (!::TryEnterCriticalSection(&victim.section)) saw |= kSectionLocked;
    if (region.State == MEM_FREE) saw |= kStackFreed;
    // Without clean-up: after TerminateThread any lock of the system may be held for ever.
    ::TerminateProcess(::GetCurrentProcess(), saw);
    return 0;
}

void fail() { throw 1; }

unsigned __stdcall throws(void*) noexcept {
    // Set on this thread: in Microsoft's runtime each thread has its own handler.
    std::set_terminate([] { ::ExitProcess(kTerminateWasCalled); });
    fail();
    return 0;
}

int throw_in_thread() {
    try {
        const auto raw = ::_beginthreadex(nullptr, 0, &throws, nullptr, 0, nullptr);
        ::WaitForSingleObject(reinterpret_cast<HANDLE>(raw), INFINITE);
    } catch (...) {
        return 1;  // it had crossed over
    }
    return 2;
}

int play(std::wstring_view role) {
    if (role == L"exit-thread-in-main") return exit_thread_in_main();
    if (role == L"exit-with-a-worker") return exit_with_a_worker();
    if (role == L"terminate") return terminate();
    if (role == L"throw-in-thread") return throw_in_thread();
    return 99;
}

// Runs while the program is loaded; only a child has the switch on its command line.
const bool has_played = [] {
    const std::wstring_view line = ::GetCommandLineW();
    const std::size_t at = line.find(kSwitch);
    if (at != line.npos) std::exit(play(line.substr(at + std::size(kSwitch) - 1)));
    return false;
}();

}  // namespace

DWORD exit_code_of_child(const wchar_t* role) {
    const std::wstring arguments[] = {std::wstring(kSwitch) + role};
    w32::Job job;  // ends the child with this function, whatever happens
    w32::ProcessOptions options;
    options.job = &job;
    w32::Process child(w32::command_line(w32::this_program(), arguments), options);
    if (!child.wait_for(std::chrono::seconds{8})) throw w32::Error("child", WAIT_TIMEOUT);
    return child.exit_code();
}

}  // namespace chapter01
