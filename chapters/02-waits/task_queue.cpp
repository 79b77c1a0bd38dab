// Six tasks, three threads: who gets the next task?
//
// Look at how many tasks have begun before the long one has ended: with a wait for the thread whose
// turn it is, and with a wait for any.
//
// Before you run it, write down: task 0 is long. How many of the six begin while it runs?
// Then make task 2 the long one.
// In the debugger: stop in start() and look at the Threads window: how many of them have ended?
// Topics: T21 T30 T32
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <array>

struct Pool {
    w32::Event long_one_may_end{w32::Reset::manual};
    std::array<w32::Thread, 3> threads;
    int begun_meanwhile = 0;  // tasks that begin while the long one runs
};

static void start(Pool& pool, std::size_t slot, std::size_t task) {
    if (!w32::signaled_now(pool.long_one_may_end.get())) ++pool.begun_meanwhile;
    pool.threads[slot] = w32::Thread("worker", [&pool, task] {
        if (task == 0) pool.long_one_may_end.wait();
    });
}

static std::size_t slot_whose_turn_it_is(Pool& pool, std::size_t task) {
    const std::size_t slot = task % pool.threads.size();
    const HANDLE thread = pool.threads[slot].get();
    // Nothing more can begin before this one ends: then it is time for the long one.
    if (!w32::signaled_now(thread)) pool.long_one_may_end.set();
    (void)w32::wait(thread, w32::forever);
    return slot;
}

static std::size_t slot_that_is_free(Pool& pool, std::size_t) {
    std::array<HANDLE, 3> handles;
    for (std::size_t i = 0; i < handles.size(); ++i) handles[i] = pool.threads[i].get();
    return w32::wait_any(handles, w32::forever).index;
}

static void run(std::size_t (*find_slot)(Pool&, std::size_t)) {
    Pool pool;
    for (std::size_t task = 0; task < 6; ++task)
        start(pool, task < pool.threads.size() ? task : find_slot(pool, task), task);
    pool.long_one_may_end.set();
    lab::saw(std::to_string(pool.begun_meanwhile) + " of 6 tasks have begun while it ran");
}

int main() {
    return lab::demo("A wait for one makes the others wait for him, too.", [] {
        lab::doing("task 0 is long; the next task goes to each thread in turn");
        run(slot_whose_turn_it_is);
        lab::doing("the same; the next task goes to whichever thread has ended");
        run(slot_that_is_free);
        lab::why(
            "WaitForSingleObject waits for the thread that one has thought of, and two others are\n"
            "idle meanwhile. WaitForMultipleObjects asks which has ended, and its answer is the\n"
            "index. A pool asks neither: there the threads wait for the tasks.");
    });
}
