// explore_test.hpp - a test that runs under every schedule.
//
//     EXPLORE_TEST(Transfer, KeepsTheSum) {
//         Accounts accounts;
//         w32::Thread first([&] { accounts.transfer(1, 2, 10); });
//         w32::Thread second([&] { accounts.transfer(2, 1, 5); });
//         first.join();
//         second.join();
//         EXPECT_EQ(accounts.sum(), 200);
//     }
//
// In an explored program (workbook_explored_test) the body runs under each schedule that makes a
// difference; the first finding fails the test, with the schedule that leads to it. In any other
// program it is a plain TEST on real threads (and that program needs workbook_explore). After the
// name may come options: EXPLORE_TEST(Dekker, Fails, .memory = explore::Memory::tso) { ... }
#pragma once

#include <gtest/gtest.h>

#include "common/explore/outcomes.hpp"

namespace explore {

/// Explores and reports to the running test. `file` and `line` are where a finding is shown. If the
/// environment variable WORKBOOK_SCHEDULE holds a schedule of this test, that one alone is run, on
/// real threads; tests that it does not belong to are skipped. WORKBOOK_LETTERS: see
/// letters.hpp, WORKBOOK_REPLAY: replay_last.hpp.
void run_test(void (*body)(), const Options& options, const char* file, int line);

/// Explores a body that waits for ever on purpose; whoever waits there must sleep.
void run_stuck_test(void (*body)(), const Options& options, const char* file, int line);

/// Explores and expects this finding, or a consequence of it; any other, or none, fails the running
/// test. Returns the report.
Report expect_failure(void (*body)(), Outcome outcome, const Options& options, const char* file,
                      int line);

}  // namespace explore

#if defined(WORKBOOK_EXPLORED)
#define EXPLORE_TEST(suite, name, ...)                                                             \
    static void suite##_##name##_explored();                                                       \
    TEST(suite, name) {                                                                            \
        ::explore::run_test(&suite##_##name##_explored, ::explore::Options{__VA_ARGS__}, __FILE__, \
                            __LINE__);                                                             \
    }                                                                                              \
    static void suite##_##name##_explored()

/// A test whose body waits, on purpose, for what nobody will do. It passes if all that wait sleep;
/// a thread that looks again and again instead is diagnosed as "polls". Real threads would hang: no
/// native program has such a test.
#define EXPLORE_STUCK_TEST(suite, name, ...)                                                   \
    static void suite##_##name##_explored();                                                   \
    TEST(suite, name) {                                                                        \
        ::explore::run_stuck_test(&suite##_##name##_explored, ::explore::Options{__VA_ARGS__}, \
                                  __FILE__, __LINE__);                                         \
    }                                                                                          \
    static void suite##_##name##_explored()

/// Expects that exploring `body` (a function, or a lambda that captures nothing) finds `outcome`.
#define EXPLORE_EXPECT_FAILURE(body, outcome, ...)                                          \
    ::explore::expect_failure((body), (outcome), ::explore::Options{__VA_ARGS__}, __FILE__, \
                              __LINE__)
#else
#define EXPLORE_TEST(suite, name, ...)                                                       \
    static void suite##_##name##_native();                                                   \
    TEST(suite, name) { ::explore::run_native(&suite##_##name##_native, #suite "." #name); } \
    static void suite##_##name##_native()

#define EXPLORE_STUCK_TEST(suite, name, ...) [[maybe_unused]] static void suite##_##name##_stuck()
#endif
