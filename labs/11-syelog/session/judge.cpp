// The judge of lab L38: clients that come, write and leave at every moment, before a daemon that
// has to serve the next one.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/caller.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

// What the lab calls instead: the same, and the judge knows of it.
static void instance_is_up();
static void instance_is_closed();
[[maybe_unused]] static HANDLE told_CreateNamedPipeW(LPCWSTR name, DWORD open_mode, DWORD mode,
                                                     DWORD most, DWORD out, DWORD in, DWORD wait,
                                                     LPSECURITY_ATTRIBUTES security WB_AT_CALLER) {
    const HANDLE pipe =
        ::CreateNamedPipeW(name, open_mode, mode, most, out, in, wait, security WB_CALLER);
    instance_is_up();
    return pipe;
}
[[maybe_unused]] static BOOL told_CloseHandle(HANDLE handle WB_AT_CALLER) {
    const BOOL ok = ::CloseHandle(handle WB_CALLER);
    instance_is_closed();
    return ok;
}
#undef CreateNamedPipeW
#undef CloseHandle
#define CreateNamedPipeW told_CreateNamedPipeW
#define CloseHandle told_CloseHandle

#include <session.hpp>  // <>: the build chooses the folder

#undef CreateNamedPipeW
#undef CloseHandle

namespace {

// So long only if nobody can do anything any more.
constexpr DWORD kNever = 10'000;

// "abc" as a record.
std::string record(std::string_view text) {
    std::string bytes = {static_cast<char>(kHeader + text.size() + 1), '\x60'};
    return bytes.append(text).append(1, '\0');
}

/// A daemon, and what it tells.
class Scene {
public:
    /// `at_first` is called when the first instance is up, before the daemon waits for a client.
    explicit Scene(void (*at_first)() = nullptr) : at_first_(at_first) {
        here = this;
        daemon_ = w32::Thread("daemon", [this] { serve_.run(); });
    }
    ~Scene() {
        ::PostQueuedCompletionStatus(port_.get(), 0, kQuit, nullptr);
        daemon_.join();
        // The same in every order, however many instances there were.
        explore::outcome(told_.empty() ? "nothing" : told_);
    }

    void instance_is_up() {
        was_up_ = true;
        up_.release();
        if (at_first_ != nullptr) std::exchange(at_first_, nullptr)();
    }
    void instance_is_closed() { closed_.release(); }
    void tell(std::string_view text) {
        for (const char byte : text) told_ += byte;  // one by one: so the explorer sees each
        told_ += '|';
        more_.release();
    }

    /// A client comes as soon as it can; an invalid handle, and an explanation, if it never can.
    w32::Handle come() {
        for (;;) {
            const bool was_up = was_up_;
            if (w32::Handle pipe = come_now()) return pipe;
            if (was_up && ::GetLastError() == ERROR_FILE_NOT_FOUND) {
                WB_DIAGNOSE("name-gone")
                    << "A client was told that there is no such pipe: the last instance was "
                    << "closed, and the next one is not up yet.";
                return {};
            }
            if (!happens(up_, "a client waits for an instance of the pipe")) return {};
        }
    }

    /// An invalid handle if no instance is free.
    w32::Handle come_now() {
        const HANDLE pipe = ::CreateFileW(name_.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                                          0, nullptr);
        return w32::Handle(pipe == INVALID_HANDLE_VALUE ? nullptr : pipe);
    }

    /// The next thing that is told is this.
    bool expect(std::string_view text) {
        if (!happens(more_, "'" + std::string(text) + "' was written")) return false;
        const std::size_t end = told_.find('|', read_);
        const std::string seen = told_.substr(read_, end - read_);
        read_ = end + 1;
        if (seen == text) return true;
        WB_DIAGNOSE("wrong-text")
            << "'" << text << "' was written, and '" << seen << "' was told. The buffer still "
            << "holds what came before; a text without a NUL ends with what has come.";
        return false;
    }
    /// The client at this end is thrown out.
    bool expect_end() {
        return happens(closed_, "a client has written what is no record, and its instance is open");
    }
    bool expect_nothing() {
        if (told_.size() == read_) return true;
        WB_DIAGNOSE("told-no-record") << "'" << told_.substr(read_) << "' was told. What a client "
                                      << "has written was no record.";
        return false;
    }
    /// A client comes, writes and leaves, and is served.
    void expect_next() {
        w32::Handle next = come();
        if (!next) return;
        write(next, record("next"));
        next.reset();
        (void)expect("next");
    }

    static void write(const w32::Handle& pipe, std::string_view bytes) {
        DWORD written = 0;
        (void)::WriteFile(pipe.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &written,
                          nullptr);
    }

    static Scene* here;

private:
    // False: it never will, which is explained.
    bool happens(const w32::Semaphore& what, const std::string& situation) {
        const HANDLE any[] = {what.get(), daemon_.get()};
        const DWORD woken = ::WaitForMultipleObjects(2, any, FALSE, kNever);
        if (woken == WAIT_OBJECT_0) return true;
        if (woken == WAIT_OBJECT_0 + 1)
            WB_DIAGNOSE("gave-up") << "run() has returned, and nobody had asked it to.";
        else if (&what == &up_)
            WB_DIAGNOSE("nobody-can-come")
                << "The daemon waits at its port, and " << situation << ": there will be none. "
                << "Whatever becomes of one client, the next instance has to be put up.";
        else if (&what == &closed_)
            WB_DIAGNOSE("not-thrown-out")
                << "The daemon waits at its port, and " << situation << ".";
        else
            WB_DIAGNOSE("not-served")
                << "The daemon waits at its port, and " << situation << ". No packet will come.";
        return false;
    }

    std::wstring name_ = workbook::name_here(LR"(\\.\pipe\daemon)");
    w32::Handle port_ = w32::own(
        ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0), "CreateIoCompletionPort");
    void (*at_first_)();
    std::atomic<bool> was_up_ = false;
    w32::Semaphore up_{0, 1000};
    w32::Semaphore closed_{0, 1000};
    w32::Semaphore more_{0, 1000};
    std::string told_;
    std::size_t read_ = 0;
    Daemon serve_{name_, port_.get()};
    w32::Thread daemon_;
};
Scene* Scene::here = nullptr;

}  // namespace

static void instance_is_up() { Scene::here->instance_is_up(); }
static void instance_is_closed() { Scene::here->instance_is_closed(); }
void on_record(std::string_view text) { Scene::here->tell(text); }
void end_process() {
    WB_DIAGNOSE("died-with-a-client")
        << "The daemon has ended its process, for what one client has done. 535 is a client that "
        << "came before ConnectNamedPipe, 232 one that has left again; a read that is refused is "
        << "the end of that client.";
}

// Too large for all schedules: those in which one thread is interrupted once where it could go on.
#define WB_FEW_SCHEDULES                                                        \
    .search = explore::Search::bounded, .preemptions = 1, .early_time_outs = 0, \
    .spurious_wake_ups = 0

EXPLORE_TEST(Lab_11_Session, Test1_ARecordComes, WB_FEW_SCHEDULES) {
    Scene scene;
    w32::Handle client = scene.come();
    if (!client) return;
    Scene::write(client, record("one"));
    if (!scene.expect("one")) return;
    Scene::write(client, record("two"));
    if (scene.expect("two")) scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test2_QuickerThanTheDaemon, WB_FEW_SCHEDULES) {
    static w32::Handle early;
    Scene scene([] {
        early = Scene::here->come_now();
        Scene::write(early, record("one"));
    });
    if (scene.expect("one")) scene.expect_next();
    early.reset();
}

EXPLORE_TEST(Lab_11_Session, Test3_HasLeftAlready, WB_FEW_SCHEDULES) {
    Scene scene([] {
        const w32::Handle hasty = Scene::here->come_now();
        Scene::write(hasty, record("one"));
    });
    if (scene.expect("one")) scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test4_LeavesAtOnce, WB_FEW_SCHEDULES) {
    Scene scene;
    w32::Handle client = scene.come();
    if (!client) return;
    client.reset();
    scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test5_LessThanAHeader, WB_FEW_SCHEDULES) {
    Scene scene;
    const w32::Handle client = scene.come();
    if (!client) return;
    Scene::write(client, std::string_view("\x01", 1));
    if (scene.expect_end() && scene.expect_nothing()) scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test6_AnotherNumber, WB_FEW_SCHEDULES) {
    Scene scene;
    for (const char said : {'\x08', '\x03'}) {
        const w32::Handle client = scene.come();
        if (!client) return;
        std::string bytes = record("ab");
        bytes[0] = said;
        Scene::write(client, bytes);
        if (!scene.expect_end() || !scene.expect_nothing()) return;
    }
    scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test7_NoNul, WB_FEW_SCHEDULES) {
    Scene scene;
    const w32::Handle client = scene.come();
    if (!client) return;
    Scene::write(client, record("12345"));
    if (!scene.expect("12345")) return;
    Scene::write(client, std::string_view("\x04\x60xy", 4));
    if (!scene.expect("xy")) return;
    Scene::write(client, std::string_view("\x08\x60" "abcdef", 8));
    if (!scene.expect("abcdef")) return;
    Scene::write(client, std::string_view("\x02\x60", 2));
    if (scene.expect("")) scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test8_MoreThanARecord, WB_FEW_SCHEDULES) {
    Scene scene;
    const w32::Handle client = scene.come();
    if (!client) return;
    Scene::write(client, std::string(12, '\x08'));
    if (scene.expect_end() && scene.expect_nothing()) scene.expect_next();
}

EXPLORE_TEST(Lab_11_Session, Test9_OneComesAsOneLeaves, WB_FEW_SCHEDULES) {
    Scene scene;
    w32::Thread other("leaves", [&] { (void)scene.come(); });
    scene.expect_next();
    other.join();
}
