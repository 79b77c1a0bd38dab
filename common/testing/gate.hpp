// gate.hpp - holds threads at named points, so that one chosen interleaving happens.
//
//     workbook::Gate gate;
//     gate.hold("after-read");
//     w32::Thread first([&] { list.push(1); });
//     gate.wait_for_arrivals("after-read", 1, w32::forever);   // it has read, and has not written
//     ...
//     gate.open("after-read");
//
// One gate at a time; it opens everything when it is destroyed.
#pragma once

#include "common/testing/point.hpp"
#include "common/win32/timeout.hpp"

#include <map>
#include <string>
#include <vector>

namespace workbook {

/// A point that recorded locks pass by themselves (recorded.hpp): a thread has just given a lock
/// back. Held there, it shows what it still does without the lock.
inline constexpr const char* kAfterUnlock = "after-unlock";

class Gate {
public:
    Gate();
    ~Gate();
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    /// From now on threads that reach the point wait there.
    void hold(const std::string& point);
    /// Lets through who waits at the point and who comes later.
    void open(const std::string& point);
    /// Lets the one thread through that waits at the point (the gate stays closed for others).
    void let_through(const std::string& point, unsigned long thread_id);

    /// How many threads have reached the point so far, held or not.
    int arrivals(const std::string& point) const;
    /// True while that thread is held at the point.
    bool is_held(const std::string& point, unsigned long thread_id) const;
    /// The same inside a wait_until() condition, where the monitor's lock is held already.
    bool holds_now(const std::string& point, unsigned long thread_id) const;
    /// Blocks until `count` threads have reached the point; false after `limit`.
    bool wait_for_arrivals(const std::string& point, int count, w32::Timeout limit);

    /// Names that any thread has reached, in order of first arrival.
    std::vector<std::string> points_seen() const;

private:
    friend void pass_point(const char* name);
    struct Point {
        bool held = false;
        int arrivals = 0;
        std::vector<unsigned long> waiting;  // thread ids
    };

    std::map<std::string, Point> points_;  // guarded by monitor_lock()
    std::vector<std::string> order_;       // guarded by monitor_lock()
};

}  // namespace workbook
