// wait_board.cpp - the wait board of explored programs: the explorer knows who waits for what.
#include "common/win32/wait_board.hpp"

#include "common/explore/redirect/runtime.hpp"

namespace w32 {

void set_this_thread_name(const char* name) noexcept { ::explore::name_thread(name); }
const char* this_thread_name() noexcept { return ::explore::thread_name(); }

// A wrapper is about to wait: in messages, the place is its caller's.
OnWaitBoard::OnWaitBoard(const char*, const void*, std::source_location where) noexcept : slot_(0) {
    ::explore::enter_wrapper(where.file_name(), static_cast<int>(where.line()));
}
OnWaitBoard::~OnWaitBoard() {
    (void)slot_;
    ::explore::leave_wrapper();
}

}  // namespace w32
