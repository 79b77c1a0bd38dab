// The judge of lab L16: a second process takes the mutex, changes the stock as far as it is told,
// and dies.
//
// Built against labs/, solutions/, each alternative and each mistake. The second process is this
// program, started with a role.
#include "common/win32/windows.hpp"

// What the lab may want, before two calls get another name.
#include "common/win32/wait.hpp"

#include <array>
#include <functional>
#include <optional>

DWORD wb_wait(HANDLE handle, DWORD ms);
BOOL wb_release(HANDLE mutex);
#define WaitForSingleObject wb_wait
#define ReleaseMutex wb_release
#include <abandoned.hpp>  // <>: the build chooses the folder
#undef WaitForSingleObject
#undef ReleaseMutex

#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/file_mapping.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/thread.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace std::chrono_literals;

namespace {

// What the lab has called; and what it found when it gave the mutex back.
struct Calls {
    int waits = 0;
    int refused_releases = 0;
    int releases = 0;
    LONG sum_at_first_release = 0;
    const Stock* stock = nullptr;
} calls;

constexpr wchar_t kSwitch[] = L"--peer=";
constexpr LONG kCount = 5;      // what the peer carries
constexpr auto kPatience = 8s;  // for a process to start or to end
constexpr LONG kStore = 60, kShop = 40;

// How far the peer comes before it dies, and how: the first letter of its role.
enum class Dies : wchar_t { before = L'b', half_way = L'h', after = L'a' };
// The second letter: it ends by itself, or stays where it is until somebody ends it.
enum class End : wchar_t { by_itself = L'i', when_killed = L'k' };

std::wstring name_of(const wchar_t* what, std::wstring_view tag) {
    return std::wstring(L"Local\\workbook.L16.") + what + L"." + std::wstring(tag);
}

// The peer. Runs while the program is loaded, so that no test has begun: raw calls only.
int play(Dies dies, End end, std::wstring_view tag) {
    const auto mutex = ::OpenMutexW(SYNCHRONIZE, FALSE, name_of(L"mutex", tag).c_str());
    const auto memory = ::OpenFileMappingW(FILE_MAP_WRITE, FALSE, name_of(L"stock", tag).c_str());
    const auto there = ::OpenEventW(EVENT_MODIFY_STATE, FALSE, name_of(L"there", tag).c_str());
    if (mutex == nullptr || memory == nullptr || there == nullptr) return 2;
    auto* stock = static_cast<Stock*>(::MapViewOfFile(memory, FILE_MAP_WRITE, 0, 0, sizeof(Stock)));
    if (stock == nullptr || ::WaitForSingleObject(mutex, INFINITE) != WAIT_OBJECT_0) return 3;
    if (dies != Dies::before) stock->store -= kCount;
    if (dies == Dies::after) stock->shop += kCount;
    ::SetEvent(there);
    if (end == End::when_killed) ::Sleep(INFINITE);  // the judge ends it here, on purpose
    return 0;                                        // without ReleaseMutex: the mutex is abandoned
}

const bool has_played = [] {
    const std::wstring_view line = ::GetCommandLineW();
    const std::size_t at = line.find(kSwitch);
    if (at == line.npos) return false;
    const std::wstring_view role = line.substr(at + std::size(kSwitch) - 1);
    // At once: no destructor of this half-started program has anything to say.
    ::TerminateProcess(::GetCurrentProcess(),
                       static_cast<UINT>(play(static_cast<Dies>(role[0]), static_cast<End>(role[1]),
                                              role.substr(2))));
    return true;
}();

// A mutex and a stock that other processes know by name, new for each test.
class Shop {
public:
    Shop()
        : mutex_(name_of(L"mutex", tag_).c_str()),
          memory_(name_of(L"stock", tag_).c_str(), sizeof(Stock)),
          there_(w32::Reset::automatic, name_of(L"there", tag_).c_str()) {
        stock() = {kStore, kShop};
    }
    Stock& stock() const { return memory_.as<Stock>(); }
    HANDLE mutex() const { return mutex_.get(); }

    /// Starts a peer and answers when it is where it will die; by itself: when it has died.
    void start(Dies dies, End end) {
        const std::wstring arguments[] = {
            kSwitch + std::wstring{static_cast<wchar_t>(dies), static_cast<wchar_t>(end)} + tag_};
        w32::ProcessOptions options;
        options.job = &job_;
        peer_ = w32::Process(w32::command_line(w32::this_program(), arguments), options);
        if (!there_.wait_for(kPatience)) throw w32::Error("peer", WAIT_TIMEOUT);
        if (end == End::by_itself) wait_for_its_end();
    }
    void kill() {
        peer_.terminate(0);
        wait_for_its_end();
    }

private:
    void wait_for_its_end() {
        if (!peer_.wait_for(kPatience)) throw w32::Error("end of the peer", WAIT_TIMEOUT);
    }

    std::wstring tag_ = std::to_wstring(::GetCurrentProcessId());
    w32::Mutex mutex_;
    w32::FileMapping memory_;
    w32::Event there_;
    w32::Job job_;
    w32::Process peer_;
};

/// What one call of carry() did.
struct Session {
    Carried said = Carried::failed;
    bool kept_mutex = false;
    Calls calls;
    Stock stock;
};

// On a thread of its own: it alone could own the mutex, and another one sees whether it does.
Session run(
    const Shop& shop, HANDLE mutex, LONG count, DWORD ms,
    const std::function<void()>& meanwhile = [] {}) {
    Session session;
    calls = {};
    calls.stock = &shop.stock();
    w32::Event begun{w32::Reset::manual};
    w32::Thread survivor("carries", [&] {
        begun.set();
        session.said = carry(mutex, shop.stock(), count, ms);
        session.calls = calls;
        session.stock = shop.stock();
        if (session.said == Carried::timed_out) return;
        w32::Thread("looks whether the mutex is free", [&] {
            const bool free = ::WaitForSingleObject(shop.mutex(), 0) != WAIT_TIMEOUT;
            if (free) ::ReleaseMutex(shop.mutex());
            session.kept_mutex = !free;
        }).join();
    });
    begun.wait();
    meanwhile();
    survivor.join();
    return session;
}

std::string seen(const Session& session) {
    constexpr const char* kNames[] = {"done", "inherited", "timed_out", "failed"};
    return std::string("carry() said ") + kNames[static_cast<int>(session.said)] +
           "; store and shop: " + std::to_string(session.stock.store) + " + " +
           std::to_string(session.stock.shop) + ". ";
}

bool is_still(const Stock& stock, LONG store, LONG shop) {
    return stock.store == store && stock.shop == shop;
}

void explain_kept(const Session& session) {
    if (session.calls.waits > 1)
        WB_DIAGNOSE("waited-twice")
            << seen(session) << "The first wait answered WAIT_ABANDONED: the mutex was ours. The "
            << "second one took it once more, and one ReleaseMutex leaves it ours.";
    else if (session.said == Carried::inherited)
        WB_DIAGNOSE("never-released")
            << seen(session) << "The stock is in order, and the mutex still belongs to the thread "
            << "that has repaired it. An inherited mutex is given back like any other.";
    else
        WB_DIAGNOSE("abandoned-taken-for-failure")
            << seen(session) << "The wait answered WAIT_ABANDONED, 0x80: it has succeeded, the "
            << "mutex is ours. Who leaves now without ReleaseMutex leaves with it, and nobody else "
            << "gets it while this thread lives.";
}

// After a death; `store` and `shop` are what must be there then.
void check_inherited(const Session& session, LONG store, LONG shop) {
    if (session.kept_mutex) return explain_kept(session);
    const LONG sum = session.stock.store + session.stock.shop;
    if (session.calls.releases > 0 && session.calls.sum_at_first_release != kAll && sum == kAll)
        WB_DIAGNOSE("released-half-done")
            << seen(session) << "When ReleaseMutex was called, they were "
            << session.calls.sum_at_first_release
            << " together: whoever came then saw the half-done "
            << "change, without a warning. The warning is given once; repair before you release.";
    else if (sum == kAll - kCount)
        WB_DIAGNOSE("not-repaired")
            << seen(session) << "The other process had taken " << kCount << " from the store and "
            << "died; they are in neither still. WAIT_ABANDONED is success with a warning.";
    else if (!is_still(session.stock, store, shop))
        WB_DIAGNOSE("wrong-repair")
            << seen(session) << "It should be " << store << " + " << shop << ". Nobody knows how "
            << "far the dead owner has come; what is missing tells it.";
    else if (session.said != Carried::inherited)
        WB_DIAGNOSE("death-not-told")
            << seen(session) << "The stock is in order, and the last owner had died: the caller "
            << "has to be told. What the stock looks like does not say so; the wait does.";
}

}  // namespace

DWORD wb_wait(HANDLE handle, DWORD ms) {
    ++calls.waits;
    return ::WaitForSingleObject(handle, ms);
}

BOOL wb_release(HANDLE mutex) {
    const LONG sum = calls.stock->store + calls.stock->shop;
    const BOOL released = ::ReleaseMutex(mutex);
    if (!released)
        ++calls.refused_releases;
    else if (++calls.releases == 1)
        calls.sum_at_first_release = sum;
    return released;
}

TEST(Lab_04_Abandoned, Test1_NobodyDies) {
    const Shop shop;
    const Session session = run(shop, shop.mutex(), 10, INFINITE);
    if (session.said != Carried::done || !is_still(session.stock, kStore - 10, kShop + 10))
        WB_DIAGNOSE("wrong-carry") << seen(session) << "10 were to be carried; 50 + 50 was right.";
    else if (session.kept_mutex)
        WB_DIAGNOSE("never-released")
            << "carry() has returned, and its thread has the mutex still.";
}

TEST(Lab_04_Abandoned, Test2_TheOwnerDiesHalfWay) {
    Shop shop;
    shop.start(Dies::half_way, End::when_killed);
    const Session session = run(shop, shop.mutex(), 10, INFINITE, [&] { shop.kill(); });
    check_inherited(session, kStore - kCount - 10, kShop + kCount + 10);
}

TEST(Lab_04_Abandoned, Test3_WheneverItDies) {
    {
        Shop shop;
        shop.start(Dies::before, End::by_itself);
        check_inherited(run(shop, shop.mutex(), 20, INFINITE), kStore - 20, kShop + 20);
    }
    if (HasFailure()) return;
    Shop shop;
    shop.start(Dies::after, End::by_itself);
    check_inherited(run(shop, shop.mutex(), 20, INFINITE), kStore - kCount - 20,
                    kShop + kCount + 20);
}

TEST(Lab_04_Abandoned, Test4_ItIsToldOnce) {
    Shop shop;
    shop.start(Dies::half_way, End::by_itself);
    check_inherited(run(shop, shop.mutex(), 10, INFINITE), kStore - kCount - 10,
                    kShop + kCount + 10);
    if (HasFailure()) return;
    const Session next = run(shop, shop.mutex(), 1, INFINITE);
    if (next.said != Carried::done)
        WB_DIAGNOSE("told-twice") << seen(next) << "Nobody has died since the last call.";
}

TEST(Lab_04_Abandoned, Test5_NoMutexNoCarry) {
    Shop shop;
    shop.start(Dies::half_way, End::when_killed);
    const Session busy = run(shop, shop.mutex(), 10, 20);
    if (!is_still(busy.stock, kStore - kCount, kShop))
        WB_DIAGNOSE("changed-without-the-mutex")
            << seen(busy) << "Another process has the mutex and lives; it was in the middle of its "
            << "change. WAIT_TIMEOUT gives nothing.";
    else if (busy.calls.refused_releases > 0)
        WB_DIAGNOSE("released-not-owned")
            << seen(busy) << "ReleaseMutex was refused with 288, ERROR_NOT_OWNER: after "
            << "WAIT_TIMEOUT there is nothing to give back.";
    else if (busy.said != Carried::timed_out)
        WB_DIAGNOSE("time-out-not-told") << seen(busy) << "The wait has answered WAIT_TIMEOUT.";
    if (HasFailure()) return;
    shop.kill();
    const Session none = run(shop, nullptr, 10, INFINITE);
    if (none.said != Carried::failed || !is_still(none.stock, kStore - kCount, kShop))
        WB_DIAGNOSE("failure-not-told")
            << seen(none) << "The handle was none, and the wait answered WAIT_FAILED, 0xFFFFFFFF.";
}
