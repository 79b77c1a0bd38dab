// claim.hpp - ties a sentence of a note to the test that proves it.
//
//     TEST(ThreadHandle, ClosingItDoesNotEndTheThread) {
//         WB_CLAIM("N01-05", "Closing a thread's handle does not end the thread.");
//         ...
//     }
//
// The note gives the same id after the same sentence; CTest's check.notes compares both sides.
#pragma once

#include "common/win32/platform.hpp"

#include <gtest/gtest.h>

#include <cstdio>

/// Prints the sentence that this test proves. `id` is NCC-NN: chapter and number. Both literals.
#define WB_CLAIM(id, sentence) std::printf("claim %s: %s\n", id, sentence)

/// For what Windows does and Wine does not: skips the rest of the test under Wine and says why.
/// The test then asserts what Windows does. Also listed in notes/platforms.md.
#define WB_SKIP_UNDER_WINE(reason) \
    if (w32::running_under_wine()) GTEST_SKIP() << "differs in Wine: " << reason
