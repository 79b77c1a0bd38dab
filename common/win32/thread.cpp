// thread.cpp - how a C++ callable gets through the one pointer that _beginthreadex carries.
#include "common/win32/thread.hpp"

#include "common/win32/wait.hpp"
#include "common/win32/wait_board.hpp"

#include <process.h>

#include <memory>
#include <string>

namespace w32 {
namespace {

struct Start {
    std::string name;
    std::function<void()> body;
};

// noexcept: an exception that leaves the body must end the process here, where the debugger
// shows its stack, not somewhere in the C runtime.
unsigned __stdcall run(void* raw) noexcept {
    const std::unique_ptr<Start> start(static_cast<Start*>(raw));
    if (!start->name.empty()) set_this_thread_name(start->name.c_str());
    start->body();
    return 0;
}

}  // namespace

Thread::Thread(const char* name, std::function<void()> body, std::source_location where) {
    auto start = std::make_unique<Start>(Start{name, std::move(body)});
    unsigned id = 0;
    // _beginthreadex, not CreateThread: it sets up the C runtime's per-thread data.
    const auto raw = ::_beginthreadex(nullptr, 0, &run, start.get(), 0, &id);
    if (raw == 0) throw Error("_beginthreadex", ::GetLastError(), where);
    (void)start.release();  // run() owns it now
    handle_.reset(reinterpret_cast<HANDLE>(raw));
    id_ = id;
}

Thread& Thread::operator=(Thread&& other) noexcept {
    if (this != &other) {
        join();
        handle_ = std::move(other.handle_);
        id_ = std::exchange(other.id_, 0);
    }
    return *this;
}

void Thread::join() noexcept {
    if (!handle_) return;
    {
        const OnWaitBoard line("the end of thread", handle_.get());
        ::WaitForSingleObject(handle_.get(), INFINITE);
    }
    handle_.reset();
}

bool Thread::join_for(Timeout limit) {
    if (!handle_) return true;
    if (wait(handle_.get(), limit) == Waited::timed_out) return false;
    handle_.reset();
    return true;
}

}  // namespace w32
