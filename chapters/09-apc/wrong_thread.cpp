// I wait alertably. Whose completion routines run?
//
// Another thread asks for a read and sleeps; this thread waits alertably, then the other one does.
//
// Before you run it, write down which of the two waits runs the routine.
// Then let the other thread end instead of waiting: what does the request end with?
// In the debugger: stop in apc::Request::ended and look which thread it is.
// Topics: T97
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

int main() {
    return lab::demo("A completion routine belongs to the thread that has asked.", [] {
        const workbook::PipeEnds pipe;
        const w32::Event asked{w32::Reset::manual};
        w32::Event may_wait{w32::Reset::manual};
        apc::Request read;
        w32::Thread other("asks", [&] {
            w32::check(read.read(pipe.ours()), "ReadFileEx");
            ::SetEvent(asked.get());
            may_wait.wait();
            (void)::SleepEx(INFINITE, TRUE);
        });
        w32::check(::WaitForSingleObject(asked.get(), INFINITE) == WAIT_OBJECT_0, "Wait");
        lab::doing("another thread has asked; the bytes come, and this thread waits alertably");
        pipe.write("abcd");
        while (!HasOverlappedIoCompleted(&read.raw)) ::SwitchToThread();  // no event to wait for
        lab::saw("SleepEx: " + std::to_string(::SleepEx(1, TRUE)) +
                 ", calls of the routine: " + std::to_string(read.calls));
        lab::doing("the other thread waits alertably");
        may_wait.set();
        other.join();
        lab::saw("calls of the routine: " + std::to_string(read.calls) + ", on " +
                 (read.thread == other.id() ? "the other thread" : "this thread"));
        lab::why(
            "The routine is queued to the thread that has called ReadFileEx. If it is busy, it\n"
            "comes late, and no idle thread can help. Completion ports are made for that.");
    });
}
