// security_test.cpp - who a process is, and what a descriptor says.
#include "common/win32/security.hpp"

#include "common/win32/mutex.hpp"
#include "common/win32/text.hpp"

#include <gtest/gtest.h>

TEST(SecurityDescriptor, IsMadeFromItsText) {
    w32::SecurityDescriptor everybody(L"D:(A;;GA;;;WD)");
    ASSERT_NE(everybody.attributes()->lpSecurityDescriptor, nullptr);
    EXPECT_TRUE(::IsValidSecurityDescriptor(everybody.attributes()->lpSecurityDescriptor));
    EXPECT_EQ(everybody.attributes()->nLength, sizeof(SECURITY_ATTRIBUTES));
    EXPECT_FALSE(everybody.attributes()->bInheritHandle);
    const w32::Handle mutex =
        w32::own(::CreateMutexW(everybody.attributes(), FALSE, nullptr), "CreateMutexW");
    EXPECT_TRUE(mutex);
}

TEST(SecurityDescriptor, RefusesATextThatIsNone) {
    EXPECT_THROW(w32::SecurityDescriptor(L"everybody, please"), w32::Error);
}

TEST(User, OfThisProcessHasAnIdentifierAndAName) {
    const std::wstring sid = w32::own_sid();
    EXPECT_EQ(sid.find(L"S-1-"), 0u) << w32::to_utf8(sid);
    EXPECT_EQ(sid, w32::sid_of(::GetCurrentProcess()));
    EXPECT_NE(w32::user_of(::GetCurrentProcess()).find('\\'), std::string::npos)
        << w32::user_of(::GetCurrentProcess());
}

TEST(User, OfAHandleThatIsNoneIsEmpty) {
    EXPECT_TRUE(w32::sid_of(nullptr).empty());
    EXPECT_TRUE(w32::user_of(nullptr).empty());
}
