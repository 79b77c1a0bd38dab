// The judge of lab L34: produces each answer of a completion port, and looks who is told what.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/caller.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <string>
#include <utility>

namespace {

// What the port has answered last, if work() is still to read it; its thread's alone.
struct Answer {
    BOOL ok;
    const void* request;
    DWORD error;
    ULONG packets;  // that one call has brought
    bool closed() const { return !ok && request == nullptr && error != WAIT_TIMEOUT; }
};
Answer last;
int looks = 0;  // in a row, without waiting and without finding anything

void before_the_call() {
    if (last.closed())
        WB_DIAGNOSE("serves-a-closed-port")
            << "The port has answered " << last.error << " without a packet: it is closed, and the "
            << "next call will say the same. Only WAIT_TIMEOUT is worth another round.";
}

void after_the_call(BOOL ok, const void* request, DWORD error, DWORD ms, ULONG packets) {
    last = {ok, request, ok ? ERROR_SUCCESS : error, packets};
    looks = !ok && error == WAIT_TIMEOUT && ms == 0 ? looks + 1 : 0;
    if (looks > 1)
        WB_DIAGNOSE("polls") << "The port was asked twice with the limit 0, and there was nothing: "
                             << "who waits for a packet lets the port wake him.";
    ::SetLastError(error);
}

}  // namespace

// What the lab calls instead: the same, and written down.
[[maybe_unused]] static BOOL told_GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes,
                                                            PULONG_PTR key, LPOVERLAPPED* request,
                                                            DWORD ms WB_AT_CALLER) {
    before_the_call();
    const BOOL ok = ::GetQueuedCompletionStatus(port, bytes, key, request, ms WB_CALLER);
    const DWORD error = ::GetLastError();
    after_the_call(ok, *request, error, ms, 1);
    return ok;
}
[[maybe_unused]] static BOOL told_GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY all,
                                                              ULONG count, PULONG taken, DWORD ms,
                                                              BOOL alertable WB_AT_CALLER) {
    before_the_call();
    const BOOL ok = ::GetQueuedCompletionStatusEx(port, all, count, taken, ms, alertable WB_CALLER);
    const DWORD error = ::GetLastError();
    after_the_call(ok, ok ? all[0].lpOverlapped : nullptr, error, ms, *taken);
    return ok;
}
#undef GetQueuedCompletionStatus
#undef GetQueuedCompletionStatusEx
#define GetQueuedCompletionStatus told_GetQueuedCompletionStatus
#define GetQueuedCompletionStatusEx told_GetQueuedCompletionStatusEx

#include <four_outcomes.hpp>  // <>: the build chooses the folder

namespace {

constexpr int kClients = 2;
constexpr DWORD kSoon = 100;      // milliseconds; the explorer lets time pass when it likes
constexpr DWORD kNever = 10'000;  // so long only if nobody can do anything any more

const std::string kLeft[kClients] = {"1 is let go", "2 is let go"};
const std::string kIdle = "idle";

/// A server, its clients, and what it tells, in order.
class Scene {
public:
    explicit Scene(DWORD idle = INFINITE)
        : server_{::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0), idle} {
        last = {TRUE, nullptr, ERROR_SUCCESS, 1};
        here = this;
        for (int i = 0; i < kClients; ++i) {
            clients_[i].pipe = pipes[i].ours();
            server_.add(clients_[i]);
        }
        thread_ = w32::Thread("serves", [this] { server_.work(); });
    }
    ~Scene() {
        if (!is_closed_) server_.stop();
        thread_.join();
        for (Client& client : clients_) {  // its memory is about to go
            DWORD bytes = 0;
            if (::CancelIoEx(client.pipe, &client))  // else nothing is pending
                ::GetOverlappedResult(client.pipe, &client, &bytes, TRUE);
        }
        close_port();
    }

    void tell(const std::string& what) {
        if (told_ < kMost) news_[told_++] = what;
        (void)more_.release();
    }
    int number_of(const Client& client) const { return &client == &clients_[0] ? 1 : 2; }

    /// The next thing that is told is this; but for idle times, which may come at any moment.
    bool expect(const std::string& expected, DWORD limit = kNever) {
        const std::string seen = next(expected, limit);
        if (seen == expected) return true;
        if (!seen.empty()) explain_other(read_ - 1, expected);
        return false;
    }
    /// The next two things that are told are these, in either order.
    bool expect_both(const std::string& one, const std::string& other) {
        const std::string seen = next(one, kNever);
        if (seen == one || seen == other) return expect(seen == one ? other : one);
        if (!seen.empty()) explain_other(read_ - 1, one);
        return false;
    }
    /// What is told next. If nothing is: "", and it is explained.
    std::string next(const std::string& expected, DWORD limit) {
        for (;;) {
            const HANDLE any[] = {more_.get(), thread_.get()};
            const DWORD woken = ::WaitForMultipleObjects(2, any, FALSE, limit);
            if (woken != WAIT_OBJECT_0) {
                explain_silence(woken != WAIT_TIMEOUT, expected);
                return "";
            }
            const std::string seen = news_[read_++];
            if (seen != kIdle || expected == kIdle) return seen;
        }
    }

    /// Posts the packet that ends the server; nothing else may be told before it has ended.
    void stop(DWORD limit = kNever) {
        server_.stop();
        if (!ended_within(limit))
            WB_DIAGNOSE("stop-not-heard")
                << "stop() has posted a packet, and work() does not return: TRUE without an "
                << "OVERLAPPED is that packet.";
        thread_.join();
        for (; read_ < told_; ++read_)
            if (news_[read_] != kIdle) return explain_other(read_, "nothing");
    }
    void close_port() {
        if (!std::exchange(is_closed_, true)) ::CloseHandle(server_.port);
    }
    bool ended_within(DWORD limit) {
        return ::WaitForSingleObject(thread_.get(), limit) == WAIT_OBJECT_0;
    }

    static Scene* here;
    workbook::PipeEnds pipes[kClients] = {workbook::PipeEnds(kMessages),
                                          workbook::PipeEnds(kMessages)};
    w32::Event goes_on{w32::Reset::manual, true};  // unset: on_record() does not return

private:
    static constexpr DWORD kMessages = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;
    void explain_silence(bool ended, const std::string& expected) const;
    void explain_other(int index, const std::string& expected) const;

    static constexpr int kMost = 64;
    w32::Semaphore more_{0, 1'000'000};
    std::string news_[kMost];
    int told_ = 0;  // by the server
    int read_ = 0;  // by the judge
    Client clients_[kClients] = {};
    Server server_;
    bool is_closed_ = false;  // its port
    w32::Thread thread_;      // ends first
};
Scene* Scene::here = nullptr;

void Scene::explain_silence(bool ended, const std::string& expected) const {
    if (ended && last.request != nullptr && last.ok)
        WB_DIAGNOSE("died-of-a-record")
            << "work() has returned after TRUE and an OVERLAPPED: that is a record, even if it is "
            << "an empty one. What stop() posts has none.";
    else if (ended && last.request != nullptr)
        WB_DIAGNOSE("died-with-a-client")
            << "work() has returned after a packet with an OVERLAPPED, and error " << last.error
            << ". A read has failed: that is the end of one client. The port is well, and so is "
            << "the other client, who is served no more.";
    else if (ended && last.error == WAIT_TIMEOUT)
        WB_DIAGNOSE("died-of-a-time-out")
            << "work() has returned after FALSE, no OVERLAPPED and 258 (WAIT_TIMEOUT): nothing had "
            << "come for a while. That is nobody's end.";
    else if (ended)
        WB_DIAGNOSE("returned-too-early") << "work() has returned, and nobody had asked it to.";
    else if (last.packets > 1)
        WB_DIAGNOSE("packet-dropped")
            << "One call has brought " << last.packets << " packets, and '" << expected
            << "' was not told: all of them are out of the port, and nobody gets them again.";
    else if (expected == kIdle)
        WB_DIAGNOSE("idle-not-told")
            << "Nothing has come for a while, again and again, and on_idle() was not called.";
    else if (expected == kLeft[0] || expected == kLeft[1])
        WB_DIAGNOSE("not-let-go") << "The read of client " << expected[0]
                                  << " has failed, and let_go() was not called: "
                                  << "what belongs to it is kept for ever.";
    else
        WB_DIAGNOSE("not-served") << "'" << expected
                                  << "' was to be told, and all wait: there is no packet left.";
}

void Scene::explain_other(int index, const std::string& expected) const {
    const std::string& seen = news_[index];
    bool twice = false;
    for (int i = 0; i < index; ++i) twice |= news_[i] == seen;
    const std::string both = "'" + seen + "' was told, where '" + expected + "' was to be. ";
    if (seen.find("sends") != std::string::npos && expected.find("let go") != std::string::npos)
        WB_DIAGNOSE("record-of-a-failed-read")
            << both << "That read has failed, and has no record. GetQueuedCompletionStatus says so "
            << "by FALSE; GetQueuedCompletionStatusEx does not, but GetOverlappedResult does.";
    else if (seen.find("let go") != std::string::npos && expected.ends_with("sends "))
        WB_DIAGNOSE("empty-is-no-end")
            << both << "0 bytes after TRUE are an empty record. The end of a client is FALSE.";
    else if (twice && seen.find("let go") != std::string::npos)
        WB_DIAGNOSE("let-go-twice")
            << both << "A failed packet is the last one of its client: no read after it, and one "
            << "let_go().";
    else if (seen.find("let go") != std::string::npos)
        WB_DIAGNOSE("gone-without-leaving")
            << both << "That client is still there, and no read of it has failed. Without an "
            << "OVERLAPPED no packet was taken: the key is what it was before. And after TRUE, "
            << "GetLastError says nothing.";
    else
        WB_DIAGNOSE("wrong-news") << both;
}

}  // namespace

void on_record(Client& client, std::string_view record) {
    if (last.request == nullptr)
        WB_DIAGNOSE("record-of-nobody")
            << "on_record() was called after TRUE without an OVERLAPPED: that is the packet of "
            << "stop(). It tells of no client, and it ends work().";
    Scene::here->tell(std::to_string(Scene::here->number_of(client)) + " sends " +
                      std::string(record));
    Scene::here->goes_on.wait();
}
void let_go(Client& client) { Scene::here->tell(kLeft[Scene::here->number_of(client) - 1]); }
void on_idle() { Scene::here->tell(kIdle); }

EXPLORE_TEST(Lab_10_FourOutcomes, Test1_ARecordComes, .early_time_outs = 0) {
    Scene scene;
    scene.pipes[0].write("abcd");
    if (!scene.expect("1 sends abcd")) return;
    scene.pipes[1].write("efgh");
    if (scene.expect("2 sends efgh")) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test2_AClientLeaves, .early_time_outs = 0) {
    Scene scene;
    scene.pipes[0].leave();
    if (!scene.expect(kLeft[0])) return;
    scene.pipes[1].write("abcd");
    if (!scene.expect("2 sends abcd")) return;
    scene.pipes[1].leave();
    if (scene.expect(kLeft[1])) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test3_AReadIsCancelled, .early_time_outs = 0) {
    Scene scene;
    ::CancelIoEx(scene.pipes[0].ours(), nullptr);
    if (!scene.expect(kLeft[0])) return;
    scene.pipes[1].write("abcd");
    if (scene.expect("2 sends abcd")) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test4_NothingComesForAWhile, .early_time_outs = 0) {
    Scene scene(kSoon);
    if (!scene.expect(kIdle)) return;
    scene.pipes[0].write("abcd");
    if (scene.expect("1 sends abcd") && scene.expect(kIdle)) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test5_ThePortIsClosed, .early_time_outs = 0,
             .answer_misuse = true) {
#if !defined(WORKBOOK_EXPLORED)
    if (w32::running_under_wine())
        GTEST_SKIP() << "differs in Wine: who waits at a port hears nothing of its end";
#endif
    Scene scene;
    scene.close_port();
    if (!scene.ended_within(kNever))
        WB_DIAGNOSE("serves-a-closed-port") << "The port is closed, and work() does not return.";
}

// Then the next call gets a closed handle.
EXPLORE_TEST(Lab_10_FourOutcomes, Test6_ThePortIsClosedMeanwhile, .early_time_outs = 0,
             .answer_misuse = true) {
    Scene scene;
    scene.goes_on.reset();
    scene.pipes[0].write("abcd");
    const bool is_told = scene.expect("1 sends abcd");
    scene.close_port();
    scene.goes_on.set();
    if (is_told && !scene.ended_within(kNever))
        WB_DIAGNOSE("serves-a-closed-port") << "The port is closed, and work() does not return.";
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test7_AnEmptyRecord, .early_time_outs = 0) {
    Scene scene;
    scene.pipes[0].write("");
    if (!scene.expect("1 sends ")) return;
    scene.pipes[0].write("abcd");
    if (scene.expect("1 sends abcd")) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test8_TwoRecordsAtOnce, .early_time_outs = 0) {
    Scene scene;
    scene.pipes[0].write("abcd");
    scene.pipes[1].write("efgh");
    if (scene.expect_both("1 sends abcd", "2 sends efgh")) scene.stop();
}

EXPLORE_TEST(Lab_10_FourOutcomes, Test9_AllAtOnce, .early_time_outs = 1) {
    Scene scene(kSoon);
    w32::Thread other("writes and leaves", [&] {
        scene.pipes[0].write("abcd");
        scene.pipes[0].leave();
    });
    if (scene.expect("1 sends abcd", INFINITE) && scene.expect(kLeft[0], INFINITE)) {
        other.join();
        scene.stop(INFINITE);
        explore::outcome("both");
    }
}

EXPLORE_STUCK_TEST(Lab_10_FourOutcomes, Test10_WhoWaitsForAPacketSleeps) {
    Scene scene;
    (void)scene.expect("nothing", INFINITE);
}
