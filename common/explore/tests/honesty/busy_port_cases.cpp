// busy_port_cases.cpp - a port that lets one thread run, and what that thread blocks in.
#include "common/explore/tests/honesty/case.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <atomic>

namespace {

const explore::Options kNoChance{.early_time_outs = 0, .spurious_wake_ups = 0};

// The first packet's thread blocks until the second packet's has
// acted, which may run only because the first one blocks.
template <class Block, class Unblock, class Meanwhile>
void one_blocks(Block block, Unblock unblock, Meanwhile meanwhile) {
    w32::CompletionPort port(1);
    const auto work = [&] {
        const w32::Dequeued packet = port.get(w32::forever);
        if (packet.key == 1)
            block();
        else
            unblock();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    meanwhile();
    first.join();
    second.join();
}

EXPLORE_CASE(SectionLetsAnotherRun, .options = kNoChance) {
    w32::CriticalSection section;
    w32::Event go{w32::Reset::manual};
    ::EnterCriticalSection(section.get());
    const auto meanwhile = [&] {
        go.wait();
        ::LeaveCriticalSection(section.get());
    };
    one_blocks([&] { const w32::Guard hold(section); }, [&] { go.set(); }, meanwhile);
}

void blocks_in_an_srw_lock(bool shared) {
    w32::SrwLock lock;
    w32::Event go{w32::Reset::manual};
    ::AcquireSRWLockExclusive(lock.get());
    const auto meanwhile = [&] {
        go.wait();
        ::ReleaseSRWLockExclusive(lock.get());
    };
    const auto block = [&] {
        if (!shared) {
            const w32::Guard hold(lock);
        } else {
            ::AcquireSRWLockShared(lock.get());
            ::ReleaseSRWLockShared(lock.get());
        }
    };
    one_blocks(
        block, [&] { go.set(); }, meanwhile);
}

EXPLORE_CASE(SrwLockLetsAnotherRun, .options = kNoChance) { blocks_in_an_srw_lock(false); }
EXPLORE_CASE(SharedLockLetsAnotherRun, .options = kNoChance) { blocks_in_an_srw_lock(true); }

EXPLORE_CASE(ConditionLetsAnotherRun, .options = kNoChance) {
    w32::SrwLock lock;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool ready = false;
    const auto block = [&] {
        const w32::Guard hold(lock);
        while (!ready) ::SleepConditionVariableSRW(&changed, lock.get(), INFINITE, 0);
    };
    const auto unblock = [&] {
        {
            const w32::Guard hold(lock);
            ready = true;
        }
        ::WakeConditionVariable(&changed);
    };
    one_blocks(block, unblock, [] {});
}

EXPLORE_CASE(AddressLetsAnotherRun, .options = kNoChance) {
    std::atomic<int> ready = 0;
    const auto block = [&] {
        int zero = 0;
        while (ready == 0) ::WaitOnAddress(&ready, &zero, sizeof zero, INFINITE);
    };
    const auto unblock = [&] {
        ready = 1;
        ::WakeByAddressSingle(&ready);
    };
    one_blocks(block, unblock, [] {});
}

}  // namespace
