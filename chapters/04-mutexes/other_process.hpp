// other_process.hpp - a second process for tests about mutexes: this program, in a role.
//
//     EXPECT_EQ(other_process(L"tries", name), DWORD{WAIT_OBJECT_0});
#pragma once

#include "common/win32/windows.hpp"

#include <string>

namespace chapter04 {

/// WAIT_TIMEOUT does not fit into the 8 bits of an exit code that survive Wine.
enum { kTimedOut = 2 };

/// Starts this program in a role and answers its exit code, which is what its wait has answered.
/// "tries": waits for the mutex with limit 0, and gives it back. "keeps": the same, but ends
/// without giving it back. Ended after 8 seconds; then it throws w32::Error 258.
DWORD other_process(const wchar_t* role, const std::wstring& mutex_name);

}  // namespace chapter04
