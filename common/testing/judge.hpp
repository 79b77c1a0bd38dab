// judge.hpp - how a judge says what is wrong: by name, so that judges can be tested themselves.
//
//     if (delivered != expected)
//         WB_DIAGNOSE("shared-argument") << "five workers got the address of one variable";
//
// The name is what lab.txt and the mistake files announce; the sentence is for the learner. The
// first diagnosis of a run is its verdict, printed last: "VERDICT  shared-argument in Suite.Test".
#pragma once

#include <gtest/gtest.h>

/// Fails the running test under a name: lower case letters, digits and '-'. A string literal.
#define WB_DIAGNOSE(name) ADD_FAILURE() << "[" name "] "
