// wait_board.hpp - who waits for what, in this process, right now.
//
// Each wrapper that may block writes a line on the board before it blocks and wipes it afterwards:
// thread, kind of object, address or handle, source line. A hang can then be answered with a
// sentence ("writer waits for the critical section that reader holds") instead of a frozen window.
// The cost is a few dozen nanoseconds on a path that is about to enter the kernel.
#pragma once

#include "common/win32/windows.hpp"

#include <source_location>
#include <string>
#include <vector>

namespace w32 {

/// Names the calling thread for the debugger and for the board; at most 31 bytes of UTF-8 are
/// kept. Never throws; where SetThreadDescription is missing, only the board knows the name.
void set_this_thread_name(const char* name) noexcept;

/// The name given by set_this_thread_name, or "" if there is none.
const char* this_thread_name() noexcept;

/// One line of the board, copied.
struct Waiting {
    DWORD thread_id = 0;
    std::string thread_name;       ///< "" if the thread has none
    std::string kind;              ///< "event", "critical section", ...
    const void* object = nullptr;  ///< HANDLE, or address of the lock
    std::string where;             ///< "latch_test.cpp:41"
    DWORD holder_id = 0;           ///< thread that holds the object, 0 if unknown or none
};

/// The lines of this moment, oldest thread id first. Any thread may call it at any time; a line
/// that is being written or wiped is left out.
std::vector<Waiting> waiting_threads();

/// Wipes the lines of a thread that was terminated and could not do it itself. Only after its end:
/// its handle is signaled.
void forget_waiting(DWORD thread_id) noexcept;

/// The board's sentence for one line:
/// "worker 2 (thread 44) waits for event 0x3c at latch_test.cpp:41".
std::string describe(const Waiting& line);

/// Puts the calling thread on the board for as long as it lives. Nested entries stack. When the
/// board is full (256 lines) or the thread is unknown, nothing is recorded and nothing breaks.
class OnWaitBoard {
public:
    /// `kind` must be a string literal.
    OnWaitBoard(const char* kind, const void* object,
                std::source_location where = std::source_location::current()) noexcept;
    ~OnWaitBoard();
    OnWaitBoard(const OnWaitBoard&) = delete;
    OnWaitBoard& operator=(const OnWaitBoard&) = delete;

private:
    int slot_;
};

}  // namespace w32
