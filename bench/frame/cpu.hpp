// cpu.hpp - how much processor time a process has used, under Wine with that of its server.
//
// Windows tells it for each process, the kernel's part included. Under Wine GetProcessTimes only
// knows the caller, and what the kernel would do is done by a process of its own, wineserver, for
// all. Both are read from Linux's /proc instead, which Wine shows as \\?\unix\proc.
#pragma once

#include "common/win32/handle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// One process, found by its handle, or under Wine by what stands in its command line.
class ProcessClock {
public:
    /// `word` stands in the command line of this process of `program` and of no other. Throws
    /// w32::Error if Linux does not know the process.
    ProcessClock(HANDLE process, const std::wstring& program, const std::wstring& word);
    /// Used by all threads that live, in microseconds. Windows counts in ticks of 15.6 ms.
    double microseconds() const;

private:
    HANDLE process_;
    std::wstring folder_;  // in /proc; empty on Windows
};

/// The wineserver that serves us; on Windows nothing, and everything is 0.
class ServerClock {
public:
    ServerClock();
    double microseconds() const;
    /// How often it has written: once for each request, its answer, and once for each thread woken.
    std::uint64_t writes() const;
    /// Linux's number of it.
    unsigned long id() const;
    /// On which processors it may run: "0", "0-1".
    std::string processors() const;

private:
    w32::Handle times_, calls_;  // kept open: to open a file costs the server what we measure
};

/// The processor time of this process from here on, under Wine with what wineserver does for it
/// meanwhile: on Windows the kernel does that, in our own threads. Under Wine it knows the threads
/// that live now, and they have to live until it is asked.
class CpuSpan {
public:
    CpuSpan();
    /// False: Linux has several processes of this name, and we do not know which one is ours.
    bool known() const;
    /// In nanoseconds. On Windows from the cycles that the process was charged with, which is
    /// finer than the ticks of GetProcessTimes.
    double ns() const;

private:
    double now() const;
    std::vector<w32::Handle> threads_;  // their files in /proc
    double begin_;
};

}  // namespace bench
