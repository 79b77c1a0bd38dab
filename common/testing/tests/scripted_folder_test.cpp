// Tests of the scripted folder: what it has changed, others have been told.
#include "common/testing/scripted_folder.hpp"

#include <gtest/gtest.h>

using Names = std::set<std::wstring>;

TEST(ScriptedFolder, HasWhatWasCreatedRenamedAndRemoved) {
    workbook::ScriptedFolder folder;
    folder.create(L"a");
    folder.create(L"b");
    folder.rename(L"b", L"c");
    folder.remove(L"a");
    folder.create_folder(L"d");
    EXPECT_EQ(folder.names(), (Names{L"c", L"d"}));
}

TEST(ScriptedFolder, HasToldEachChangeWhenTheCallReturns) {
    workbook::ScriptedFolder folder;
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.path().c_str(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    ASSERT_NE(change, INVALID_HANDLE_VALUE);
    const auto told = [&] {
        const bool signaled = w32::signaled_now(change);
        return ::FindNextChangeNotification(change) && signaled;
    };
    folder.create(L"a");
    EXPECT_TRUE(told());
    folder.rename(L"a", L"b");
    EXPECT_TRUE(told());
    folder.remove(L"b");
    EXPECT_TRUE(told());
    ::FindCloseChangeNotification(change);
}

TEST(ScriptedFolder, IsGoneWithWhatIsInIt) {
    std::wstring path;
    {
        workbook::ScriptedFolder folder;
        path = folder.path();
        folder.create(L"a");
        folder.append(L"a");
        folder.protect(L"a");
        folder.create_folder(L"b");
    }
    EXPECT_EQ(::GetFileAttributesW(path.c_str()), INVALID_FILE_ATTRIBUTES);
}

TEST(ScriptedFolder, IsNotSharedByTwo) {
    workbook::ScriptedFolder one;
    workbook::ScriptedFolder two;
    one.create(L"a");
    EXPECT_TRUE(two.names().empty());
}
