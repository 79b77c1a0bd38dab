// What notes/06-events.md claims about events: the two kinds, set, reset, names, rights.
// Topics: T27 T61 T62 T63 T65
#include "common/win32/event.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/thread.hpp"

#include <string>
#include <vector>

using w32::Event;
using w32::Reset;
using w32::signaled_now;

namespace {

std::wstring own_name(const wchar_t* what) {
    return std::wstring(L"workbook-06-") + what + std::to_wstring(::GetCurrentProcessId());
}

/// Several threads that wait for an event, or for the end.
class Waiters {
public:
    Waiters(Event& event, int count) {
        for (int i = 0; i < count; ++i)
            threads_.emplace_back([this, &event] {
                const HANDLE either[] = {event.get(), end_.get()};
                if (w32::wait_any(either, w32::forever).index != 0) return;
                ::InterlockedIncrement(&passed_);
                somebody_.set();
            });
    }
    void wait_for_somebody() { somebody_.wait(); }
    /// Ends the wait of the others; answers how many the event has let through.
    LONG end() {
        end_.set();
        join();
        return passed_;
    }
    LONG join() {
        for (w32::Thread& thread : threads_) thread.join();
        return passed_;
    }

private:
    Event end_{Reset::manual};
    Event somebody_{Reset::automatic};
    volatile LONG passed_ = 0;
    std::vector<w32::Thread> threads_;  // last: joined before the rest goes
};

}  // namespace

TEST(Event, BelongsToNobody) {
    WB_CLAIM("N06-01", "An event has no owner: any thread may set it, any other one may reset it.");
    Event event{Reset::manual};
    w32::Thread([&] { event.set(); }).join();
    EXPECT_TRUE(signaled_now(event.get()));
    w32::Thread([&] { event.reset(); }).join();
    EXPECT_FALSE(signaled_now(event.get()));
}

TEST(Event, IsNeverAbandoned) {
    WB_CLAIM("N06-02", "Nobody is told when the thread has ended that was to set the event.");
    Event turn{Reset::automatic, true};
    w32::Thread([&] { turn.wait(); }).join();  // takes the turn into its grave
    EXPECT_EQ(::WaitForSingleObject(turn.get(), 0), DWORD{WAIT_TIMEOUT});
}

TEST(Event, MayBeginSignaled) {
    WB_CLAIM("N06-03", "An event begins as CreateEvent is told: signaled or not.");
    const Event open{Reset::automatic, true};
    const Event closed{Reset::automatic};
    EXPECT_TRUE(signaled_now(open.get()));
    EXPECT_FALSE(signaled_now(closed.get()));
}

TEST(Event, OfANameThatExistsKeepsItsKindAndState) {
    WB_CLAIM("N06-04", "CreateEvent with a name that exists opens that event, as it is.");
    const std::wstring name = own_name(L"named");
    Event first{Reset::manual, name.c_str()};
    first.set();
    ::SetLastError(0);
    const w32::Handle second(::CreateEventW(nullptr, FALSE, FALSE, name.c_str()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_ALREADY_EXISTS});
    ASSERT_TRUE(second);
    EXPECT_TRUE(signaled_now(second.get()));
    EXPECT_TRUE(signaled_now(second.get())) << "it is a manual one still";
}

TEST(Event, IsSetOnlyWithTheRightToDoSo) {
    WB_CLAIM("N06-05", "A handle that was opened for waiting alone does not set the event.");
    const std::wstring name = own_name(L"rights");
    const Event event{Reset::manual, name.c_str()};
    const w32::Handle waits = w32::own(::OpenEventW(SYNCHRONIZE, FALSE, name.c_str()), "OpenEvent");
    EXPECT_FALSE(::SetEvent(waits.get()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_FALSE(signaled_now(waits.get()));
}

TEST(Event, DoesNotTellWhetherItWasSet) {
    WB_CLAIM("N06-06", "SetEvent and ResetEvent succeed, whatever the state was.");
    const Event event{Reset::manual};
    EXPECT_TRUE(::SetEvent(event.get()));
    EXPECT_TRUE(::SetEvent(event.get()));
    EXPECT_TRUE(::ResetEvent(event.get()));
    EXPECT_TRUE(::ResetEvent(event.get()));
}

TEST(ManualEvent, LetsAllThroughAndWhoeverComesLater) {
    WB_CLAIM("N06-07", "A manual event lets all through that wait, and whoever comes later.");
    Event gate{Reset::manual};
    Waiters waiters(gate, 4);
    gate.set();
    EXPECT_EQ(waiters.join(), 4);
    Waiters late(gate, 1);
    EXPECT_EQ(late.join(), 1);
}

TEST(AutomaticEvent, LetsOneThrough) {
    WB_CLAIM("N06-08", "An automatic event lets one through for each time that it was set.");
    Event turn{Reset::automatic};
    Waiters waiters(turn, 3);
    turn.set();
    waiters.wait_for_somebody();
    EXPECT_EQ(waiters.end(), 1);
}

TEST(AutomaticEvent, IsResetByTheWaitThatItEnds) {
    WB_CLAIM("N06-09", "An automatic event stays signaled until it has ended a wait.");
    Event event{Reset::automatic};
    event.set();
    EXPECT_TRUE(signaled_now(event.get()));
    EXPECT_FALSE(signaled_now(event.get()));
}

TEST(AutomaticEvent, KeepsASignalUntilSomebodyWaits) {
    WB_CLAIM("N06-10", "SetEvent with nobody waiting is not lost: the next wait ends at once.");
    Event event{Reset::automatic};
    w32::Thread([&] { event.set(); }).join();  // and the one that has set it is gone
    EXPECT_EQ(::WaitForSingleObject(event.get(), 0), DWORD{WAIT_OBJECT_0});
}

TEST(AutomaticEvent, KeepsOneSignalNotTwo) {
    WB_CLAIM("N06-11", "An event that is set already stays set: two signals become one.");
    Event event{Reset::automatic};
    event.set();
    event.set();
    EXPECT_EQ(::WaitForSingleObject(event.get(), 0), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(::WaitForSingleObject(event.get(), 0), DWORD{WAIT_TIMEOUT});
}

TEST(Request, ResetsItsEventWhenItBegins) {
    WB_CLAIM("N06-12",
             "An overlapped request resets its event when it begins, and sets it at its end.");
    const std::wstring name = L"\\\\.\\pipe\\" + own_name(L"request");
    const w32::Handle server = w32::own_file(
        ::CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                           PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 512, 512, 0, nullptr),
        "CreateNamedPipeW");
    const w32::Handle client = w32::own_file(
        ::CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr),
        "CreateFileW");
    Event done{Reset::manual, true};
    OVERLAPPED request{};
    request.hEvent = done.get();
    char byte = 0;
    ASSERT_FALSE(::ReadFile(server.get(), &byte, 1, nullptr, &request));
    ASSERT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    EXPECT_FALSE(signaled_now(done.get()));
    DWORD bytes = 0;
    ASSERT_TRUE(::WriteFile(client.get(), "x", 1, &bytes, nullptr));
    done.wait();
    EXPECT_TRUE(::GetOverlappedResult(server.get(), &request, &bytes, FALSE));
    EXPECT_EQ(byte, 'x');
}
