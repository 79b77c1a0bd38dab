// case.hpp - a small program that the searches are compared on.
//
//     EXPLORE_CASE(TwoThreadsOneLock) { ... }
//
// The full search of it must be through in a few seconds. Then partial-order reduction has to find
// exactly the same traces, each of them once (honesty_test.cpp).
#pragma once

#include "common/explore/explore.hpp"

#include <gtest/gtest.h>

/// Makes two tests of a case: under sequential consistency and under x86-TSO.
struct RegisteredCase {
    RegisteredCase(const char* name, void (*body)(), const explore::Options& options);
};

/// After the name may come options: EXPLORE_CASE(Dekker, .plain = explore::Plain::interleaved)
#define EXPLORE_CASE(name, ...)                                                                 \
    static void name();                                                                         \
    static const RegisteredCase name##_registered(#name, &name, explore::Options{__VA_ARGS__}); \
    static void name()
