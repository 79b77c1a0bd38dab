// platform_test.cpp - which system this is, told once and without contradiction.
#include "common/win32/platform.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Platform, NamesOneOfTheTwoSystems) {
    const std::string name = w32::platform_name();
    if (w32::running_under_wine()) {
        EXPECT_GE(w32::wine_major(), 1);
        EXPECT_EQ(name.rfind("Wine " + std::to_string(w32::wine_major()), 0), 0u) << name;
    } else {
        EXPECT_EQ(w32::wine_major(), 0);
        EXPECT_EQ(name.rfind("Windows 1", 0), 0u) << name << ": 6.2 is what a shim answers";
    }
}

}  // namespace
