// real_threads.cpp - hands the turn from one real thread to another.
#include "common/explore/engine/real_threads.hpp"

#include "common/explore/engine/thread.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/error.hpp"

#include <process.h>

namespace explore {

struct RealThreads::Slot {
    RealThreads* threads = nullptr;
    int thread = 0;
    HANDLE turn = nullptr;
    HANDLE handle = nullptr;
    const char* stack_top = nullptr;
};

RealThreads::~RealThreads() {
    // Threads that are still parked hold on to their slots; the process is about to end.
    if (controller_ != nullptr) ::CloseHandle(controller_);
}

void RealThreads::prepare(int thread) {
    if (controller_ == nullptr) {
        controller_ = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
        w32::check(controller_ != nullptr, "CreateEventW");
    }
    auto* slot = new Slot;
    slot->threads = this;
    slot->thread = thread;
    slot->turn = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    w32::check(slot->turn != nullptr, "CreateEventW");
    slots_[thread] = slot;
    slot->handle = reinterpret_cast<HANDLE>(::_beginthreadex(nullptr, 0, &run, slot, 0, nullptr));
    w32::check(slot->handle != nullptr, "_beginthreadex");
    show_name(slot->handle, thread, thread == 0 ? "main" : "thread");
}

unsigned __stdcall RealThreads::run(void* parameter) {
    Slot& slot = *static_cast<Slot*>(parameter);
    slot.stack_top = reinterpret_cast<const char*>(&parameter);
    ::WaitForSingleObject(slot.turn, INFINITE);
    slot.threads->body_(slot.thread);  // gives the turn away at its end, and never comes back
    return 0;
}

void RealThreads::switch_to(int from, int to) {
    // Looked up now: once the turn is given away, the slot may be that of the next execution.
    const HANDLE own = from == kNobody ? controller_ : slots_[from]->turn;
    ::SetEvent(to == kNobody ? controller_ : slots_[to]->turn);
    ::WaitForSingleObject(own, INFINITE);
}

void RealThreads::show_name(HANDLE handle, int thread, const char* name) {
    wchar_t wide[34] = {static_cast<wchar_t>(kThreadLetters[thread]), L' '};
    if (::MultiByteToWideChar(CP_UTF8, 0, name, -1, wide + 2, 32) != 0)
        (void)w32::set_thread_description(handle, wide);
}

bool RealThreads::owns(int thread, const void* address) const {
    const Slot* slot = slots_[thread];
    if (slot == nullptr || slot->stack_top == nullptr) return false;
    const char* here = static_cast<const char*>(address);
    return here < slot->stack_top && here >= slot->stack_top - (std::ptrdiff_t{1} << 20);
}

}  // namespace explore
