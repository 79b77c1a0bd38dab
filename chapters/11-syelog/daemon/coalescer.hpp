// coalescer.hpp - a short rest between two reads of a connection, so that the second finds more.
//
//     Coalescer rests(1ms, [](Connection& c) { ... start its next read ... });
//     rests.put(connection);            // the caller has given it away
//
// A client that writes one record per call, and a daemon that reads each at once, cost a read, a
// packet and a thread's wake-up per record. A daemon that waits a millisecond gets all records of
// that millisecond by one read. All connections rest together: one timer for any number of them.
#pragma once

#include "common/win32/condition_variable.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/waitable_timer.hpp"

#include <functional>
#include <vector>

namespace syelog {

struct Connection;

class Coalescer {
public:
    /// `wake` is called by the coalescer's thread, one connection at a time. `rest` 0:
    /// nobody rests, and there is no thread.
    Coalescer(std::chrono::milliseconds rest, std::function<void(Connection&)> wake);
    ~Coalescer() { finish(); }

    /// Any thread. The connection is nobody else's until `wake` gets it. False: it does not rest,
    /// and is the caller's still.
    bool put(Connection& connection);

    /// Nobody rests any longer, now and later. Idempotent.
    void hurry();
    /// hurry(), and ends the thread. Not from `wake`.
    void finish();

private:
    void run();
    bool take(std::vector<Connection*>& out);

    const std::chrono::milliseconds rest_;
    const std::function<void(Connection&)> wake_;
    w32::SrwLock lock_;
    w32::ConditionVariable not_empty_;
    WB_GUARDED_BY(lock_) std::vector<Connection*> resting_;
    WB_GUARDED_BY(lock_) bool hurrying_;
    // On Windows a time-out ends with a tick of the clock, 15.6 ms; a timer can do better. On Wine
    // a timer is wineserver's: while it runs, each request of anybody to it costs 3 us more.
    const bool by_time_out_;
    w32::WaitableTimer timer_;
    w32::Event hurried_{w32::Reset::manual};
    w32::Thread thread_;
};

}  // namespace syelog
