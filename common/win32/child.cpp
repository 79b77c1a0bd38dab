// child.cpp - a job, a pipe, and a reading thread.
#include "common/win32/child.hpp"

namespace w32 {
namespace {

// Until the last write end of the pipe is closed: the child's, or one of a child of its own.
// Anonymous pipes know no overlapped reads, hence the thread around this.
void read_all(HANDLE pipe, const std::function<void(std::string_view)>& sink) {
    char chunk[4096];
    DWORD bytes = 0;
    while (::ReadFile(pipe, chunk, sizeof chunk, &bytes, nullptr))
        if (bytes > 0) sink({chunk, bytes});
}

}  // namespace

RunningChild::RunningChild(const std::wstring& command, std::function<void(std::string_view)> sink,
                           std::source_location where)
    : pipe_(make_output_pipe()),
      child_(command, {.job = &job_, .output = pipe_.write.get()}, where) {
    pipe_.write.reset();  // else we ourselves would keep the pipe from ending
    reader_ = Thread("child's output",
                     [pipe = pipe_.read.get(), to = std::move(sink)] { read_all(pipe, to); });
}

RunningChild::~RunningChild() {
    if (reader_) (void)::TerminateJobObject(job_.get(), kKilled);
}

ChildEnd RunningChild::finish() {
    ChildEnd end{signaled_now(child_.get()), kKilled};
    if (end.ended) end.exit_code = child_.exit_code();
    // The child, or the children it has left behind: one of them may hold the pipe open.
    job_.terminate(kKilled);
    (void)wait(child_.get(), forever);
    reader_.join();
    return end;
}

ChildEnd run_child(const std::wstring& command, Timeout limit,
                   const std::function<void(std::string_view)>& sink, std::source_location where) {
    RunningChild child(command, sink, where);
    (void)wait(child.get(), limit, where);
    return child.finish();
}

}  // namespace w32
