// fibers.hpp - runs the threads of an explored program as fibers of one real thread.
//
// A switch costs some 16 ns where two real threads would need microseconds. A fiber is used again
// and again: an execution that ends early leaves fibers in the middle of lab code, and each jumps
// back to its beginning when it gets its next thread.
// https://learn.microsoft.com/windows/win32/procthread/fibers
#pragma once

#include "common/explore/engine/operation.hpp"
#include "common/win32/windows.hpp"

namespace explore {

/// What a fiber or a real thread runs for one thread of the program, from its beginning to its end.
using ThreadBody = void (*)(int thread);

class Fibers {
public:
    static constexpr SIZE_T kStackBytes = 256 * 1024;

    explicit Fibers(ThreadBody body) : body_(body) {}
    ~Fibers();
    Fibers(const Fibers&) = delete;
    Fibers& operator=(const Fibers&) = delete;

    /// Makes the calling thread the controller: the one that explore() was called on.
    void adopt_controller();
    /// The next switch to it begins this thread's body anew.
    void prepare(int thread);
    /// Goes on in `to` (kNobody: the controller); returns when somebody switches back to `from`.
    void switch_to(int from, int to) {
        ::SwitchToFiber(to == kNobody ? controller_ : fibers_[to]);
        if (from != kNobody && restart_[from]) begin_anew(from);
    }
    /// True if the address lies in the stack of that thread's fiber.
    bool owns(int thread, const void* address) const;
    void* stack_top(int thread) const;
    /// Gives the fiber up when it is not running any more: its guard page is used up.
    void spoil(int thread);

private:
    struct Slot;
    static void WINAPI run(void* slot);
    [[noreturn]] void begin_anew(int thread);

    ThreadBody body_;
    void* controller_ = nullptr;
    DWORD controller_thread_ = 0;
    void* fibers_[kMaxThreads] = {};
    bool restart_[kMaxThreads] = {};  // it is in the middle of a body that is to begin anew
    Slot* slots_[kMaxThreads] = {};
};

}  // namespace explore
