// child.cpp - a job, a pipe, a reading thread, and one wait with a limit.
#include "common/win32/child.hpp"

#include "common/win32/thread.hpp"

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

ChildEnd run_child(const std::wstring& command, Timeout limit,
                   const std::function<void(std::string_view)>& sink, std::source_location where) {
    ChildEnd end{false, kKilled};
    OutputPipe pipe = make_output_pipe();
    Thread reader;
    {
        // Dies before `reader` is joined, on every way out: then nobody holds the write end.
        Job job;
        const Process child(command, {.job = &job, .output = pipe.write.get()}, where);
        pipe.write.reset();  // else we ourselves would keep the pipe from ending
        reader = Thread("child's output", [&] { read_all(pipe.read.get(), sink); });
        end.ended = wait(child.get(), limit, where) == Waited::signaled;
        if (end.ended) end.exit_code = child.exit_code();
        // The child, or the children it has left behind: one of them may hold the pipe open.
        job.terminate(kKilled);
        (void)wait(child.get(), forever, where);
    }
    reader.join();
    return end;
}

}  // namespace w32
