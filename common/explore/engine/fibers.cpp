// fibers.cpp - fibers that can be sent back to their beginning without unwinding what they left.
#include "common/explore/engine/fibers.hpp"

#include "common/win32/error.hpp"

#include <cstddef>
#include <cstring>
#include <utility>

#if defined(_MSC_VER) || defined(__clang__)
#include <setjmp.h>
#endif

namespace explore {
namespace {

// A jump that unwinds nothing: the frames it leaves belong to an execution that is over, and their
// destructors must not run. longjmp would run them on x64 if the buffer named a frame.
#if defined(_MSC_VER)
struct Return {
    jmp_buf buffer;
};
// The frame is the buffer's first member.
#define WB_MARK_RETURN(point) \
    (setjmp((point).buffer), std::memset(&(point).buffer, 0, sizeof(void*)))
#pragma warning(disable : 4611)  // setjmp beside destructors: none is to run
[[noreturn]] void go_back(Return& point) { longjmp(point.buffer, 1); }
#elif defined(__clang__)  // for mingw: its __builtin_longjmp comes back with a wrong frame
struct Return {
    jmp_buf buffer;
};
#define WB_MARK_RETURN(point) (void)_setjmp((point).buffer, nullptr)
[[noreturn]] void go_back(Return& point) { longjmp(point.buffer, 1); }
#else
struct Return {
    void* buffer[5];
};
#define WB_MARK_RETURN(point) (void)__builtin_setjmp((point).buffer)
[[noreturn]] void go_back(Return& point) { __builtin_longjmp(point.buffer, 1); }
#endif

// What the system knows of the running thread. The offset is no constant: gcc would take the access
// for one to an array without elements.
NT_TIB* thread_information() {
#if defined(_M_X64) || defined(__x86_64__)
    volatile DWORD self = offsetof(NT_TIB, Self);
    return reinterpret_cast<NT_TIB*>(__readgsqword(self));
#else
    return reinterpret_cast<NT_TIB*>(::NtCurrentTeb());
#endif
}

}  // namespace

struct Fibers::Slot {
    Fibers* fibers = nullptr;
    int thread = 0;
    bool spoiled = false;
    bool busy = false;  // in the middle of a thread's body
    const char* stack_top = nullptr;
    // Wine keeps a list of handlers here. One that was left in the middle of an exception is dead.
    _EXCEPTION_REGISTRATION_RECORD* handlers = nullptr;
    Return beginning;
};

Fibers::~Fibers() {
    for (int thread = 0; thread < kMaxThreads; ++thread) {
        if (slots_[thread] == nullptr) continue;
        ::DeleteFiber(fibers_[thread]);
        delete slots_[thread];
    }
}

void Fibers::adopt_controller() {
    if (controller_ != nullptr && controller_thread_ == ::GetCurrentThreadId()) return;
    controller_thread_ = ::GetCurrentThreadId();
    controller_ = ::ConvertThreadToFiber(nullptr);
    w32::check(controller_ != nullptr, "ConvertThreadToFiber");
}

void Fibers::prepare(int thread) {
    Slot*& slot = slots_[thread];
    if (slot != nullptr && slot->spoiled) {
        ::DeleteFiber(fibers_[thread]);
        delete std::exchange(slot, nullptr);
    }
    if (slot == nullptr) {
        slot = new Slot;
        slot->fibers = this;
        slot->thread = thread;
        fibers_[thread] = ::CreateFiberEx(16 * 1024, kStackBytes, 0, &Fibers::run, slot);
        w32::check(fibers_[thread] != nullptr, "CreateFiberEx");
    }
    restart_[thread] = slot->busy;
}

void WINAPI Fibers::run(void* parameter) {
    Slot& slot = *static_cast<Slot*>(parameter);
    slot.stack_top = reinterpret_cast<const char*>(&parameter);
    slot.handlers = thread_information()->ExceptionList;
    for (;;) {
        WB_MARK_RETURN(slot.beginning);
        slot.fibers->restart_[slot.thread] = false;
        slot.busy = true;
        slot.fibers->body_(slot.thread);  // switches away at its end, and comes back for the next
        slot.busy = false;
    }
}

void Fibers::begin_anew(int thread) {
    thread_information()->ExceptionList = slots_[thread]->handlers;
    go_back(slots_[thread]->beginning);
}

void* Fibers::stack_top(int thread) const {
    const Slot* slot = slots_[thread];
    return slot == nullptr ? nullptr : const_cast<char*>(slot->stack_top) - 512;
}

void Fibers::spoil(int thread) { slots_[thread]->spoiled = true; }

bool Fibers::owns(int thread, const void* address) const {
    const Slot* slot = slots_[thread];
    if (slot == nullptr || slot->stack_top == nullptr) return false;
    const char* here = static_cast<const char*>(address);
    return here < slot->stack_top && here >= slot->stack_top - kStackBytes;
}

}  // namespace explore
