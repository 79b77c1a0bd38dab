// real_threads.hpp - runs the threads of an explored program as real threads, one at a time.
//
// For replay: a debugger that stops at any step shows each thread's real stack, and the Threads
// window shows their names. Each thread waits for an event of its own until it is its turn.
#pragma once

#include "common/explore/engine/fibers.hpp"

namespace explore {

class RealThreads {
public:
    explicit RealThreads(ThreadBody body) : body_(body) {}
    ~RealThreads();
    RealThreads(const RealThreads&) = delete;
    RealThreads& operator=(const RealThreads&) = delete;

    /// Creates a thread that waits for its first turn. One of an earlier execution that has not
    /// ended stays parked until the process ends: its frames cannot be left without unwinding them.
    void prepare(int thread);
    void switch_to(int from, int to);
    /// In the Threads window: the letter that it has in schedules, and the name.
    static void show_name(HANDLE handle, int thread, const char* name);
    static void show_name(int thread, const char* name) {
        show_name(::GetCurrentThread(), thread, name);
    }
    bool owns(int thread, const void* address) const;

private:
    struct Slot;
    static unsigned __stdcall run(void* slot);

    ThreadBody body_;
    HANDLE controller_ = nullptr;
    Slot* slots_[kMaxThreads] = {};
};

}  // namespace explore
