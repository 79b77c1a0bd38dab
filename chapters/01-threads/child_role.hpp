// child_role.hpp - what ends a process is tried in a child process of its own.
//
//     EXPECT_EQ(exit_code_of_child(L"exit-thread-in-main"), 42u);
//
// The child is this test program, started with a role: it plays the role instead of running tests,
// before main, so that neither GoogleTest nor the watchdog has a thread in it.
#pragma once

#include "common/win32/windows.hpp"

namespace chapter01 {

/// Starts this program in the role, waits for its end at most 8 seconds (then it is ended and an
/// Error 258 thrown) and answers its exit code.
DWORD exit_code_of_child(const wchar_t* role);

/// The role "terminate" answers with these bits.
enum TerminateSaw : DWORD {
    kEndedWithItsCode = 1,
    kNoDestructor = 2,
    kMutexAbandoned = 4,
    kSectionLocked = 8,
    kStackFreed = 16
};

/// The exit code of the role "throw-in-thread" when std::terminate was called.
enum { kTerminateWasCalled = 55 };

}  // namespace chapter01
