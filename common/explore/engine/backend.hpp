// backend.hpp - fibers for the search, real threads for a replay in the debugger.
#pragma once

#include "common/explore/engine/fibers.hpp"
#include "common/explore/engine/real_threads.hpp"

namespace explore {

class Backend {
public:
    explicit Backend(ThreadBody body) : fibers_(body), threads_(body) {}

    bool real = false;  // real threads; change it between executions only

    void begin() {
        if (!real) fibers_.adopt_controller();
    }
    void prepare(int thread) { real ? threads_.prepare(thread) : fibers_.prepare(thread); }
    void switch_to(int from, int to) {
        real ? threads_.switch_to(from, to) : fibers_.switch_to(from, to);
    }
    /// For a debugger: the running thread is called that.
    void show_name(int thread, const char* name) {
        if (real) RealThreads::show_name(thread, name);
    }
    bool owns(int thread, const void* address) const {
        return real ? threads_.owns(thread, address) : fibers_.owns(thread, address);
    }

    /// Where that thread's stack begins; nullptr if it is not known.
    void* stack_top(int thread) const { return real ? nullptr : fibers_.stack_top(thread); }
    /// The stack of that thread must not be used again.
    void spoil(int thread) {
        if (!real) fibers_.spoil(thread);
    }

private:
    Fibers fibers_;
    RealThreads threads_;
};

}  // namespace explore
