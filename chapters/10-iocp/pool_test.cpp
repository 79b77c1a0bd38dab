// What notes/10-iocp.md claims about the thread pool: work, wait, timer, I/O and cleanup group.
// Topics: M13 M14
#include "chapters/10-iocp/ports.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/event.hpp"

#include <array>
#include <atomic>

namespace {

// Closed when it goes. What it is made of is closed by its owner or its cleanup group, before that.
struct Pool {
    explicit Pool(DWORD threads) : pool(::CreateThreadpool(nullptr)) {
        w32::check(pool != nullptr, "CreateThreadpool");
        ::SetThreadpoolThreadMaximum(pool, threads);
        w32::check(::SetThreadpoolThreadMinimum(pool, 1), "SetThreadpoolThreadMinimum");
        ::InitializeThreadpoolEnvironment(&environment);
        ::SetThreadpoolCallbackPool(&environment, pool);
    }
    ~Pool() {
        ::DestroyThreadpoolEnvironment(&environment);
        ::CloseThreadpool(pool);
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    PTP_POOL pool;
    TP_CALLBACK_ENVIRON environment{};
};

// What a callback is given, and what it has left.
struct Scene {
    w32::Event begun{w32::Reset::automatic};
    w32::Event go_on{w32::Reset::manual};
    std::atomic<int> runs = 0;
    std::atomic<int> at_once = 0;
    std::atomic<int> most_at_once = 0;
    std::atomic<DWORD> thread = 0;
    TP_WAIT_RESULT result = 0;
    ULONG error = 0;
    ULONG_PTR bytes = 0;
};

Scene& scene_of(PVOID context) { return *static_cast<Scene*>(context); }

void CALLBACK count_run(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    Scene& scene = scene_of(context);
    const int now = ++scene.at_once;
    for (int seen = scene.most_at_once;
         seen < now && !scene.most_at_once.compare_exchange_weak(seen, now);) {
    }
    scene.thread = ::GetCurrentThreadId();
    ++scene.runs;
    ::SwitchToThread();
    --scene.at_once;
}

PTP_WORK make_work(PTP_WORK_CALLBACK routine, Scene& scene, PTP_CALLBACK_ENVIRON environment) {
    const PTP_WORK work = ::CreateThreadpoolWork(routine, &scene, environment);
    w32::check(work != nullptr, "CreateThreadpoolWork");
    return work;
}

}  // namespace

TEST(PoolWork, RunsOnceForEachSubmit) {
    WB_CLAIM("N10-40",
             "A work object runs once for each SubmitThreadpoolWork, on a thread of the "
             "pool; WaitForThreadpoolWorkCallbacks waits for all of them.");
    Scene scene;
    const PTP_WORK work = make_work(&count_run, scene, nullptr);
    for (int i = 0; i < 10; ++i) ::SubmitThreadpoolWork(work);
    ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_EQ(scene.runs, 10);
    EXPECT_NE(scene.thread, ::GetCurrentThreadId());
    ::CloseThreadpoolWork(work);
}

TEST(PoolWork, RunsOnAtMostAsManyThreads) {
    WB_CLAIM("N10-41",
             "SetThreadpoolThreadMaximum limits how many callbacks of a pool run at once.");
    Scene scene;
    Pool two(2);
    const PTP_WORK work = make_work(&count_run, scene, &two.environment);
    for (int i = 0; i < 50; ++i) ::SubmitThreadpoolWork(work);
    ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_EQ(scene.runs, 50);
    EXPECT_LE(scene.most_at_once, 2);
    ::CloseThreadpoolWork(work);
}

TEST(PoolWork, CancelsWhatHasNotBegun) {
    WB_CLAIM("N10-42", "WaitForThreadpoolWorkCallbacks with TRUE takes back what has not begun.");
    Scene scene;
    Pool one(1);
    const PTP_WORK work = make_work(
        [](PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK) {
            ++scene_of(context).runs;
            ::DisassociateCurrentThreadFromCallback(instance);  // nobody waits for this one
            scene_of(context).begun.set();
            scene_of(context).go_on.wait();
        },
        scene, &one.environment);
    for (int i = 0; i < 6; ++i) ::SubmitThreadpoolWork(work);
    scene.begun.wait();
    ::WaitForThreadpoolWorkCallbacks(work, TRUE);
    scene.go_on.set();
    ::WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_EQ(scene.runs, 1);
    const PTP_WORK last = make_work(&count_run, scene, &one.environment);
    ::SubmitThreadpoolWork(last);  // behind it, on the only thread
    ::WaitForThreadpoolWorkCallbacks(last, FALSE);
    ::CloseThreadpoolWork(last);
    ::CloseThreadpoolWork(work);
}

namespace {

void CALLBACK tell_wait(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WAIT, TP_WAIT_RESULT result) {
    Scene& scene = scene_of(context);
    scene.result = result;
    ++scene.runs;
    scene.begun.set();
}

PTP_WAIT make_wait(Scene& scene) {
    const PTP_WAIT wait = ::CreateThreadpoolWait(&tell_wait, &scene, nullptr);
    w32::check(wait != nullptr, "CreateThreadpoolWait");
    return wait;
}

// So much from now, as the pool wants it.
FILETIME in(std::chrono::milliseconds time) {
    ULARGE_INTEGER due;
    due.QuadPart = static_cast<ULONGLONG>(-(time.count() * 10'000));
    return {due.LowPart, due.HighPart};
}

}  // namespace

TEST(PoolWait, CallsBackOnceForEachSetting) {
    WB_CLAIM("N10-43",
             "A wait object calls back once; for the next signal it has to be set again.");
    Scene scene;
    w32::Event event(w32::Reset::automatic);
    const PTP_WAIT wait = make_wait(scene);
    for (int round = 1; round <= 2; ++round) {
        ::SetThreadpoolWait(wait, event.get(), nullptr);
        event.set();
        scene.begun.wait();
        ::WaitForThreadpoolWaitCallbacks(wait, FALSE);
        EXPECT_EQ(scene.runs, round);
        EXPECT_EQ(scene.result, DWORD{WAIT_OBJECT_0});
    }
    event.set();
    EXPECT_TRUE(event.wait_for(std::chrono::milliseconds{50})) << "nobody else has taken it";
    ::CloseThreadpoolWait(wait);
}

TEST(PoolWait, TellsATimeOutByItsResult) {
    WB_CLAIM("N10-44", "The result of a wait object is 258 if the time was up first.");
    Scene scene;
    const w32::Event never(w32::Reset::manual);
    const PTP_WAIT wait = make_wait(scene);
    FILETIME due = in(std::chrono::milliseconds{1});
    ::SetThreadpoolWait(wait, never.get(), &due);
    scene.begun.wait();
    ::WaitForThreadpoolWaitCallbacks(wait, FALSE);
    EXPECT_EQ(scene.result, DWORD{WAIT_TIMEOUT});
    ::CloseThreadpoolWait(wait);
}

TEST(PoolTimer, CallsBackUntilItIsUnset) {
    WB_CLAIM("N10-45",
             "A timer with a period calls back until it is set to nullptr; after that and "
             "WaitForThreadpoolTimerCallbacks it calls no more.");
    Scene scene;
    const PTP_TIMER timer = ::CreateThreadpoolTimer(
        [](PTP_CALLBACK_INSTANCE, PVOID context, PTP_TIMER) {
            ++scene_of(context).runs;
            scene_of(context).begun.set();
        },
        &scene, nullptr);
    w32::check(timer != nullptr, "CreateThreadpoolTimer");
    FILETIME due = in(std::chrono::milliseconds{1});
    ::SetThreadpoolTimer(timer, &due, 1, 0);
    scene.begun.wait();
    scene.begun.wait();
    EXPECT_TRUE(::IsThreadpoolTimerSet(timer));
    ::SetThreadpoolTimer(timer, nullptr, 0, 0);
    ::WaitForThreadpoolTimerCallbacks(timer, TRUE);
    EXPECT_FALSE(::IsThreadpoolTimerSet(timer));
    const int runs = scene.runs;
    ::CloseThreadpoolTimer(timer);
    EXPECT_GE(runs, 2);
    EXPECT_EQ(scene.runs, runs);
}

TEST(CleanupGroup, ClosesAllItsMembers) {
    WB_CLAIM("N10-46",
             "CloseThreadpoolCleanupGroupMembers waits for the callbacks of all members, "
             "and closes them.");
    Scene scene;
    Pool pool(4);
    const PTP_CLEANUP_GROUP group = ::CreateThreadpoolCleanupGroup();
    w32::check(group != nullptr, "CreateThreadpoolCleanupGroup");
    ::SetThreadpoolCallbackCleanupGroup(&pool.environment, group, nullptr);
    for (int i = 0; i < 5; ++i) {
        const PTP_WORK work = make_work(&count_run, scene, &pool.environment);
        for (int k = 0; k < 4; ++k) ::SubmitThreadpoolWork(work);
    }
    ::CloseThreadpoolCleanupGroupMembers(group, FALSE, nullptr);
    EXPECT_EQ(scene.runs, 20) << "no work object is closed by hand";
    ::CloseThreadpoolCleanupGroup(group);
}

namespace {

void CALLBACK tell_end(PTP_CALLBACK_INSTANCE, PVOID context, PVOID, ULONG error, ULONG_PTR bytes,
                       PTP_IO) {
    Scene& scene = scene_of(context);
    scene.error = error;
    scene.bytes = bytes;
    ++scene.runs;
    scene.begun.set();
}

// A pipe whose requests are told by the pool.
struct PoolPipe {
    workbook::PipeEnds pipe;
    Scene scene;
    PTP_IO io = ::CreateThreadpoolIo(pipe.ours(), &tell_end, &scene, nullptr);
    OVERLAPPED request{};
    std::array<std::byte, 8> bytes{};

    PoolPipe() { w32::check(io != nullptr, "CreateThreadpoolIo"); }
    ~PoolPipe() {
        ::WaitForThreadpoolIoCallbacks(io, FALSE);
        ::CloseThreadpoolIo(io);
    }
    w32::IoStarted read() {
        ::StartThreadpoolIo(io);
        const w32::IoStarted started = w32::start_read(pipe.ours(), bytes, request);
        if (started.how == w32::Io::failed) ::CancelThreadpoolIo(io);
        return started;
    }
};

}  // namespace

TEST(PoolIo, CallsBackWithTheBytesAndTheError) {
    WB_CLAIM("N10-47",
             "A pool's I/O object calls back when a request has ended, with its bytes and "
             "its error.");
    PoolPipe now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.write("four");
    now.scene.begun.wait();
    EXPECT_EQ(now.scene.error, ULONG{ERROR_SUCCESS});
    EXPECT_EQ(now.scene.bytes, 4u);
    ASSERT_EQ(now.read().how, w32::Io::pending);
    (void)w32::cancel(now.pipe.ours(), now.request);
    now.scene.begun.wait();
    EXPECT_EQ(now.scene.error, ULONG{ERROR_OPERATION_ABORTED});
}

TEST(PoolIo, ThatWasRefusedHasToBeTakenBack) {
    WB_CLAIM("N10-48",
             "For a request that was refused no callback comes: after CancelThreadpoolIo "
             "nobody waits for it.");
    PoolPipe now;
    now.pipe.leave();
    EXPECT_EQ(now.read().how, w32::Io::failed);
    ::WaitForThreadpoolIoCallbacks(now.io, FALSE);
    EXPECT_EQ(now.scene.runs, 0);
}
