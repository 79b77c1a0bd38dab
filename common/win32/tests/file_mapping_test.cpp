// file_mapping_test.cpp - memory that another process sees.
#include "common/win32/file_mapping.hpp"

#include "helpers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace {

using helpers::error_of;
using w32::FileMapping;

TEST(FileMapping, IsZeroWhenNew) {
    const FileMapping memory(nullptr, 10'000);
    EXPECT_TRUE(memory.created());
    EXPECT_EQ(memory.bytes().size(), 10'000u);
    EXPECT_TRUE(std::all_of(memory.bytes().begin(), memory.bytes().end(),
                            [](std::byte b) { return b == std::byte{0}; }));
}

TEST(FileMapping, IsOneMemoryUnderOneName) {
    const auto name = helpers::unique(L"Local\\workbook.mapping");
    ::SetLastError(ERROR_ALREADY_EXISTS);  // left over: must not count
    const FileMapping first(name.c_str(), sizeof(LONG));
    const FileMapping second(name.c_str(), sizeof(LONG));
    EXPECT_TRUE(first.created());
    EXPECT_FALSE(second.created());
    first.as<LONG>() = 42;
    EXPECT_EQ(second.as<LONG>(), 42);
    EXPECT_NE(&first.as<LONG>(), &second.as<LONG>()) << "at an address of its own";
}

TEST(FileMapping, IsSharedWithAnotherProcess) {
    const auto name = helpers::unique(L"Local\\workbook.mapping");
    const FileMapping memory(name.c_str(), sizeof(LONG));
    auto& counter = memory.as<volatile LONG>();
    counter = 41;
    w32::Job job;
    w32::Process other(helpers::child(L"increment " + name), {.job = &job});
    other.wait();
    EXPECT_EQ(other.exit_code(), 0u) << "it opened what we had made";
    EXPECT_EQ(counter, 42);
}

TEST(FileMapping, GoesWithItsLastUser) {
    const auto name = helpers::unique(L"Local\\workbook.mapping");
    { FileMapping(name.c_str(), sizeof(LONG)).as<LONG>() = 42; }
    const FileMapping again(name.c_str(), sizeof(LONG));
    EXPECT_TRUE(again.created());
    EXPECT_EQ(again.as<LONG>(), 0);
}

TEST(FileMapping, RefusesMoreThanTheMappingHas) {
    const auto name = helpers::unique(L"Local\\workbook.mapping");
    const FileMapping small(name.c_str(), 16);
    EXPECT_EQ(error_of([&] { const FileMapping large(name.c_str(), 1 << 20); }),
              DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(error_of([&] { (void)small.as<std::array<char, 17>>(); }),
              DWORD{ERROR_INSUFFICIENT_BUFFER});
}

TEST(FileMapping, RefusesNoBytesAndATakenName) {
    EXPECT_EQ(error_of([] { const FileMapping none(nullptr, 0); }), DWORD{ERROR_INVALID_PARAMETER});
    const auto name = helpers::unique(L"Local\\workbook.clash");
    const w32::Handle event =
        w32::own(::CreateEventW(nullptr, TRUE, FALSE, name.c_str()), "CreateEventW");
    EXPECT_EQ(error_of([&] { const FileMapping memory(name.c_str(), 16); }),
              DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
