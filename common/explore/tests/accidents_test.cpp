// accidents_test.cpp - labs that crash, leave, or use what the explorer cannot look into.
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/thread.hpp"

#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using explore::Outcome;

int* nowhere = nullptr;

void crash() {
    w32::Thread([] { *nowhere = 1; }).join();
}

TEST(Accident, AccessViolation) {
    const explore::Report report = EXPLORE_EXPECT_FAILURE(crash, Outcome::crash);
    EXPECT_NE(report.sentence.find("writes to address 0x0"), std::string::npos) << report.sentence;
    EXPECT_NE(report.sentence.find("at accidents_test.cpp:"), std::string::npos) << report.sentence;
    EXPECT_EQ(report.sentence.find("APC"), std::string::npos) << report.sentence;
}

void CALLBACK crash_there(ULONG_PTR) { *nowhere = 1; }

void crash_in_apc() {
    ::QueueUserAPC(crash_there, ::GetCurrentThread(), 0);
    ::SleepEx(0, TRUE);
}

TEST(Accident, InAnApc) {
    const explore::Report report = EXPLORE_EXPECT_FAILURE(crash_in_apc, Outcome::crash);
    EXPECT_NE(report.sentence.find("in an APC"), std::string::npos) << report.sentence;
}

volatile int depth = 0;

int call_itself(int n) {
    volatile char room[1024];
    room[0] = static_cast<char>(n);
    return n < 0 ? room[0] : call_itself(n + 1) + depth;
}

void overflow() {
    w32::Thread([] { depth = call_itself(0); }).join();
}

TEST(Accident, StackOverflow) {
    for (int again = 0; again < 3; ++again) {
        const explore::Report report = EXPLORE_EXPECT_FAILURE(overflow, Outcome::crash);
        EXPECT_NE(report.sentence.find("overflows its stack"), std::string::npos)
            << report.sentence;
    }
}

DWORD WINAPI throws(LPVOID) { throw std::runtime_error("out of here"); }

void exception_in_thread() {
    const HANDLE thread = ::CreateThread(nullptr, 0, &throws, nullptr, 0, nullptr);
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
}

TEST(Accident, ExceptionLeavesAThread) {
    const explore::Report report = EXPLORE_EXPECT_FAILURE(exception_in_thread, Outcome::exception);
    EXPECT_NE(report.sentence.find("out of here"), std::string::npos) << report.sentence;
}

void exception_through_noexcept() {
    w32::Thread([] { throw std::runtime_error("not caught"); }).join();
}

TEST(Accident, ExceptionThroughNoexcept) {
    const explore::Report report =
        EXPLORE_EXPECT_FAILURE(exception_through_noexcept, Outcome::exception);
    EXPECT_NE(report.sentence.find("not caught"), std::string::npos) << report.sentence;
}

TEST(Accident, ProcessExit) {
    EXPLORE_EXPECT_FAILURE([] { ::ExitProcess(3); }, Outcome::process_exit);
    EXPLORE_EXPECT_FAILURE([] { std::exit(3); }, Outcome::process_exit);
    EXPLORE_EXPECT_FAILURE([] { std::abort(); }, Outcome::process_exit);
}

std::mutex foreign_mutex;

TEST(Accident, StdMutex) {
    EXPLORE_EXPECT_FAILURE([] { const std::lock_guard<std::mutex> hold(foreign_mutex); },
                           Outcome::foreign_call);
    const std::lock_guard<std::mutex> hold(foreign_mutex);  // outside it is what it always is
}

TEST(Accident, StdThread) {
    EXPLORE_EXPECT_FAILURE([] { std::thread([] {}).join(); }, Outcome::foreign_call);
}

void allocates_without_end() {
    for (;;) (void)new char[100'000];
}

TEST(Accident, AllocatesWithoutEnd) {
    EXPLORE_EXPECT_FAILURE(allocates_without_end, Outcome::out_of_memory);
}

// Behaves otherwise each time: what counts the calls is not in the program's own memory.
void depends_on_how_often_it_ran() {
    LONG volatile value = 0;
    const auto add = [&] { ::InterlockedIncrement(&value); };
    w32::Thread first(add);
    w32::Thread second([&] {
        if (::GetEnvironmentVariableW(L"WORKBOOK_ODD", nullptr, 0) == 0) add();
        (void)::SetEnvironmentVariableW(L"WORKBOOK_ODD", L"1");
    });
    first.join();
    second.join();
}

TEST(Accident, NotDeterministic) {
    (void)::SetEnvironmentVariableW(L"WORKBOOK_ODD", nullptr);
    EXPLORE_EXPECT_FAILURE(depends_on_how_often_it_ran, Outcome::not_deterministic);
}

void suspend_a_running_thread() {
    LONG volatile value = 0;
    w32::Thread worker([&] { ::InterlockedIncrement(&value); });
    ::SuspendThread(worker.get());
    ::ResumeThread(worker.get());
    worker.join();
}

TEST(Accident, SuspendedWhereverItIs) {
    EXPLORE_EXPECT_FAILURE(suspend_a_running_thread, Outcome::foreign_call);
}

// The search goes on as ever after each of these.
EXPLORE_TEST(Accident, NothingIsLeftBehind) {
    int value = 0;
    w32::Thread([&] { value = 1; }).join();
    EXPECT_EQ(value, 1);
}

}  // namespace
