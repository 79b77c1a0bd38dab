// run.hpp - the stage of the syelog demo: a daemon, its clients, a reader of its live tail, and a
// log that leaves no trace.
#pragma once

#include "chapters/11-syelog/tools/live_tail.hpp"
#include "common/win32/event.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"

#include <string>
#include <vector>

namespace syelog {

/// A file in the temporary folder that the system deletes with this object, also if the process is
/// killed. Others may open it meanwhile, if they share deletion.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::wstring& name);
    const std::wstring& path() const noexcept { return path_; }
    /// All of it, from its beginning.
    std::string read() const;

private:
    std::wstring path_;
    w32::Handle file_;
};

/// One daemon and `clients` load generators as processes, on a pipe that only this run knows. They
/// end with this object. Each step throws w32::Error when a process does not do its part.
class Run {
public:
    Run(unsigned clients, unsigned records);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    /// Returns when clients may come, and when it serves us its live tail.
    void start_daemon();
    /// Writes a record, and returns what the live tail shows of it: "app.exe, notice: text".
    std::string see_live(std::string_view text);
    /// How many records see_live() has written; each has a line in the log.
    unsigned written_live() const noexcept { return written_live_; }
    /// Returns when all are connected; they wait for let_clients_write().
    void start_clients();
    /// Returns when all have ended. True: each was told that all its records are taken.
    bool let_clients_write();
    /// Lets another syelogd ask it to stop and wait for its end. True: it lost nothing.
    bool stop_daemon();
    /// After the stop: how many records the live tail still had for us, who have not read it since
    /// see_live().
    unsigned left_in_tail();

    std::string log() const { return log_.read(); }

private:
    w32::Process start(const wchar_t* program, const std::vector<std::wstring>& arguments);

    unsigned count_;
    unsigned records_;
    std::wstring name_;
    std::wstring pipe_;
    TemporaryFile log_;
    std::wstring gate_;
    w32::Semaphore ready_;  // one unit per client that is connected
    w32::Event go_;
    w32::Job job_;
    w32::Process daemon_;
    LiveTail tail_;
    unsigned written_live_ = 0;
    std::vector<w32::Process> clients_;
};

}  // namespace syelog
