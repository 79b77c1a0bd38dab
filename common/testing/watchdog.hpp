// watchdog.hpp - a test that hangs gets an answer: who waits for what, where.
//
// A wrong lab rarely crashes: it waits for ever. Without a limit the learner would stare at a
// silent window, so each test gets ten seconds (WORKBOOK_TEST_LIMIT_MS sets another limit), and
// then a sentence per thread from the wait board and the end of the process, exit code 3. A test
// that still computes, but has not had ten seconds of the processor, gets more of them, up to seven
// times the limit: on a busy machine it is only late. A test whose thread has ended under it
// is told at once.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

namespace workbook {

/// Watches each test from its start to its end. While a debugger is attached it never bites: the
/// learner stopped the threads, not a deadlock.
std::unique_ptr<testing::TestEventListener> make_watchdog();

/// How long a test may take.
std::chrono::milliseconds test_limit();

/// Answers a crash (access violation, stack overflow, ...) with one line and exit code 4 instead
/// of a dialog. Call once, first thing in main.
void answer_crashes();

/// Says this, too, if the running test crashes. nullptr: nothing more to be said. The text stays
/// the caller's and has to outlive the test. Safe to call from any thread.
void note_for_a_crash(const char* sentence);

}  // namespace workbook
