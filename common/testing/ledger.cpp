// ledger.cpp - the judge's side: questions about what was recorded.
#include "common/testing/ledger.hpp"

#include "common/testing/ledger_impl.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace workbook {
namespace {

WB_GUARDED_BY(monitor_lock()) Ledger::Impl* current = nullptr;

}  // namespace

Ledger::Impl* current_ledger() { return current; }

HandleRecord* Ledger::Impl::find(HANDLE value) {
    HandleRecord* closed = nullptr;
    for (HandleRecord& record : handles) {
        if (record.value != value) continue;
        if (record.closed_at.empty()) return &record;
        closed = &record;
    }
    return closed;
}

void Ledger::Impl::release_children_of(DWORD creator) {
    for (StartState& start : starts)
        if (start.creator == creator) start.released = true;
    monitor_changed();
}

void Ledger::Impl::thread_ended(DWORD id) {
    for (const HeldLock& lock : held[id])
        locks_left_held.push_back("the lock taken at " + lock.where);
    held.erase(id);  // the id may come back with another thread, which holds nothing
    waiting_for_lock.erase(id);
    release_children_of(id);
}

Ledger::Ledger() : impl_(new Impl) {
    static unsigned last_serial = 0;
    const w32::Guard hold(monitor_lock());
    impl_->serial = ++last_serial;
    if (current != nullptr) std::abort();  // two ledgers: a judge's bug
    current = impl_;
}

Ledger::~Ledger() {
    // Threads of the lab that still run use the tables: wait for them. One that never ends is a
    // hang, and the watchdog answers it.
    release_new_threads();
    const auto all_done = [this](bool even_unresumed) {
        for (std::size_t i = 0; i < impl_->threads.size(); ++i)
            if (!impl_->threads[i].finished && (even_unresumed || !impl_->never_ran(i)))
                return false;
        return true;
    };
    (void)wait_until([&] { return all_done(false); }, w32::forever);
    discard_unresumed_threads();
    (void)wait_until([&] { return all_done(true); }, w32::forever);
    std::vector<HANDLE> closed;
    {
        const w32::Guard hold(monitor_lock());
        current = nullptr;
        for (const HandleRecord& record : impl_->handles) closed.push_back(record.value);
    }
    // Those the lab closed are closed for real now; those it leaked do no harm to the next test.
    for (const HANDLE handle : closed) ::CloseHandle(handle);
    delete impl_;
}

// A thread that the lab created suspended and forgot waits for ever. Now it may run, but only to
// its end: the lab's routine, and the data it would use, are history.
void Ledger::discard_unresumed_threads() {
    std::vector<HANDLE> forgotten;
    {
        const w32::Guard hold(monitor_lock());
        for (std::size_t i = 0; i < impl_->threads.size(); ++i) {
            if (impl_->threads[i].finished || !impl_->never_ran(i)) continue;
            impl_->starts[i].discarded = true;
            forgotten.push_back(impl_->threads[i].handle);  // open: real closes come later
        }
    }
    for (const HANDLE thread : forgotten) {
        DWORD before = 0;
        do before = ::ResumeThread(thread);
        while (before > 1 && before != static_cast<DWORD>(-1));
    }
}

void Ledger::hold_new_threads(bool in_order) {
    const w32::Guard hold(monitor_lock());
    impl_->holding_new_threads = true;
    impl_->start_in_order = in_order;
}

void Ledger::release_new_threads() {
    const w32::Guard hold(monitor_lock());
    impl_->holding_new_threads = false;
    for (auto& start : impl_->starts) start.released = true;
    monitor_changed();
}

void Ledger::run_new_threads_first() {
    const w32::Guard hold(monitor_lock());
    impl_->new_threads_first = true;
}

void Ledger::stop_endless_polls() {
    const w32::Guard hold(monitor_lock());
    impl_->stops_endless_polls = true;
}

std::vector<std::string> Ledger::endless_polls() const {
    const w32::Guard hold(monitor_lock());
    return impl_->endless_polls;
}

void Ledger::skip_time() {
    const w32::Guard hold(monitor_lock());
    impl_->time_is_skipped = true;
}

void Ledger::only_note_terminations(bool only_note) {
    const w32::Guard hold(monitor_lock());
    impl_->terminations_only_noted = only_note;
}

std::vector<Call> Ledger::calls() const {
    const w32::Guard hold(monitor_lock());
    return impl_->calls;
}

int Ledger::count(std::string_view name, const void* object) const {
    const w32::Guard hold(monitor_lock());
    return static_cast<int>(
        std::count_if(impl_->calls.begin(), impl_->calls.end(), [&](const Call& call) {
            return call.name == name && (object == nullptr || call.object == object);
        }));
}

std::vector<HandleRecord> Ledger::handles() const {
    const w32::Guard hold(monitor_lock());
    return impl_->handles;
}

std::vector<HandleRecord> Ledger::open_handles() const {
    const w32::Guard hold(monitor_lock());
    std::vector<HandleRecord> open;
    std::copy_if(impl_->handles.begin(), impl_->handles.end(), std::back_inserter(open),
                 [](const HandleRecord& record) { return record.closed_at.empty(); });
    return open;
}

std::vector<ThreadRecord> Ledger::threads() const {
    const w32::Guard hold(monitor_lock());
    return impl_->threads;
}

std::vector<std::string> Ledger::closed_twice() const {
    const w32::Guard hold(monitor_lock());
    return impl_->closed_twice;
}

std::vector<std::string> Ledger::used_after_close() const {
    const w32::Guard hold(monitor_lock());
    return impl_->used_after_close;
}

std::vector<Call> Ledger::waits_while_holding() const {
    const w32::Guard hold(monitor_lock());
    std::vector<Call> found;
    for (const Call& call : impl_->calls) {
        // A limit of 0 is a look, or a yield: it cannot block.
        const bool blocks = call.argument != 0 && (call.name.rfind("WaitFor", 0) == 0 ||
                                                   call.name.rfind("Sleep", 0) == 0);
        if (blocks && call.locks_held > 0) found.push_back(call);
    }
    return found;
}

std::vector<std::string> Ledger::locks_left_held() const {
    const w32::Guard hold(monitor_lock());
    return impl_->locks_left_held;
}

bool Ledger::blocked_on_lock_now(DWORD thread_id) const {
    return impl_->waiting_for_lock.count(thread_id) != 0;
}

bool Ledger::waits_now(DWORD thread_id) const {
    return std::any_of(impl_->in_wait.begin(), impl_->in_wait.end(), [&](const auto& thread) {
        return thread.second > 0 && (thread_id == 0 || thread.first == thread_id);
    });
}

int Ledger::polls_now() const { return impl_->polls; }

std::vector<const void*> Ledger::locks_held_by(DWORD thread_id) const {
    const w32::Guard hold(monitor_lock());
    std::vector<const void*> addresses;
    const auto found = impl_->held.find(thread_id);
    if (found == impl_->held.end()) return addresses;
    for (const auto& lock : found->second) addresses.push_back(lock.address);
    return addresses;
}

}  // namespace workbook
