// apcs.cpp - each thread's queue of asynchronous procedure calls.
//
// An alertable wait takes all that is queued at that moment and runs it in order, then looks again:
// what was queued meanwhile runs in the same wait. A routine that waits alertably itself runs those
// that the outer wait has taken and not yet run.
// https://learn.microsoft.com/windows/win32/sync/asynchronous-procedure-calls
#include "common/explore/model/kernel.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

namespace explore {
namespace {

struct Queue {
    std::vector<Apc> items;
    std::size_t next = 0;   // the first one not yet run
    std::size_t taken = 0;  // those before it are out of the queue
    int running = 0;
};

Queue queues[kMaxThreads];

void run(const Apc& apc) {
    switch (apc.kind) {
        case Apc::Kind::user: reinterpret_cast<PAPCFUNC>(apc.routine)(apc.argument); return;
        case Apc::Kind::io:
            observed(apc.argument);
            reinterpret_cast<LPOVERLAPPED_COMPLETION_ROUTINE>(apc.routine)(
                apc.low, apc.high, reinterpret_cast<LPOVERLAPPED>(apc.argument));
            return;
        case Apc::Kind::timer:
            timer_apc_runs(apc.timer);
            reinterpret_cast<PTIMERAPCROUTINE>(apc.routine)(reinterpret_cast<LPVOID>(apc.argument),
                                                            apc.low, apc.high);
            return;
    }
}

}  // namespace

void reset_apcs() {
    for (int id = 0; id < the_engine.former_threads(); ++id) {
        Queue& queue = queues[id];
        queue.items.clear();
        queue.next = queue.taken = 0;
        queue.running = 0;
    }
}

Object& apcs_of(Thread& thread) {
    if (thread.apcs == nullptr) {
        thread.apcs = &the_engine.at(ObjectType::apc_queue, &thread);
        thread.apcs->address = nullptr;  // none that a message could name
    }
    return *thread.apcs;
}

bool queue_apc(Thread& from, Thread& thread, const Apc& apc) {
    Object& object = apcs_of(thread);
    if ((object.state.flags & kClosed) != 0) return false;
    queues[thread.id].items.push_back(apc);
    ++object.state.count;
    Engine::changed(object);
    the_engine.release(from, object);
    return true;
}

bool delivering(const Thread& self) {
    const Queue& queue = queues[self.id];
    return queue.next < queue.taken;
}

bool in_apc(const Thread& self) { return queues[self.id].running != 0; }

void run_apcs(Thread& self, const Place& place) {
    Engine& engine = the_engine;
    Queue& queue = queues[self.id];
    Object& object = apcs_of(self);
    engine.acted(self);
    do {
        engine.acquire(self, object);
        queue.taken = queue.items.size();
        object.state.count = 0;
        while (queue.next < queue.taken) {
            const Apc apc = queue.items[queue.next++];
            ++queue.running;
            run(apc);
            --queue.running;
        }
        engine.perform(self, Kind::drain, Want::nothing, true, &object, place);
    } while (object.state.count > 0);
}

void begin_apcs(Thread& self) {
    if (!the_engine.has(kApcs)) return;
    Object& object = apcs_of(self);
    the_engine.perform(self, Kind::start, Want::nothing, true, &object, {});
    if (object.state.count > 0) run_apcs(self, {});
}

void end_apcs(Thread& self) {
    if (!the_engine.has(kApcs) || self.id == 0) return;
    Object& object = apcs_of(self);
    the_engine.perform(self, Kind::drain, Want::nothing, true, &object, {});
    if (object.state.count > 0) the_engine.note("APCs that never ran are dropped");
    object.state.count = 0;
    object.state.flags |= kClosed;
}

}  // namespace explore

using namespace explore;

DWORD explored_QueueUserAPC(PAPCFUNC routine, HANDLE handle, ULONG_PTR argument, const char* file,
                            int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    engine.need(kApcs);
    Thread& self = engine.self();
    Object* object = object_of(handle, ObjectType::thread, "QueueUserAPC", place);
    if (object == nullptr) return 0;
    Thread& thread = engine.thread(object->state.owner);
    Object* objects[] = {&apcs_of(thread), nullptr};
    Operation& next = self.pending;
    next = Operation{};
    next.kind = Kind::post;
    next.write = true;
    next.count = 1;
    next.object = objects[0];
    next.objects = objects;
    next.place = place;
    if (engine.has(kPulses)) {  // a pulse does not reach a thread that an APC has taken away
        objects[1] = &order_of_pulses();
        next.count = 2;
    }
    engine.perform(self);
    engine.acted(self);
    Apc apc;
    apc.routine = reinterpret_cast<void*>(routine);
    apc.argument = argument;
    if (queue_apc(self, thread, apc)) return 1;
    engine.note("the thread has ended");
    ::SetLastError(ERROR_GEN_FAILURE);
    return 0;
}
