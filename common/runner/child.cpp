// child.cpp - a job, a pipe, a reading thread, and one wait with a limit.
#include "common/runner/child.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"
#include "common/win32/thread.hpp"

namespace runner {
namespace {

// Until the last writer has closed its end: the child, or a child of its own.
void read_all(HANDLE pipe, const std::function<void(std::string_view)>& sink) {
    char chunk[4096];
    DWORD read = 0;
    while (::ReadFile(pipe, chunk, sizeof chunk, &read, nullptr))
        if (read > 0) sink({chunk, read});
}

}  // namespace

std::optional<ChildEnd> run_child(const std::wstring& program,
                                  const std::vector<std::wstring>& arguments, w32::Timeout limit,
                                  const std::function<void(std::string_view)>& sink) {
    w32::OutputPipe pipe = w32::make_output_pipe();
    w32::Job job;
    w32::Process child;
    try {
        child = w32::Process(w32::command_line(program, arguments),
                             {.job = &job, .output = pipe.write.get()});
    } catch (const w32::Error& error) {
        if (error.code() == ERROR_FILE_NOT_FOUND || error.code() == ERROR_PATH_NOT_FOUND)
            return std::nullopt;
        throw Problem(kEnvironment, w32::to_utf8(program) + " cannot be started: " + error.what());
    }
    pipe.write.reset();  // else we ourselves would keep the pipe from ending
    w32::Thread reader("reader", [&] { read_all(pipe.read.get(), sink); });
    const bool ended = child.wait_for(limit);
    const DWORD exit_code = ended ? child.exit_code() : 0;
    // Also what the child has left behind: it may hold the pipe's write end for ever.
    job.terminate(kEnvironment);
    reader.join();
    return ChildEnd{!ended, exit_code};
}

}  // namespace runner
