// What notes/01-threads.md claims about starting a thread: CreateThread, its handle, its id.
// Topics: T09 T11 T12 T13 T14 T16 T17 M01 M03
#include "chapters/01-threads/raw_thread.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/handle_count.hpp"

#include <process.h>

#include <cerrno>
#include <string>
#include <type_traits>

using chapter01::exit_code;
using chapter01::run;
using chapter01::start;
using chapter01::wait_for_end;
using w32::Event;
using w32::Reset;

namespace {

/// A worker that says when it runs, waits for permission, and says goodbye.
struct Work {
    Event running{Reset::manual};
    Event may_end{Reset::manual};
    Event said_goodbye{Reset::manual};

    static DWORD WINAPI routine(LPVOID argument) {
        Work& work = *static_cast<Work*>(argument);
        work.running.set();
        work.may_end.wait();
        work.said_goodbye.set();
        return 42;
    }
    w32::Handle start() {
        w32::Handle thread = chapter01::start(&routine, this);
        running.wait();
        return thread;
    }
};

w32::Handle duplicate(HANDLE handle) {
    HANDLE copy = nullptr;
    const HANDLE process = ::GetCurrentProcess();
    w32::check(::DuplicateHandle(process, handle, process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS),
               "DuplicateHandle");
    return w32::Handle(copy);
}

w32::Handle begin(unsigned(__stdcall* routine)(void*), void* argument) {
    const std::uintptr_t raw = ::_beginthreadex(nullptr, 0, routine, argument, 0, nullptr);
    w32::check(raw != 0, "_beginthreadex");
    return w32::Handle(reinterpret_cast<HANDLE>(raw));
}

}  // namespace

TEST(CreateThread, PassesThePointerNotWhatItPointsTo) {
    WB_CLAIM("N01-13", "CreateThread copies the pointer, never what it points to.");
    int value = 1;
    const w32::Handle thread = start(
        [](LPVOID argument) -> DWORD { return static_cast<DWORD>(*static_cast<int*>(argument)); },
        &value, CREATE_SUSPENDED);
    value = 2;
    ASSERT_EQ(::ResumeThread(thread.get()), 1u);
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 2u) << "it read what the variable held when it ran";
}

TEST(CreateThread, CarriesANumberInThePointer) {
    WB_CLAIM("N01-14", "A number fits into the pointer itself; then nothing has to stay alive.");
    const w32::Handle thread = start(
        [](LPVOID argument) -> DWORD {
            return static_cast<DWORD>(reinterpret_cast<UINT_PTR>(argument));
        },
        reinterpret_cast<LPVOID>(UINT_PTR{17}));
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 17u);
}

TEST(CreateThread, SuspendedLetsTheCreatorStoreHandleAndIdFirst) {
    WB_CLAIM("N01-15", "Only CREATE_SUSPENDED has handle and id stored before the thread runs.");
    struct Stored {
        HANDLE handle = nullptr;
        DWORD id = 0;
        bool seen = false;
    } stored;
    const w32::Handle thread = w32::own(::CreateThread(
                                            nullptr, 0,
                                            [](LPVOID argument) -> DWORD {
                                                Stored& mine = *static_cast<Stored*>(argument);
                                                mine.seen = mine.id == ::GetCurrentThreadId() &&
                                                            ::GetThreadId(mine.handle) == mine.id;
                                                return 0;
                                            },
                                            &stored, CREATE_SUSPENDED, &stored.id),
                                        "CreateThread");
    stored.handle = thread.get();
    ASSERT_EQ(::ResumeThread(thread.get()), 1u);
    wait_for_end(thread);
    EXPECT_TRUE(stored.seen);
}

TEST(CreateThread, TakesTheStackSizeAsSizeT) {
    WB_CLAIM("N01-16", "The stack size is a SIZE_T: 64 bits in a 64-bit program.");
    using Declared = HANDLE(WINAPI*)(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE, LPVOID,
                                     DWORD, LPDWORD);
    static_assert(std::is_same_v<decltype(&::CreateThread), Declared>);
    static_assert(sizeof(SIZE_T) == sizeof(void*));
}

TEST(ThreadRoutine, IsDwordWinapiOfOnePointer) {
    WB_CLAIM("N01-17", "A thread routine is DWORD WINAPI (void*): no member, no capture, no int.");
    struct Object {
        DWORD member(LPVOID) { return 0; }
        static DWORD WINAPI fixed(LPVOID) { return 0; }
    };
    const auto bare = [](LPVOID) -> DWORD { return 0; };
    DWORD code = 0;
    const auto capturing = [&code](LPVOID) -> DWORD { return code; };
    using Routine = LPTHREAD_START_ROUTINE;
    static_assert(std::is_same_v<Routine, DWORD(WINAPI*)(LPVOID)>);
    static_assert(std::is_convertible_v<decltype(&Object::fixed), Routine>);
    static_assert(!std::is_convertible_v<decltype(&Object::member), Routine>);
    static_assert(std::is_convertible_v<decltype(bare), Routine>);
    static_assert(!std::is_convertible_v<decltype(capturing), Routine>);
    static_assert(!std::is_convertible_v<int (*)(LPVOID), Routine>);
    (void)capturing;
}

TEST(CallingConvention, IsOneIn64BitPrograms) {
    WB_CLAIM("N01-18", "64-bit Windows has one calling convention; the old words change nothing.");
    if (sizeof(void*) == 4) GTEST_SKIP() << "a 32-bit program has several";
    // Called through a pointer of the other kind: in a 32-bit program the stack would be ruined.
    const auto standard = [](int a, int b) { return 10 * a + b; };
    int(__stdcall * as_stdcall)(int, int) = standard;
    int(__cdecl * as_cdecl)(int, int) = standard;
    EXPECT_EQ(reinterpret_cast<int(__cdecl*)(int, int)>(as_stdcall)(1, 2), 12);
    EXPECT_EQ(reinterpret_cast<int(__stdcall*)(int, int)>(as_cdecl)(3, 4), 34);
}

TEST(ThreadHandle, ClosingItDoesNotEndTheThread) {
    WB_CLAIM("N01-19", "Closing a thread's handle does not end the thread.");
    Work work;
    ASSERT_TRUE(::CloseHandle(work.start().release()));
    work.may_end.set();
    work.said_goodbye.wait();  // a hang here would be the answer no
}

TEST(ThreadHandle, IsOneOfSeveralToTheSameObject) {
    WB_CLAIM("N01-20",
             "A handle is a reference: DuplicateHandle makes one more to the same object.");
    Work work;
    const w32::Handle thread = work.start();
    // The difference, not the number: nothing says how many handles Windows holds for itself.
    const DWORD at_first = w32::handle_count(thread.get());
    {
        const w32::Handle second = duplicate(thread.get());
        EXPECT_EQ(w32::handle_count(thread.get()), at_first + 1);
        EXPECT_EQ(::GetThreadId(second.get()), ::GetThreadId(thread.get()));
    }
    EXPECT_EQ(w32::handle_count(thread.get()), at_first);
    if (w32::running_under_wine()) {
        EXPECT_EQ(at_first, 1u);
    }
    work.may_end.set();
    wait_for_end(thread);
}

TEST(ThreadHandle, KeepsTheObjectAfterTheThreadHasEnded) {
    WB_CLAIM("N01-21", "The thread object outlives the thread while a handle refers to it.");
    Work work;
    w32::Handle first = work.start();
    const w32::Handle second = duplicate(first.get());
    first.reset();
    work.may_end.set();
    wait_for_end(second);
    EXPECT_EQ(exit_code(second), 42u);
    EXPECT_TRUE(w32::signaled_now(second.get()));
}

TEST(ThreadHandle, IsNotInheritedUnlessAsked) {
    WB_CLAIM("N01-22", "With NULL attributes a child process does not inherit the handle.");
    const w32::Handle thread = start([](LPVOID) -> DWORD { return 0; }, nullptr);
    DWORD flags = 0;
    ASSERT_TRUE(::GetHandleInformation(thread.get(), &flags));
    EXPECT_EQ(flags & HANDLE_FLAG_INHERIT, 0u);
    wait_for_end(thread);
}

TEST(ThreadHandle, FromGetCurrentThreadMeansWhoeverUsesIt) {
    WB_CLAIM("N01-23", "GetCurrentThread answers a constant that means the thread that uses it.");
    const HANDLE mine = ::GetCurrentThread();
    struct Seen {
        HANDLE given;
        DWORD id = 0;
        DWORD self = 0;
    } seen{mine};
    run(
        [](LPVOID argument) -> DWORD {
            Seen& out = *static_cast<Seen*>(argument);
            out.id = ::GetThreadId(out.given);
            out.self = ::GetCurrentThreadId();
            return 0;
        },
        &seen);
    EXPECT_EQ(seen.id, seen.self) << "handed over, it means the other thread";
    EXPECT_NE(seen.id, ::GetCurrentThreadId());
    EXPECT_EQ(::GetThreadId(duplicate(mine).get()), ::GetCurrentThreadId());
}

TEST(ThreadHandle, ClosedTwiceIsRefused) {
    WB_CLAIM("N01-24", "Closing a handle twice fails - or closes what got the number since.");
    if (::IsDebuggerPresent()) GTEST_SKIP() << "Windows raises an exception under a debugger";
    const w32::Handle thread = start([](LPVOID) -> DWORD { return 0; }, nullptr);
    wait_for_end(thread);
    const HANDLE second = duplicate(thread.get()).release();
    ASSERT_TRUE(::CloseHandle(second));
    EXPECT_FALSE(::CloseHandle(second));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(ThreadId, OpensAnotherHandleToTheSameObject) {
    WB_CLAIM("N01-25",
             "The id names the thread in the whole system; OpenThread makes it a handle.");
    Work work;
    const w32::Handle thread = work.start();
    const DWORD id = ::GetThreadId(thread.get());
    const w32::Handle opened = w32::own(::OpenThread(SYNCHRONIZE, FALSE, id), "OpenThread");
    EXPECT_NE(opened.get(), thread.get());
    EXPECT_FALSE(w32::signaled_now(opened.get()));
    work.may_end.set();
    wait_for_end(opened);
    EXPECT_TRUE(w32::signaled_now(thread.get()));
}

TEST(ThreadName, CanBeSetAndReadFromAnyThread) {
    WB_CLAIM("N01-26", "A running thread's name can be set and read from any thread.");
    Work work;
    const w32::Handle thread = work.start();
    const HRESULT named = w32::set_thread_description(thread.get(), L"worker");
    PWSTR text = nullptr;
    const HRESULT read = w32::get_thread_description(thread.get(), &text);
    work.may_end.set();
    wait_for_end(thread);
    if (named == E_NOTIMPL) GTEST_SKIP() << "Windows before 10 version 1607 has no thread names";
    ASSERT_TRUE(SUCCEEDED(named));
    ASSERT_TRUE(SUCCEEDED(read));
    EXPECT_EQ(std::wstring(text), L"worker");
    ::LocalFree(text);
}

TEST(BeginThreadEx, GivesTheReturnValueAsExitCode) {
    WB_CLAIM("N01-27", "_beginthreadex: what the routine returns is the exit code, you close.");
    const w32::Handle thread = begin([](void*) -> unsigned { return 77; }, nullptr);
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 77u);
}

TEST(BeginThreadEx, EndThreadExSetsTheExitCode) {
    WB_CLAIM("N01-28", "_endthreadex is its ExitThread: exit code set, destructors not run.");
    bool destroyed = false;
    const w32::Handle thread = begin(
        [](void* flag) -> unsigned {
            struct Witness {
                ~Witness() { *flag = true; }
                bool* flag;
            };
            const Witness witness{static_cast<bool*>(flag)};
            if (!*witness.flag) ::_endthreadex(88);
            return 1;
        },
        &destroyed);
    wait_for_end(thread);
    EXPECT_EQ(exit_code(thread), 88u);
    EXPECT_FALSE(destroyed);
}

TEST(BeginThreadEx, ErrnoBelongsToTheThread) {
    WB_CLAIM("N01-29", "The C library keeps errno once per thread.");
    errno = EDOM;
    wait_for_end(begin(
        [](void*) -> unsigned {
            errno = ERANGE;
            return 0;
        },
        nullptr));
    EXPECT_EQ(errno, EDOM);
}
