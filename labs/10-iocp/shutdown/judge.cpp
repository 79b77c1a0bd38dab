// The judge of lab L36: calls stop() at every moment, and looks who is left: a worker that waits, a
// read that is pending, a packet that nobody takes.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/caller.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace {

constexpr int kMost = 2;  // clients

/// What is known of one client's session. Its read, its packet and its end come one after the
/// other, so that who counts them waits for nobody.
struct Watched {
    HANDLE pipe = nullptr;
    std::atomic<const void*> request = nullptr;
    std::atomic<int> untaken = 0;  // reads whose packet was not taken: pending, or in the port
    std::atomic<int> ends = 0;
    std::atomic<bool> is_cancelled = false;
    std::atomic<bool> was_started_again = false;  // when a cancellation had come
};
Watched* watched = nullptr;   // kMost of them, of the running test
std::atomic<int> posted = 0;  // packets

Watched* of_pipe(HANDLE pipe) {
    for (int i = 0; i < kMost; ++i)
        if (watched[i].pipe == pipe) return &watched[i];
    return nullptr;
}
Watched* of_request(const void* request) {
    for (int i = 0; i < kMost; ++i)
        if (watched[i].pipe != nullptr && watched[i].request == request) return &watched[i];
    return nullptr;
}

}  // namespace

// What the lab calls instead: the same, counted.
[[maybe_unused]] static BOOL counted_ReadFile(HANDLE file, LPVOID buffer, DWORD bytes, LPDWORD read,
                                              LPOVERLAPPED request WB_AT_CALLER) {
    Watched* const session = of_pipe(file);
    if (session != nullptr) {
        session->request = request;
        ++session->untaken;
    }
    const BOOL ok = ::ReadFile(file, buffer, bytes, read, request WB_CALLER);
    const DWORD error = ::GetLastError();
    if (session != nullptr && session->is_cancelled) session->was_started_again = true;
    if (!ok && error != ERROR_IO_PENDING && session != nullptr) --session->untaken;
    ::SetLastError(error);
    return ok;
}
[[maybe_unused]] static BOOL counted_CancelIoEx(HANDLE file, LPOVERLAPPED request WB_AT_CALLER) {
    if (Watched* const session = of_pipe(file); session != nullptr) session->is_cancelled = true;
    return ::CancelIoEx(file, request WB_CALLER);
}
[[maybe_unused]] static BOOL counted_GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes,
                                                               PULONG_PTR key,
                                                               LPOVERLAPPED* request,
                                                               DWORD ms WB_AT_CALLER) {
    const BOOL ok = ::GetQueuedCompletionStatus(port, bytes, key, request, ms WB_CALLER);
    const DWORD error = ::GetLastError();
    if (*request != nullptr)
        if (Watched* const session = of_request(*request); session != nullptr) --session->untaken;
    ::SetLastError(error);
    return ok;
}
[[maybe_unused]] static BOOL counted_PostQueuedCompletionStatus(HANDLE port, DWORD bytes,
                                                                ULONG_PTR key,
                                                                LPOVERLAPPED request WB_AT_CALLER) {
    ++posted;
    return ::PostQueuedCompletionStatus(port, bytes, key, request WB_CALLER);
}
[[maybe_unused]] static BOOL refused_TerminateThread(HANDLE, DWORD) {
    WB_DIAGNOSE("terminated") << "A worker that is terminated gives nothing back: the packet that "
                              << "it has taken, the lock that it holds. It ends by itself.";
    return FALSE;
}
#undef ReadFile
#undef CancelIoEx
#undef GetQueuedCompletionStatus
#undef PostQueuedCompletionStatus
#define ReadFile counted_ReadFile
#define CancelIoEx counted_CancelIoEx
#define GetQueuedCompletionStatus counted_GetQueuedCompletionStatus
#define PostQueuedCompletionStatus counted_PostQueuedCompletionStatus
#define TerminateThread refused_TerminateThread

#include <shutdown.hpp>  // <>: the build chooses the folder

namespace {

// So long only if nobody can do anything any more.
constexpr DWORD kNever = 10'000;

/// A server and its clients.
struct Scene {
    workbook::PipeEnds pipes[kMost];
    Watched sessions[kMost];
    w32::Event never{w32::Reset::manual};
    bool blocks = false;  // over() does not return
    std::atomic<bool> has_record = false;
    int clients;
    std::unique_ptr<Server> server;

    explicit Scene(int count) : clients(count) {
        here = this;
        watched = sessions;
        posted = 0;
        for (int i = 0; i < clients; ++i) sessions[i].pipe = pipes[i].ours();
        server = std::make_unique<Server>();
        for (int i = 0; i < clients; ++i) server->add(i, pipes[i].ours());
    }

    /// Calls stop(), and looks what is left. `limit` may be INFINITE.
    void stop(DWORD limit = kNever) {
        explore::outcome("stop() is called");  // it may never return
        w32::Thread stopper("calls stop()", [this] { server->stop(); });
        if (::WaitForSingleObject(stopper.get(), limit) == WAIT_TIMEOUT)
            explain_wait();
        else
            check_sessions();
        stopper.join();
        server.reset();
        explore::outcome(has_record ? "a record" : "no record");
    }

    static Scene* here;

private:
    void explain_wait() const {
        for (int i = 0; i < clients; ++i) {
            if (watched[i].ends > 0) continue;
            if (watched[i].was_started_again)
                WB_DIAGNOSE("read-started-again")
                    << "stop() does not return: a read is pending that a worker has started after "
                    << "the cancellation, and nobody cancels it.";
            else if (watched[i].untaken > 0)
                WB_DIAGNOSE("session-not-ended")
                    << "stop() does not return, and over() was not called for client " << i
                    << ": its read is not cancelled, or it is and nobody is left who would take "
                    << "its packet. The workers end after the sessions.";
            else
                WB_DIAGNOSE("session-not-ended")
                    << "stop() does not return: the last packet of client " << i << " was taken, "
                    << "and over() was not called. Who has taken it for something else?";
            return;
        }
        if (posted == 0)
            WB_DIAGNOSE("no-quit-packet")
                << "stop() does not return, and has posted no packet that would end a worker. Each "
                << "of the " << clients << " sessions has ended. Does it wait for what only the "
                << "last session does, which had gone before or was never there? Or with a lock "
                << "that a worker needs?";
        else
            WB_DIAGNOSE("worker-left-waiting")
                << "stop() waits for the workers; all sessions have ended, and a worker does not "
                << "return. Either nothing wakes it - a quit packet ends one worker, and there are "
                << Server::kWorkers << " - or it has taken one and goes back to the port.";
    }

    void check_sessions() const {
        for (int i = 0; i < clients; ++i)
            if (watched[i].untaken > 0)
                WB_DIAGNOSE("read-still-pending")
                    << "stop() has returned, and the read of client " << i << " is pending, or its "
                    << "packet was never taken. The system writes to the OVERLAPPED and to the "
                    << "buffer when the read ends: after CancelIoEx, too, that is later.";
            else if (watched[i].ends == 0)
                WB_DIAGNOSE("session-not-ended")
                    << "stop() has returned, and over() was not called for client " << i << ".";
    }
};
Scene* Scene::here = nullptr;

}  // namespace

void on_record(int client, std::string_view) {
    if (watched[client].ends > 0)
        WB_DIAGNOSE("record-after-the-end")
            << "on_record() was called for client " << client << " after over().";
    Scene::here->has_record = true;
}

void over(int client) {
    if (watched[client].untaken > 0)
        WB_DIAGNOSE("over-too-early")
            << "over() was called for client " << client << ", and its read is pending, or its "
            << "packet is still to be taken. CancelIoEx asks; the packet says that it is done.";
    else if (++watched[client].ends > 1)
        WB_DIAGNOSE("ended-twice") << "over() was called twice for client " << client << ".";
    if (Scene::here->blocks) Scene::here->never.wait();
}

EXPLORE_TEST(Lab_10_Shutdown, Test1_NobodyIsThere, .early_time_outs = 0) {
    Scene scene(0);
    scene.stop();
}

EXPLORE_TEST(Lab_10_Shutdown, Test2_OneSaysNothing, .early_time_outs = 0) {
    Scene scene(1);
    scene.stop();
}

// Too large for all schedules, with some repairs. Tests 2 and 4 wake who waits for no reason.
EXPLORE_TEST(Lab_10_Shutdown, Test3_OneHasWritten, .search = explore::Search::bounded,
             .preemptions = 2, .early_time_outs = 0, .spurious_wake_ups = 0) {
    Scene scene(1);
    scene.pipes[0].write("abcd");
    scene.stop();
}

EXPLORE_TEST(Lab_10_Shutdown, Test4_OneLeaves, .early_time_outs = 0) {
    Scene scene(1);
    w32::Thread other("leaves", [&] { scene.pipes[0].leave(); });
    scene.stop();
    other.join();
}

// Too large for all schedules.
EXPLORE_TEST(Lab_10_Shutdown, Test5_TwoSayNothing, .search = explore::Search::bounded,
             .preemptions = 1, .early_time_outs = 0, .spurious_wake_ups = 0) {
    Scene scene(2);
    scene.stop();
}

EXPLORE_TEST(Lab_10_Shutdown, Test6_ItTakesItsTime, .early_time_outs = 1) {
    Scene scene(1);
    scene.stop(INFINITE);
}

// over() does not return, so that its worker does not either.
EXPLORE_STUCK_TEST(Lab_10_Shutdown, Test7_WhoWaitsForTheEndSleeps) {
    Scene scene(1);
    scene.blocks = true;
    scene.stop(INFINITE);
}
