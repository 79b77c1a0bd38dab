// What notes/02-waits.md claims about objects: when each kind is signaled.
// Topics: T23 T24 T26 T27 T28 T29 T34 M09 M11 M26
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <string>
#include <vector>

using w32::Event;
using w32::Reset;
using w32::signaled_now;

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

TEST(Signaled, AProcessOpenedByItsNumber) {
    WB_CLAIM("N02-25", "OpenProcess opens a handle to a process that is there, and makes none.");
    w32::Job job;
    w32::Process child(w32::quote(w32::this_program()), {.job = &job, .suspended = true});
    const w32::Handle other =
        w32::own(::OpenProcess(SYNCHRONIZE, FALSE, child.id()), "OpenProcess");
    EXPECT_FALSE(signaled_now(other.get()));
    child.terminate(0);
    EXPECT_EQ(w32::wait(other.get(), w32::forever), w32::Waited::signaled) << "the same process";
    EXPECT_EQ(::OpenProcess(SYNCHRONIZE, FALSE, 0), nullptr);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
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

namespace {

/// A pipe whose server waits for a client, in an overlapped request.
struct Connecting {
    explicit Connecting(HANDLE event) {
        request.hEvent = event;
        w32::check(!::ConnectNamedPipe(server.get(), &request), "ConnectNamedPipe");
        w32::check(::GetLastError() == ERROR_IO_PENDING, "ConnectNamedPipe");
    }
    void connect() {
        client = w32::own_file(
            ::CreateFileW(name.c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr),
            "CreateFileW");
    }
    bool is_done() {
        DWORD bytes = 0;
        return ::GetOverlappedResult(server.get(), &request, &bytes, FALSE);
    }

    std::wstring name = L"\\\\.\\pipe\\workbook-02-" + std::to_wstring(::GetCurrentProcessId());
    w32::Handle server = w32::own_file(
        ::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                           PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 512, 512, 0, nullptr),
        "CreateNamedPipeW");
    w32::Handle client;
    OVERLAPPED request{};
};

}  // namespace

TEST(Signaled, AnEventThatTheSystemSets) {
    WB_CLAIM("N02-19", "The system sets the event of an overlapped request when that is done.");
    Event done{Reset::manual};
    Connecting pipe(done.get());
    EXPECT_FALSE(signaled_now(done.get()));
    pipe.connect();
    done.wait();
    EXPECT_TRUE(pipe.is_done());
}

TEST(Signaled, AFileWhoseRequestIsDone) {
    WB_CLAIM("N02-32", "A file handle is signaled when its overlapped request without event is.");
    Connecting pipe(nullptr);
    EXPECT_FALSE(signaled_now(pipe.server.get()));
    pipe.connect();
    EXPECT_EQ(w32::wait(pipe.server.get(), w32::forever), w32::Waited::signaled);
    EXPECT_TRUE(pipe.is_done());
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

TEST(Messages, OnlyOfTheKindsAskedFor) {
    WB_CLAIM("N02-36", "Only input of the kinds in the mask ends the wait.");
    MSG message;
    ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);  // makes the queue
    for (const DWORD kind : {DWORD{QS_TIMER}, DWORD{QS_POSTMESSAGE}}) {
        ASSERT_TRUE(::PostThreadMessageW(::GetCurrentThreadId(), WM_APP, 0, 0));
        EXPECT_EQ(::MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, kind),
                  kind == QS_TIMER ? DWORD{WAIT_TIMEOUT} : WAIT_OBJECT_0);
        EXPECT_TRUE(::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    }
}

TEST(Messages, ForAllAreWaitedForAsWell) {
    WB_CLAIM("N02-37", "A wait for all wants all the objects, and input besides.");
    const Event event{Reset::manual, true};
    const HANDLE handle = event.get();
    MSG message;
    ::PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);
    EXPECT_EQ(::MsgWaitForMultipleObjects(1, &handle, TRUE, 0, QS_ALLINPUT), DWORD{WAIT_TIMEOUT});
    ASSERT_TRUE(::PostThreadMessageW(::GetCurrentThreadId(), WM_APP, 0, 0));
    EXPECT_LE(::MsgWaitForMultipleObjects(1, &handle, TRUE, 0, QS_ALLINPUT), WAIT_OBJECT_0 + 1);
    EXPECT_TRUE(::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}

TEST(Messages, LeaveRoomFor63Handles) {
    WB_CLAIM("N02-35", "MsgWaitForMultipleObjects takes at most 63 handles; 64 fail: error 87.");
    std::vector<Event> events;
    std::vector<HANDLE> handles;
    for (int i = 0; i < MAXIMUM_WAIT_OBJECTS; ++i) {
        events.emplace_back(Reset::manual);
        handles.push_back(events.back().get());
    }
    EXPECT_EQ(::MsgWaitForMultipleObjects(63, handles.data(), FALSE, 0, QS_TIMER),
              DWORD{WAIT_TIMEOUT});
    ::SetLastError(0);
    EXPECT_EQ(::MsgWaitForMultipleObjects(64, handles.data(), FALSE, 0, QS_TIMER), WAIT_FAILED);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}
