// thread_data_test.cpp - thread_local, TLS, FLS, exceptions, heap and clocks.
#include "common/explore/shared.hpp"
#include "common/explore/tests/comparison.hpp"
#include "common/explore/tests/plain.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>

namespace {

using explore::Outcome;

// ---- data of a thread

thread_local int own_number = 3;
Shared<int> ended;
struct Ender {
    bool used = false;
    ~Ender() { ++ended; }
};
thread_local Ender ender;

void own_variables() {
    w32::CriticalSection lock;
    const auto use = [&] {
        EXPECT_EQ(own_number, 3);
        for (int i = 0; i < 2; ++i) {
            ++own_number;
            const w32::Guard hold(lock);
            ender.used = true;
        }
        EXPECT_EQ(own_number, 5);
    };
    w32::Thread first(use);
    first.join();
    w32::Thread second(use);
    use();
    second.join();
    EXPECT_EQ(ended, 2);  // main's comes later
}

LONG volatile called;
void NTAPI call_back(PVOID value) { ::InterlockedExchangeAdd(&called, *static_cast<int*>(value)); }

void fiber_slots() {
    const DWORD index = ::FlsAlloc(call_back);
    int five = 5, seven = 7;
    w32::Thread other([&] { ::FlsSetValue(index, &five); });
    other.join();
    EXPECT_EQ(called, 5);  // at the thread's end
    ::FlsSetValue(index, &seven);
    EXPECT_EQ(::FlsGetValue(index), &seven);
    EXPECT_TRUE(::FlsFree(index));
    EXPECT_EQ(called, 12);
}

void caught_apart() {
    w32::CriticalSection lock;
    const auto use = [&](const char* text) {
        try {
            throw std::runtime_error(text);
        } catch (const std::exception&) {
            { const w32::Guard hold(lock); }
            try {
                throw;
            } catch (const std::exception& error) {
                EXPECT_STREQ(error.what(), text);
            }
        }
        EXPECT_EQ(std::current_exception(), nullptr);
    };
    w32::Thread first([&] { use("first"); });
    w32::Thread second([&] { use("second"); });
    first.join();
    second.join();
}

// Where the linker can rename the functions of the C++ library (redirect/language.cpp).
bool thread_locals_are_modelled() {
#if defined(__MINGW32__)
    return true;
#else
    return false;
#endif
}
constexpr char kThreadLocalsAreShared[] =
    "with this library all threads of an explored program share what is thread_local";

TEST(ThreadData, BelongsToOneThread) {
    const explore::Report fibers = explore::explore(fiber_slots);
    EXPECT_TRUE(fibers.ok()) << fibers.text();
    if (!thread_locals_are_modelled()) GTEST_SKIP() << kThreadLocalsAreShared;
    const explore::Report variables = explore::explore(own_variables);
    EXPECT_TRUE(variables.ok()) << variables.text();
    EXPECT_GT(variables.executions, 1u);
    EXPECT_EQ(own_number, 3);
}
TEST(ThreadData, HoldsTheExceptionBeingHandled) {
    if (!thread_locals_are_modelled()) GTEST_SKIP() << kThreadLocalsAreShared;
    const explore::Report report = explore::explore(caught_apart);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPECT_GT(report.executions, 1u);
}

// ---- memory and time

void heap() {
    auto* memory = static_cast<int*>(::HeapAlloc(::GetProcessHeap(), HEAP_ZERO_MEMORY, 8));
    EXPECT_EQ(memory[1], 0);
    memory[0] = 4;
    memory = static_cast<int*>(::HeapReAlloc(::GetProcessHeap(), 0, memory, 64));
    EXPECT_EQ(memory[0], 4);
    EXPECT_TRUE(::HeapFree(::GetProcessHeap(), 0, memory));
    EXPECT_EQ(::LocalFree(::LocalAlloc(LPTR, 10)), nullptr);
}

void used_after_free() {
    auto* memory = static_cast<Shared<int>*>(::HeapAlloc(::GetProcessHeap(), 0, 8));
    w32::Thread other([&] { ::HeapFree(::GetProcessHeap(), 0, memory); });
    other.join();
    memory[0] = 1;
}

void c_heap() {
    auto* memory = static_cast<int*>(std::calloc(2, sizeof(int)));
    EXPECT_EQ(memory[1], 0);
    memory[0] = 4;
    memory = static_cast<int*>(std::realloc(memory, 64));
    EXPECT_EQ(memory[0], 4);
    EXPECT_EQ(realloc(memory, 0), nullptr);
    free(nullptr);
    const std::unique_ptr<void, decltype(&std::free)> owned(malloc(8), &std::free);
    const std::unique_ptr<char, decltype(&std::free)> of_library(::_strdup("text"), &std::free);
    EXPECT_STREQ(of_library.get(), "text");
}

// `joins_first`: the repaired twin.
template <bool joins_first>
void c_used_after_free() {
    auto* memory = static_cast<Shared<int>*>(std::malloc(sizeof(int)));
    w32::Thread other([&] { *memory = 1; });
    if (joins_first) other.join();
    std::free(memory);
    if (!joins_first) other.join();
}

void c_freed_twice() {
    void* memory = std::malloc(8);
    std::free(memory);
    std::free(memory);
}

void c_used_after_realloc() {
    auto* memory = static_cast<Shared<int>*>(std::malloc(8));
    void* grown = std::realloc(memory, 80);
    w32::Thread other([&] { *memory = 1; });
    other.join();
    std::free(grown);
}

void clocks() {
    const ULONGLONG begin = ::GetTickCount64();
    LARGE_INTEGER count, frequency;
    ::QueryPerformanceFrequency(&frequency);
    ::QueryPerformanceCounter(&count);
    const LONGLONG first = count.QuadPart;
    ::Sleep(1000);  // virtual time
    ::QueryPerformanceCounter(&count);
    EXPECT_GE(count.QuadPart - first, frequency.QuadPart);
    EXPECT_GE(::GetTickCount64() - begin, 1000u);
    while (::GetTickCount64() - begin < 5000) {
    }
}

TEST(Heap, IsGoneAfterTheExecution) {
    const explore::Report report = explore::explore(heap);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPLORE_EXPECT_FAILURE(used_after_free, Outcome::use_after_free);
}
TEST(Heap, OfTheCLibraryIsTheSame) {
    const explore::Report report = explore::explore(c_heap);
    EXPECT_TRUE(report.ok()) << report.text();
    EXPLORE_EXPECT_FAILURE(c_used_after_free<false>, Outcome::use_after_free);
    EXPLORE_EXPECT_FAILURE(c_freed_twice, Outcome::use_after_free);
    EXPLORE_EXPECT_FAILURE(c_used_after_realloc, Outcome::use_after_free);
    const explore::Report twin = explore::expect_same_traces(c_used_after_free<true>);
    EXPECT_TRUE(twin.ok()) << twin.text();
}
TEST(Clocks, PassWhileAThreadSleepsOrLooks) {
    const explore::Report report = explore::explore(clocks);
    EXPECT_TRUE(report.ok()) << report.text();
}

}  // namespace
