// case.hpp - a small program that the searches are compared on.
//
//     EXPLORE_CASE(TwoThreadsOneLock) { ... }
//
// The full search of it must be through in about a second. Then partial-order reduction has to find
// exactly the same traces, each of them once (honesty_test.cpp). Together the cases touch every
// object of the model.
#pragma once

#include "common/explore/explore.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

struct Traits {
    explore::Options options = {};
    /// Nothing in it could come in another order, or it makes no difference. Any other case has
    /// several traces.
    bool one_trace = false;
    /// What comes in one order or another are accesses to variables that are not Shared.
    bool plain = false;
    /// The finding that the search meets first.
    explore::Outcome finding = explore::Outcome::passed;
    /// What it must lead to; empty: that does not matter.
    std::set<std::string> outcomes = {};
    /// The same under x86-TSO, if it is not the same.
    std::set<std::string> tso_outcomes = {};
};

/// Makes two tests of a case: under sequential consistency and under x86-TSO.
struct RegisteredCase {
    RegisteredCase(const char* name, void (*body)(), const Traits& traits);
};

/// After the name may come traits: EXPLORE_CASE(Flag, .outcomes = {"set", "clear"})
#define EXPLORE_CASE(name, ...)                                                       \
    static void name();                                                               \
    static const RegisteredCase name##_registered(#name, &name, Traits{__VA_ARGS__}); \
    static void name()
