// log_file_test.cpp - a log that is renamed when it has grown enough, and readers in its way.
#include "chapters/11-syelog/daemon/log_file.hpp"

#include "chapters/11-syelog/tests/files.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_folder.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;
using syelog::LogFile;
using syelog_tests::content_of;
using workbook::ScriptedFolder;

namespace {

std::wstring in(const ScriptedFolder& folder, const wchar_t* name) { return folder.file(name); }

// As Writer does: until all is taken.
void write_all(LogFile& file, std::string_view text) {
    while (!text.empty()) {
        const w32::IoResult done = file.write(text);
        ASSERT_TRUE(done.ok() && done.bytes > 0) << w32::describe(done.error);
        text.remove_prefix(done.bytes);
    }
}

w32::Handle open_without_sharing_deletion(const std::wstring& path) {
    return w32::own_file(
        ::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                      OPEN_EXISTING, 0, nullptr),
        "CreateFileW");
}

}  // namespace

TEST(LogFile, AppendsToWhatIsThere) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    write_all(*std::make_unique<LogFile>(syelog::LogFileOptions{.path = path}), "first run\n");
    LogFile file({.path = path});
    write_all(file, "second run\n");
    EXPECT_EQ(content_of(path), "first run\nsecond run\n");
}

TEST(LogFile, IsRenamedBeforeItGrowsTooLarge) {
    WB_CLAIM("N11-28", "A log that is full is renamed between two lines; none is lost.");
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 20, .keep = 2});
    write_all(file, "line 1\nline 2\nline 3\n");  // 21 bytes: two fit
    write_all(file, "line 4\nline 5\nline 6\nline 7\n");
    EXPECT_EQ(content_of(path), "line 7\n");
    EXPECT_EQ(content_of(path + L".1"), "line 5\nline 6\n");
    EXPECT_EQ(content_of(path + L".2"), "line 3\nline 4\n");
    EXPECT_EQ(folder.names().size(), 3u) << "the oldest one goes";
    EXPECT_EQ(file.rotations(), 3u);
}

TEST(LogFile, CountsWhatWasInItBefore) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    write_all(*std::make_unique<LogFile>(syelog::LogFileOptions{.path = path}), "0123456789\n");
    LogFile file({.path = path, .rotate_bytes = 20});
    write_all(file, "abcdefghij\n");
    EXPECT_EQ(content_of(path), "abcdefghij\n");
    EXPECT_EQ(content_of(path + L".1"), "0123456789\n");
}

TEST(LogFile, GivesALineThatIsTooLongAFileOfItsOwn) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 10});
    write_all(file, "short\na line that is longer than a file may be\nshort\n");
    EXPECT_EQ(content_of(path + L".2"), "short\n");
    EXPECT_EQ(content_of(path + L".1"), "a line that is longer than a file may be\n");
    EXPECT_EQ(content_of(path), "short\n");
}

TEST(LogFile, KeepsTheEndOfALineWithItsBeginning) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 10});
    write_all(file, "a line cut");  // as after a disk that was full in mid-line
    write_all(file, " in two\nnext\n");
    EXPECT_EQ(content_of(path + L".1"), "a line cut in two\n");
    EXPECT_EQ(content_of(path), "next\n");
}

TEST(LogFile, KeepsNoneWhenToldSo) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 10, .keep = 0});
    write_all(file, "line 1\nline 2\n");
    EXPECT_EQ(content_of(path), "line 2\n");
    EXPECT_EQ(folder.names().size(), 1u);
}

TEST(LogFile, GrowsOnWhileItCannotBeRenamed) {
    WB_CLAIM("N11-29", "A log that cannot be renamed grows on, and says so once.");
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    std::vector<std::string> said;
    LogFile file({.path = path, .rotate_bytes = 10, .keep = 1, .say = [&](const std::string& text) {
                      said.push_back(text);
                  }});
    write_all(file, "line 1\n");
    // A folder in the place of log.1: nothing can be renamed to that.
    folder.create_folder(L"log.1");
    write_all(file, "line 2\nline 3\nline 4\n");
    EXPECT_EQ(content_of(path), "line 1\nline 2\nline 3\nline 4\n");
    EXPECT_EQ(said.size(), 1u);
    EXPECT_NE(said.at(0).find("cannot be renamed"), std::string::npos) << said.at(0);
    ASSERT_TRUE(::RemoveDirectoryW((path + L".1").c_str()));
    write_all(file, "line 5\n");
    EXPECT_EQ(content_of(path + L".1"), "line 1\nline 2\nline 3\nline 4\n");
    EXPECT_EQ(content_of(path), "line 5\n");
}

TEST(LogFile, NeverWritesOverAnOlderPartOfItself) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 10, .keep = 2});
    write_all(file, "line 1\nline 2\n");
    folder.create_folder(L"log.2");
    // Not empty: so log.1 cannot take its place.
    w32::own_file(::CreateFileW((path + L".2\\inside").c_str(), GENERIC_WRITE, 0, nullptr,
                                CREATE_NEW, 0, nullptr),
                  "CreateFileW")
        .reset();
    write_all(file, "line 3\n");
    EXPECT_EQ(content_of(path + L".1"), "line 1\n");
    EXPECT_EQ(content_of(path), "line 2\nline 3\n");
    ASSERT_TRUE(::DeleteFileW((path + L".2\\inside").c_str()));
    ASSERT_TRUE(::RemoveDirectoryW((path + L".2").c_str()));
}

TEST(LogFile, MayBeReadWhileItIsWritten) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path});
    const w32::Handle reader = open_without_sharing_deletion(path);
    write_all(file, "seen at once\n");
    char text[64];
    DWORD bytes = 0;
    ASSERT_TRUE(::ReadFile(reader.get(), text, sizeof text, &bytes, nullptr));
    EXPECT_EQ(std::string(text, bytes), "seen at once\n");
}

TEST(LogFile, SaysWhyItCannotBeOpened) {
    ScriptedFolder folder;
    try {
        LogFile file({.path = folder.file(L"no such folder\\log")});
        FAIL() << "opened";
    } catch (const w32::Error& error) {
        EXPECT_EQ(error.code(), DWORD{ERROR_PATH_NOT_FOUND});
    }
}

TEST(LogFile, IsTriedAgainUntilItIsUnlocked) {
    WB_CLAIM("N11-30",
             "A log that is locked is written when the lock is gone, with all its lines.");
    WB_SKIP_UNDER_WINE("a locked part of a file can be written all the same");
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path});
    const w32::Handle other =
        w32::own_file(::CreateFileW(path.c_str(), GENERIC_READ,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, 0, nullptr),
                      "CreateFileW");
    OVERLAPPED everything{};
    ASSERT_TRUE(
        ::LockFileEx(other.get(), LOCKFILE_EXCLUSIVE_LOCK, 0, MAXDWORD, MAXDWORD, &everything));
    w32::Event refused(w32::Reset::manual);
    syelog::Writer writer(
        {.output = file.output(), .retry = 1ms, .say = [&](const std::string&) { refused.set(); }});
    writer.push("while it is locked\n");
    refused.wait();
    ASSERT_TRUE(::UnlockFileEx(other.get(), 0, MAXDWORD, MAXDWORD, &everything));
    writer.finish();
    EXPECT_EQ(writer.loss().lines, 0u);
    EXPECT_EQ(content_of(path), "while it is locked\n");
}

// The name of a file that was deleted while somebody reads it cannot be used again, until he closes
// it: on systems before Windows 10 1809, and on Wine.
TEST(LogFile, GoesOnWhenTheReaderOfADeletedLogHasLeft) {
    ScriptedFolder folder;
    const std::wstring path = in(folder, L"log");
    LogFile file({.path = path, .rotate_bytes = 10, .keep = 0});
    write_all(file, "line 1\n");
    w32::Handle reader =
        w32::own_file(::CreateFileW(path.c_str(), GENERIC_READ,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, 0, nullptr),
                      "CreateFileW");
    std::string_view text = "line 2\nline 3\n";
    const w32::IoResult first = file.write(text);
    text.remove_prefix(first.bytes);
    reader.reset();
    write_all(file, text);
    const std::string log = content_of(path);
    EXPECT_EQ(log.substr(log.size() - 7), "line 3\n");
}
