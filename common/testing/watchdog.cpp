// watchdog.cpp - one thread beside the tests that looks at a clock and at the wait board.
#include "common/testing/watchdog.hpp"

#include "common/testing/kept_timeline.hpp"
#include "common/testing/verdict.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/wait_board.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace workbook {
namespace {

// Written by the test thread while no watch is running, read by the crash filter.
char current_test[256] = "";

// What a judge wants to be said of a crash that comes next.
std::atomic<const char*> crash_note{nullptr};

void print_crash_note() {
    if (const char* note = crash_note) std::printf("             %s\n", note);
}

class Watchdog : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo& test) override {
        std::snprintf(current_test, sizeof current_test, "%s.%s", test.test_suite_name(),
                      test.name());
        over_.reset();
        crash_note = nullptr;
        test_thread_ = this_thread();
        watch_ = w32::Thread([this] { watch(); });
    }

    // MSVC's GoogleTest catches what the crash filter is told elsewhere.
    void OnTestPartResult(const testing::TestPartResult& part) override {
        if (std::string_view(part.message()).starts_with("SEH exception")) print_crash_note();
    }

    void OnTestEnd(const testing::TestInfo&) override {
        over_.set();
        watch_.join();
    }

    void watch() {
        (void)w32::set_thread_description(::GetCurrentThread(), L"watchdog");
        // Raw waits: the watchdog itself does not belong on the board it reads out.
        const ULONGLONG begin = processor_ms();
        if (is_over(limit_ms_)) return;
        const DWORD slice = limit_ms_ / 10 + 10;
        ULONGLONG used = processor_ms();
        for (int slices = 0, idle = 0;; ++slices) {
            const ULONGLONG before = used;
            if (is_over(slice)) return;
            used = processor_ms();
            idle = (used - before) * 50 < slice ? idle + 1 : 0;
            const bool had_its_time = used - begin >= limit_ms_;
            if (idle < 2 && !had_its_time && slices < kMostSlices) continue;
            if (!::IsDebuggerPresent()) bite(limit_ms_);
        }
    }

    // True if the test has ended within `ms`. Its thread may end without it.
    bool is_over(DWORD ms) const {
        const HANDLE either[] = {over_.get(), test_thread_.get()};
        const DWORD answer = ::WaitForMultipleObjects(2, either, FALSE, ms);
        if (answer == WAIT_OBJECT_0 + 1) say_that_the_thread_is_gone();
        return answer != WAIT_TIMEOUT;
    }

    static w32::Handle this_thread() {
        HANDLE self = nullptr;
        w32::check(::DuplicateHandle(::GetCurrentProcess(), ::GetCurrentThread(),
                                     ::GetCurrentProcess(), &self, SYNCHRONIZE, FALSE, 0),
                   "DuplicateHandle");
        return w32::Handle(self);
    }

    // What the process has had of the processors.
    static ULONGLONG processor_ms() {
        FILETIME created, ended, kernel, user;
        if (!::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &kernel, &user)) return 0;
        const auto units = [](const FILETIME& time) {
            return (ULONGLONG{time.dwHighDateTime} << 32) | time.dwLowDateTime;
        };
        return (units(kernel) + units(user)) / 10'000;
    }

    // On a machine that is busy with other things, a test that goes on slowly is not one that
    // hangs: beyond its limit it ends when it does nothing, or has used its limit up by itself.
    static constexpr int kMostSlices = 60;

    static void bite(DWORD ms) {
        std::printf("[  HANGS   ] %s - still running after %lu ms.\n", current_test, ms);
        const auto lines = w32::waiting_threads();
        for (const w32::Waiting& line : lines)
            std::printf("             %s\n", w32::describe(line).c_str());
        if (lines.empty())
            std::printf(
                "             No thread waits in a call that the workbook knows: look for a loop "
                "that never ends,\n             or for a wait of another library (std::atomic, "
                "std::condition_variable),\n             or run it in the debugger "
                "(Debug > Break All, Parallel Stacks).\n");
        announce_verdict("hangs", current_test);
        keep_running_timeline();
        ::TerminateProcess(::GetCurrentProcess(), kHangs);
    }

    [[noreturn]] static void say_that_the_thread_is_gone();

    // Read once, before any test: a test may set the variable for a child of its own.
    const DWORD limit_ms_ = static_cast<DWORD>(test_limit().count());
    w32::Event over_{w32::Reset::manual};
    w32::Handle test_thread_;
    w32::Thread watch_;
};

[[noreturn]] void end_crashed() {
    announce_verdict("crashes", current_test);
    keep_running_timeline();
    ::TerminateProcess(::GetCurrentProcess(), kCrashes);
    std::_Exit(kCrashes);  // not reached
}

void Watchdog::say_that_the_thread_is_gone() {
    std::printf(
        "[  CRASHES ] %s - its thread has ended before it: by ExitThread or TerminateThread,\n"
        "             or, under Wine, because its stack ran over.\n",
        current_test);
    print_crash_note();
    end_crashed();
}

LONG WINAPI on_crash(EXCEPTION_POINTERS* info) {
    std::printf("[  CRASHES ] %s - exception 0x%08lx at %p.\n", current_test,
                info->ExceptionRecord->ExceptionCode, info->ExceptionRecord->ExceptionAddress);
    print_crash_note();
    end_crashed();
}

// An exception that leaves a thread, a failed assert(): the C runtime calls abort().
void on_abort(int) {
    std::printf(
        "[  CRASHES ] %s - abort() was called, perhaps by an exception that nobody "
        "caught.\n",
        current_test);
    print_crash_note();
    end_crashed();
}

}  // namespace

std::chrono::milliseconds test_limit() {
    char text[16] = "";  // stays empty when the variable is missing or too long
    (void)::GetEnvironmentVariableA("WORKBOOK_TEST_LIMIT_MS", text, sizeof text);
    const int ms = std::atoi(text);
    return std::chrono::milliseconds{ms > 0 ? ms : 10'000};
}

std::unique_ptr<testing::TestEventListener> make_watchdog() { return std::make_unique<Watchdog>(); }

void note_for_a_crash(const char* sentence) { crash_note = sentence; }

void answer_crashes() {
    // No dialog on a machine where nobody looks.
    (void)::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    if (::IsDebuggerPresent()) return;
    ULONG stack_for_the_answer = 32 * 1024;  // after a stack overflow, too
    (void)::SetThreadStackGuarantee(&stack_for_the_answer);
    (void)::SetUnhandledExceptionFilter(&on_crash);
    (void)std::signal(SIGABRT, &on_abort);
}

}  // namespace workbook
