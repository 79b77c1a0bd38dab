// peek_test.cpp - what a trace reads of the lab's memory, wherever its pointers point.
#include "common/explore/engine/peek.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace {

using explore::peek;

constexpr std::size_t kPage = 4096;

/// Three pages: one that can be read, one that cannot, and one that guards a stack.
class Pages {
public:
    Pages()
        : at(static_cast<char*>(
              ::VirtualAlloc(nullptr, 3 * kPage, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE))) {
        DWORD before = 0;
        EXPECT_TRUE(::VirtualProtect(at + kPage, kPage, PAGE_NOACCESS, &before));
        EXPECT_TRUE(::VirtualProtect(at + 2 * kPage, kPage, PAGE_READWRITE | PAGE_GUARD, &before));
    }
    ~Pages() { ::VirtualFree(at, 0, MEM_RELEASE); }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;

    char* const at;
};

TEST(Peek, ReadsWhatIsThere) {
    const Pages pages;
    std::uint64_t value = 0;
    pages.at[kPage - 1] = 42;
    EXPECT_TRUE(peek(pages.at + kPage - 1, &value, 1));
    EXPECT_EQ(value, 42u);
    EXPECT_TRUE(peek("only to be read", &value, 4));
}

TEST(Peek, LeavesAloneWhatIsNot) {
    const Pages pages;
    std::uint64_t value = 7;
    EXPECT_FALSE(peek(nullptr, &value, 8));
    EXPECT_FALSE(peek(pages.at + kPage, &value, 8));
    EXPECT_FALSE(peek(pages.at + kPage - 4, &value, 8)) << "half of it is on the other page";
    EXPECT_FALSE(peek(pages.at + 2 * kPage, &value, 8));
    EXPECT_EQ(value, 7u);
    MEMORY_BASIC_INFORMATION guard{};
    EXPECT_NE(::VirtualQuery(pages.at + 2 * kPage, &guard, sizeof guard), 0u);
    EXPECT_NE(guard.Protect & PAGE_GUARD, 0u) << "a peek has used it up";
}

}  // namespace
