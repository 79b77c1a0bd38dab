// What notes/04-mutexes.md claims about names, creation, and other processes.
// Topics: T45 T48 T49 T53 T54 M25
#include "chapters/04-mutexes/other_process.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"

#include <string>

using chapter04::other_process;
using w32::Handle;
using w32::Mutex;
using w32::Thread;
using w32::Waited;

namespace {

// One per process: several runs of this program do not meet.
std::wstring name(const wchar_t* tail = L"") {
    return L"workbook.ch04." + std::to_wstring(::GetCurrentProcessId()) + tail;
}
std::wstring local(const wchar_t* tail = L"") { return L"Local\\" + name(tail); }

/// What a creation has answered.
struct Created {
    Handle handle;
    DWORD error;
};
Created create(const std::wstring& name, BOOL owner = FALSE) {
    ::SetLastError(ERROR_NO_MORE_FILES);
    const HANDLE raw = ::CreateMutexW(nullptr, owner, name.c_str());
    const DWORD error = ::GetLastError();
    return {Handle(raw), error};
}
Created open(const std::wstring& name) {
    const HANDLE raw = ::OpenMutexW(SYNCHRONIZE, FALSE, name.c_str());
    const DWORD error = ::GetLastError();
    return {Handle(raw), error};
}

/// By another thread, which gives it back.
bool is_free(HANDLE mutex) {
    bool free = false;
    Thread("looks", [&] {
        free = w32::signaled_now(mutex);
        if (free) ::ReleaseMutex(mutex);
    }).join();
    return free;
}

}  // namespace

TEST(Mutex, CrossesProcesses) {
    WB_CLAIM("N04-01", "A mutex with a name is one mutex in all processes that know the name.");
    Mutex mutex(local().c_str());
    EXPECT_EQ(other_process(L"tries", local()), DWORD{WAIT_OBJECT_0});
    (void)mutex.lock();
    EXPECT_EQ(other_process(L"tries", local()), DWORD{chapter04::kTimedOut});
    mutex.unlock();
}

TEST(Abandoned, ByAProcessThatEnds) {
    WB_CLAIM("N04-15", "It is the same when the owner's whole process ends.");
    Mutex mutex(local().c_str());
    EXPECT_EQ(other_process(L"keeps", local()), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(mutex.lock(), Waited::abandoned);
}

TEST(Name, IsCreatedOnceThenOpened) {
    WB_CLAIM("N04-21", "Both get a handle; if the mutex existed, the last error is 183, else 0.");
    const Created first = create(local());
    const Created second = create(local());
    ASSERT_TRUE(first.handle);
    ASSERT_TRUE(second.handle);
    EXPECT_EQ(first.error, DWORD{ERROR_SUCCESS});
    EXPECT_EQ(second.error, DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(ERROR_ALREADY_EXISTS, 183);
    ASSERT_TRUE(w32::signaled_now(first.handle.get()));
    EXPECT_FALSE(is_free(second.handle.get())) << "two handles, one mutex";
}

TEST(Name, HasOneCreator) {
    WB_CLAIM("N04-22", "Of all who create it at the same time exactly one has created it.");
    for (int round = 0; round < 20; ++round) {
        w32::Event gate{w32::Reset::manual};
        Created created[4];
        {
            Thread threads[4];
            for (int i = 0; i < 4; ++i)
                threads[i] = Thread("creates", [&gate, &mine = created[i]] {
                    gate.wait();
                    mine = create(local(L".race"));
                });
            gate.set();
        }
        int creators = 0;
        for (const Created& one : created) creators += one.error == ERROR_SUCCESS ? 1 : 0;
        ASSERT_EQ(creators, 1);
    }
}

TEST(Name, GoesWithTheLastHandle) {
    WB_CLAIM("N04-23", "OpenMutexW makes none; the name goes with the last handle.");
    EXPECT_EQ(open(local()).error, DWORD{ERROR_FILE_NOT_FOUND});
    {
        Created first = create(local());
        const Created second = open(local());
        first.handle.reset();
        EXPECT_TRUE(open(local()).handle) << "one handle is left";
    }
    const Created gone = open(local());
    EXPECT_FALSE(gone.handle);
    EXPECT_EQ(gone.error, DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(Name, IsSharedByAllKindsOfObjects) {
    WB_CLAIM("N04-24", "Another kind of object in the way means NULL, error 6.");
    const w32::Event event(w32::Reset::manual, local().c_str());
    const Created mutex = create(local());
    EXPECT_FALSE(mutex.handle);
    EXPECT_EQ(mutex.error, DWORD{ERROR_INVALID_HANDLE});
}

TEST(Name, DistinguishesCapitals) {
    WB_CLAIM("N04-25", "Capitals matter in the name of a mutex.");
    const Created small = create(local(L".a"));
    ASSERT_TRUE(small.handle);
    EXPECT_FALSE(open(local(L".A")).handle);
}

TEST(Name, IsLocalUnlessItSaysGlobal) {
    WB_CLAIM("N04-26", "Without a prefix a name belongs to the session, as with Local\\.");
    const Created mutex = create(local());
    EXPECT_TRUE(open(name()).handle);
    DWORD session = 0;
    ASSERT_TRUE(::ProcessIdToSessionId(::GetCurrentProcessId(), &session));
    // Session 0 has no names of its own.
    EXPECT_EQ(static_cast<bool>(open(L"Global\\" + name()).handle), session == 0);
}

TEST(Name, HasNoFurtherBackslash) {
    WB_CLAIM("N04-27", "After the prefix there is no other backslash.");
    const Created mutex = create(local(L"\\a"));
    EXPECT_FALSE(mutex.handle);
    EXPECT_EQ(mutex.error, DWORD{ERROR_PATH_NOT_FOUND});
}

TEST(InitialOwner, OwnsItFromTheStart) {
    WB_CLAIM("N04-28", "Who creates the mutex with TRUE owns it from its first moment.");
    const Created mutex = create(local(), TRUE);
    EXPECT_FALSE(is_free(mutex.handle.get()));
    EXPECT_TRUE(::ReleaseMutex(mutex.handle.get()));
    EXPECT_TRUE(is_free(mutex.handle.get()));
}

TEST(InitialOwner, IsOnlyTheCreator) {
    WB_CLAIM("N04-29", "Who opens an existing one is not made its owner; TRUE means nothing.");
    const Created first = create(local());
    const Created second = create(local(), TRUE);
    EXPECT_EQ(second.error, DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_TRUE(is_free(second.handle.get()));
    EXPECT_FALSE(::ReleaseMutex(second.handle.get()));
}
