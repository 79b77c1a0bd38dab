// What notes/02-waits.md claims about objects: when each kind is signaled.
// Topics: T23 T24 T25 T26 T27 T28 T29 T34 M09 M11 M26
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <string>

using w32::Event;
using w32::Reset;
using w32::signaled_now;

namespace {

/// A folder of this process alone; removed with what is in it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        wchar_t base[MAX_PATH];
        w32::check(::GetTempPathW(MAX_PATH, base) != 0, "GetTempPathW");
        path_ = std::wstring(base) + L"workbook-02-" + std::to_wstring(::GetCurrentProcessId());
        w32::check(::CreateDirectoryW(path_.c_str(), nullptr), "CreateDirectoryW");
    }
    ~TemporaryFolder() {
        ::DeleteFileW(file().c_str());
        ::RemoveDirectoryW(path_.c_str());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const wchar_t* path() const { return path_.c_str(); }
    std::wstring file() const { return path_ + L"\\file"; }
    void create_file() const {
        (void)w32::own_file(
            ::CreateFileW(file().c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr),
            "CreateFileW");
    }

private:
    std::wstring path_;
};

}  // namespace

TEST(Signaled, AThreadThatHasEnded) {
    WB_CLAIM("N02-14", "A thread is signaled when it has ended, and stays so.");
    Event may_end{Reset::manual};
    w32::Thread thread([&] { may_end.wait(); });
    EXPECT_FALSE(signaled_now(thread.get()));
    may_end.set();
    EXPECT_EQ(w32::wait(thread.get(), w32::forever), w32::Waited::signaled);
    EXPECT_TRUE(signaled_now(thread.get()));
}

TEST(Signaled, AProcessThatHasEnded) {
    WB_CLAIM("N02-15", "A process is signaled when it has ended; then its exit code is final.");
    w32::Job job;
    w32::ProcessOptions options;
    options.job = &job;
    w32::Process child(L"cmd.exe /c exit 11", options);
    child.wait();
    EXPECT_EQ(child.exit_code(), 11u);
    EXPECT_TRUE(child.wait_for(std::chrono::milliseconds{0})) << "it stays so";
}

TEST(Signaled, AChangeNotificationUntilItIsRearmed) {
    WB_CLAIM("N02-16", "A change notification stays signaled until FindNextChangeNotification.");
    const TemporaryFolder folder;
    const HANDLE change =
        ::FindFirstChangeNotificationW(folder.path(), FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    ASSERT_NE(change, INVALID_HANDLE_VALUE);
    EXPECT_FALSE(signaled_now(change));
    folder.create_file();
    EXPECT_EQ(w32::wait(change, w32::forever), w32::Waited::signaled);
    EXPECT_TRUE(signaled_now(change)) << "a wait does not reset it";
    EXPECT_TRUE(::FindNextChangeNotification(change));
    EXPECT_FALSE(signaled_now(change));
    EXPECT_TRUE(::DeleteFileW(folder.file().c_str()));
    EXPECT_EQ(w32::wait(change, w32::forever), w32::Waited::signaled);
    ::FindCloseChangeNotification(change);
}

TEST(Signaled, ConsoleInputWhileARecordIsUnread) {
    WB_CLAIM("N02-17", "Console input is signaled while a record is unread, of whatever kind.");
    const HANDLE raw =
        ::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                      nullptr, OPEN_EXISTING, 0, nullptr);
    if (raw == INVALID_HANDLE_VALUE) GTEST_SKIP() << "this process has no console";
    const w32::Handle input(raw);
    INPUT_RECORD record{};
    record.EventType = FOCUS_EVENT;  // no key, and no program reads it as one
    DWORD written = 0;
    ASSERT_TRUE(::FlushConsoleInputBuffer(raw));
    ASSERT_TRUE(::WriteConsoleInputW(raw, &record, 1, &written));
    EXPECT_TRUE(signaled_now(raw));
    EXPECT_TRUE(signaled_now(raw)) << "a wait reads nothing";
    ASSERT_TRUE(::FlushConsoleInputBuffer(raw));
}

TEST(Signaled, AnEventThatIsSet) {
    WB_CLAIM("N02-18",
             "An event is signaled when set: a manual one until reset, else for one wait.");
    Event manual{Reset::manual};
    Event automatic{Reset::automatic};
    manual.set();
    automatic.set();
    EXPECT_TRUE(signaled_now(manual.get()));
    EXPECT_TRUE(signaled_now(manual.get()));
    EXPECT_TRUE(signaled_now(automatic.get()));
    EXPECT_FALSE(signaled_now(automatic.get()));
}

TEST(Signaled, AnEventThatTheSystemSets) {
    WB_CLAIM("N02-19", "The system sets the event of an overlapped request when that is done.");
    const std::wstring name =
        L"\\\\.\\pipe\\workbook-02-" + std::to_wstring(::GetCurrentProcessId());
    const w32::Handle server = w32::own_file(
        ::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                           PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 512, 512, 0, nullptr),
        "CreateNamedPipeW");
    Event done{Reset::manual};
    OVERLAPPED request{};
    request.hEvent = done.get();
    ASSERT_FALSE(::ConnectNamedPipe(server.get(), &request));
    ASSERT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    EXPECT_FALSE(signaled_now(done.get()));
    const w32::Handle client = w32::own_file(
        ::CreateFileW(name.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr),
        "CreateFileW");
    done.wait();
    DWORD bytes = 0;
    EXPECT_TRUE(::GetOverlappedResult(server.get(), &request, &bytes, FALSE));
}

TEST(Signaled, AMutexThatNobodyOwns) {
    WB_CLAIM("N02-20", "A mutex is signaled while nobody owns it, whether somebody waits or not.");
    w32::Mutex mutex;
    EXPECT_TRUE(mutex.try_lock());
    w32::Thread([&] { EXPECT_FALSE(mutex.try_lock()); }).join();
    mutex.unlock();
    w32::Thread([&] {
        EXPECT_TRUE(mutex.try_lock());
        mutex.unlock();
    }).join();
}

TEST(Signaled, ASemaphoreAboveZero) {
    WB_CLAIM("N02-21", "A semaphore is signaled while its count is above 0; each wait takes one.");
    w32::Semaphore units(2, 2);
    EXPECT_TRUE(signaled_now(units.get()));
    EXPECT_TRUE(signaled_now(units.get()));
    EXPECT_FALSE(signaled_now(units.get()));
}

TEST(Signaled, ATimerWhoseTimeHasCome) {
    WB_CLAIM("N02-22", "A timer is signaled when its time has come; starting it again clears it.");
    w32::WaitableTimer timer{Reset::manual};
    EXPECT_FALSE(signaled_now(timer.get()));
    timer.start(std::chrono::milliseconds{1});
    timer.wait();
    EXPECT_TRUE(signaled_now(timer.get())) << "a manual one stays so";
    timer.start(std::chrono::hours{1});
    EXPECT_FALSE(signaled_now(timer.get()));
    timer.cancel();
    EXPECT_FALSE(signaled_now(timer.get())) << "stopping it signals nobody";
}

TEST(Messages, AreTheIndexAfterTheHandles) {
    WB_CLAIM("N02-23", "MsgWaitForMultipleObjects answers WAIT_OBJECT_0 + n for input: n handles.");
    Event event{Reset::manual};
    const HANDLE handle = event.get();
    MSG message;
    ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
    ASSERT_TRUE(::PostThreadMessageW(::GetCurrentThreadId(), WM_APP, 0, 0));
    EXPECT_EQ(::MsgWaitForMultipleObjects(1, &handle, FALSE, INFINITE, QS_ALLINPUT),
              WAIT_OBJECT_0 + 1);
    event.set();
    EXPECT_EQ(::MsgWaitForMultipleObjects(1, &handle, FALSE, INFINITE, QS_ALLINPUT), WAIT_OBJECT_0);
    EXPECT_TRUE(::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}

TEST(Messages, ThatWereSeenAreNotNew) {
    WB_CLAIM("N02-24",
             "Input that was seen and left does not count; MWMO_INPUTAVAILABLE counts it.");
    MSG message;
    ASSERT_TRUE(::PostThreadMessageW(::GetCurrentThreadId(), WM_APP, 0, 0));
    EXPECT_TRUE(::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE));
    EXPECT_EQ(::MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(::MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, MWMO_INPUTAVAILABLE),
              WAIT_OBJECT_0);
    EXPECT_TRUE(::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}
