// process.hpp - a child process that cannot outlive its parent.
//
//     w32::Job job;
//     w32::Process child(L"syelogd.exe --port 5", {.job = &job});
//     child.wait();  child.exit_code();
//
// Each child is put into a job object before its first instruction. The job kills what is in it
// when its last handle closes - also when the parent crashes or is ended with ctrl+C.
// https://learn.microsoft.com/windows/win32/procthread/job-objects
#pragma once

#include "common/win32/handle.hpp"
#include "common/win32/wait.hpp"

#include <span>
#include <string>

namespace w32 {

/// A kill-on-close group of processes. Children of children belong to it too.
class Job {
public:
    Job();
    /// At most so many processes at a time, and so much memory for all of them together: one more
    /// process is not started, memory beyond it is not granted. They see no clipboard and no
    /// windows but their own, and cannot end the session. Wine has none of these limits.
    void limit(DWORD processes, SIZE_T bytes);
    /// Ends every process in the job with `exit_code`.
    void terminate(UINT exit_code) {
        check(::TerminateJobObject(handle_.get(), exit_code), "TerminateJobObject");
    }
    HANDLE get() const noexcept { return handle_.get(); }

private:
    Handle handle_;
};

struct ProcessOptions {
    Job* job = nullptr;                    ///< joins it before it runs; nullptr: no job
    HANDLE output = nullptr;               ///< inheritable: becomes stdout and stderr of the child
    const wchar_t* directory = nullptr;    ///< where it starts; nullptr: where we are
    const wchar_t* environment = nullptr;  ///< "A=1\0B=2\0\0"; nullptr: ours
    HANDLE token = nullptr;                ///< who it runs as (low_token.hpp); nullptr: as we do
    bool own_group = false;                ///< ctrl+C at our console does not reach it
    bool suspended = false;                ///< never runs, until somebody ends it
};

/// A started process. The object owns its handles, not the process: destroying it neither waits
/// for nor ends the child (a Job does).
class Process {
public:
    Process() noexcept = default;
    /// `command` is a whole command line; quote() each part that comes from outside. Only the
    /// handle in options.output is inherited. Throws Error 2 if the program does not exist.
    explicit Process(std::wstring command, const ProcessOptions& options = {},
                     std::source_location where = std::source_location::current());

    /// Blocks until the process has ended.
    void wait(std::source_location where = std::source_location::current()) {
        (void)w32::wait(process_.get(), forever, where);
    }
    /// true: it has ended; false: it still runs after `limit`.
    [[nodiscard]] bool wait_for(Timeout limit,
                                std::source_location where = std::source_location::current()) {
        return w32::wait(process_.get(), limit, where) == Waited::signaled;
    }

    /// Of a process that has ended. While it runs this is 259, and so it may be afterwards: ask
    /// wait_for() whether it has ended.
    DWORD exit_code() const;

    /// Ends the process at once, with nothing cleaned up; returns before it is gone.
    void terminate(UINT exit_code) {
        check(::TerminateProcess(process_.get(), exit_code), "TerminateProcess");
    }

    HANDLE get() const noexcept { return process_.get(); }
    DWORD id() const noexcept { return id_; }
    explicit operator bool() const noexcept { return static_cast<bool>(process_); }

private:
    Handle process_;
    DWORD id_ = 0;
};

/// One argument, quoted so that CommandLineToArgvW and the C runtime give it back unchanged.
std::wstring quote(std::wstring_view argument);

/// The command line for `program` with `arguments`, each quoted.
std::wstring command_line(std::wstring_view program, std::span<const std::wstring> arguments);

/// Full path of the running program.
std::wstring this_program();

/// A pipe for a child's output: `write` is inheritable, `read` is not.
struct OutputPipe {
    Handle read;
    Handle write;
};
OutputPipe make_output_pipe();

}  // namespace w32
