// What notes/03-critical-sections.md claims about critical sections, and about waiting for two.
// Topics: T35 T36 T37 T38 T40 T41 T42 T43 M08
#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

using w32::CriticalSection;

namespace {

/// Can another thread enter right now? (It leaves again.)
bool another_thread_gets_in(CriticalSection& section) {
    bool entered = false;
    w32::Thread("looks", [&] {
        entered = section.try_lock();
        if (entered) section.unlock();
    }).join();
    return entered;
}

DWORD owner_of(CriticalSection& section) {
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(section.get()->OwningThread));
}

/// A window that counts the messages it has handled.
struct Window {
    int handled = 0;
    HWND handle;

    Window() : handle(create()) {}
    ~Window() { ::DestroyWindow(handle); }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    static LRESULT CALLBACK handle_message(HWND window, UINT message, WPARAM w, LPARAM l) {
        if (message != WM_APP) return ::DefWindowProcW(window, message, w, l);
        ++reinterpret_cast<Window*>(l)->handled;
        return 7;
    }
    static HWND create() {
        WNDCLASSW description{};
        description.lpfnWndProc = &handle_message;
        description.lpszClassName = L"workbook counts";
        description.hInstance = ::GetModuleHandleW(nullptr);
        ::RegisterClassW(&description);
        return ::CreateWindowExW(0, description.lpszClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE,
                                 nullptr, description.hInstance, nullptr);
    }
};

}  // namespace

TEST(Call, SynchronousReturnsWhenTheWorkIsDone) {
    WB_CLAIM("N03-01", "SendMessage returns when the message is handled, PostMessage before.");
    Window window;
    ASSERT_NE(window.handle, nullptr);
    const auto argument = reinterpret_cast<LPARAM>(&window);
    EXPECT_EQ(::SendMessageW(window.handle, WM_APP, 0, argument), 7);
    EXPECT_EQ(window.handled, 1);
    EXPECT_TRUE(::PostMessageW(window.handle, WM_APP, 0, argument));
    EXPECT_EQ(window.handled, 1) << "not yet";
    MSG message{};
    EXPECT_TRUE(::PeekMessageW(&message, window.handle, WM_APP, WM_APP, PM_REMOVE));
    ::DispatchMessageW(&message);
    EXPECT_EQ(window.handled, 2);
}

TEST(CriticalSection, LiesInTheMemoryOfTheProcess) {
    WB_CLAIM("N03-02",
             "A critical section is a structure in memory; it tells its owner and depth.");
    CriticalSection section;
    EXPECT_EQ(owner_of(section), 0u);
    section.lock();
    section.lock();
    EXPECT_EQ(owner_of(section), ::GetCurrentThreadId());
    EXPECT_EQ(section.get()->RecursionCount, 2);
    section.unlock();
    section.unlock();
    EXPECT_EQ(owner_of(section), 0u);
}

TEST(CriticalSection, NeedsNoHandleWhileNobodyWaits) {
    WB_CLAIM("N03-18",
             "A section that nobody waits for needs no kernel object: no handle is open.");
    {
        CriticalSection first;  // whatever the system opens with the very first one
        first.lock();
        first.unlock();
    }
    DWORD before = 0;
    DWORD after = 0;
    ASSERT_TRUE(::GetProcessHandleCount(::GetCurrentProcess(), &before));
    CriticalSection sections[16];
    for (CriticalSection& section : sections) {
        section.lock();
        section.unlock();
    }
    ASSERT_TRUE(::GetProcessHandleCount(::GetCurrentProcess(), &after));
    EXPECT_EQ(after, before);
}

TEST(CriticalSection, IsEnteredAgainByItsOwner) {
    WB_CLAIM("N03-03", "The owner may enter again; it is free after as many leaves as enters.");
    CriticalSection section;
    section.lock();
    section.lock();
    EXPECT_FALSE(another_thread_gets_in(section));
    section.unlock();
    EXPECT_FALSE(another_thread_gets_in(section)) << "one leave for two enters";
    section.unlock();
    EXPECT_TRUE(another_thread_gets_in(section));
}

TEST(CriticalSection, TryEnterNeverWaits) {
    WB_CLAIM("N03-04", "TryEnterCriticalSection answers at once: entered, or FALSE.");
    CriticalSection section;
    section.lock();
    EXPECT_FALSE(another_thread_gets_in(section)) << "it has returned, although we are inside";
    section.unlock();
    EXPECT_TRUE(another_thread_gets_in(section));
}

TEST(CriticalSection, StaysHeldWhenItsOwnerHasEnded) {
    WB_CLAIM("N03-05", "A section whose owner has ended stays locked; nobody is told.");
    CriticalSection section;
    w32::Thread owner("forgets to leave", [&] { section.lock(); });
    owner.join();
    EXPECT_FALSE(section.try_lock());
    EXPECT_EQ(owner_of(section), owner.id()) << "a thread that does not exist any more";
}

TEST(CriticalSection, ProtectsOnlyWhoEntersIt) {
    WB_CLAIM("N03-06", "A lock keeps out who takes it. It knows nothing of the data it protects.");
    CriticalSection section;
    int protected_by_agreement = 0;
    section.lock();
    w32::Thread("takes no lock", [&] { protected_by_agreement = 1; }).join();
    section.unlock();
    EXPECT_EQ(protected_by_agreement, 1);
}

TEST(CriticalSection, IsLeftByAGuardWhenAnExceptionPasses) {
    WB_CLAIM("N03-19", "A guard leaves whichever way its scope is left, by an exception too.");
    CriticalSection section;
    const auto throws_inside = [&] {
        const w32::Guard hold(section);
        throw 1;
    };
    EXPECT_THROW(throws_inside(), int);
    EXPECT_EQ(owner_of(section), 0u);
    EXPECT_TRUE(another_thread_gets_in(section));
}

TEST(CriticalSection, KeepsOthersOutWhileItsOwnerWaits) {
    WB_CLAIM("N03-20", "Who waits inside keeps all others out, however long it takes.");
    CriticalSection section;
    w32::Event inside{w32::Reset::manual};
    w32::Event done{w32::Reset::manual};
    w32::Thread owner("waits inside", [&] {
        const w32::Guard hold(section);
        inside.set();
        done.wait();
    });
    inside.wait();
    EXPECT_FALSE(section.try_lock());
    done.set();
    owner.join();
    EXPECT_TRUE(another_thread_gets_in(section));
}

TEST(SpinCount, IsSetAndReadBack) {
    WB_CLAIM("N03-07", "The spin count belongs to the section; setting it answers the old one.");
    SYSTEM_INFO system{};
    ::GetSystemInfo(&system);
    if (system.dwNumberOfProcessors == 1) GTEST_SKIP() << "one processor: nobody spins";
    CriticalSection section(4000);
    EXPECT_EQ(::SetCriticalSectionSpinCount(section.get(), 100) & 0xFFFFFF, 4000u);
    EXPECT_EQ(::SetCriticalSectionSpinCount(section.get(), 100) & 0xFFFFFF, 100u);
}

TEST(Circle, OfTwoThatHoldOneAndWantTheOthersGetsNeither) {
    WB_CLAIM("N03-08",
             "Each of two threads holds one lock and wants the other's: neither gets it.");
    CriticalSection left;
    CriticalSection right;
    bool got_left = true;
    left.lock();
    w32::Event holds_right{w32::Reset::manual};
    w32::Event looked{w32::Reset::manual};
    w32::Thread other("holds right, wants left", [&] {
        right.lock();
        got_left = left.try_lock();  // who would wait here would wait for ever
        holds_right.set();
        looked.wait();
        right.unlock();
    });
    holds_right.wait();
    const bool got_right = right.try_lock();
    looked.set();
    other.join();
    left.unlock();
    EXPECT_FALSE(got_left);
    EXPECT_FALSE(got_right);
}

TEST(AllOrNothing, TakesNoMutexUntilAllAreFree) {
    WB_CLAIM("N03-09", "A wait for all takes none of them while one is missing.");
    w32::Mutex forks[2];
    const HANDLE both[] = {forks[0].get(), forks[1].get()};
    forks[1].lock();
    w32::Thread("wants both", [&] {
        EXPECT_EQ(::WaitForMultipleObjects(2, both, TRUE, 0), DWORD{WAIT_TIMEOUT});
    }).join();
    w32::Thread("wants the free one", [&] {
        EXPECT_EQ(::WaitForSingleObject(both[0], 0), WAIT_OBJECT_0) << "it was not taken";
        forks[0].unlock();
    }).join();
    forks[1].unlock();
    EXPECT_EQ(::WaitForMultipleObjects(2, both, TRUE, 0), WAIT_OBJECT_0);
    forks[0].unlock();
    forks[1].unlock();
}
