// child.cpp - one thread reads while another waits.
#include "common/testing/child.hpp"

#include "common/win32/thread.hpp"

namespace workbook {
namespace {

// Reads until the last write end of the pipe is closed. Anonymous pipes know no overlapped reads,
// hence the thread around this.
void read_all(HANDLE pipe, std::string& out) {
    char buffer[4096];
    DWORD bytes = 0;
    while (::ReadFile(pipe, buffer, sizeof buffer, &bytes, nullptr)) out.append(buffer, bytes);
}

}  // namespace

ChildResult run_child(const std::wstring& command, w32::Timeout deadline,
                      std::source_location where) {
    ChildResult result{false, 0, {}};
    w32::OutputPipe pipe = w32::make_output_pipe();
    w32::Thread reader;
    {
        // Dies before `reader` is joined, on every way out: then nobody holds the write end.
        w32::Job job;
        const w32::Process child(command, {.job = &job, .output = pipe.write.get()}, where);
        pipe.write.reset();
        reader = w32::Thread("child's output", [&] { read_all(pipe.read.get(), result.output); });
        result.ended = w32::wait(child.get(), deadline, where) == w32::Waited::signaled;
        if (result.ended) result.exit_code = child.exit_code();
        // The child, or the children it has left behind: one of them may hold the pipe open.
        job.terminate(kKilledAtDeadline);
        (void)w32::wait(child.get(), w32::forever, where);
    }
    reader.join();
    if (!result.ended) {
        result.exit_code = kKilledAtDeadline;
        result.output +=
            "\n[killed: still running after " + std::to_string(deadline.ms()) + " ms]\n";
    }
    return result;
}

}  // namespace workbook
