// daemon_process.hpp - syelogd.exe as a child, with a log of its own.
#pragma once

#include "common/win32/process.hpp"

#include <string>
#include <vector>

namespace syelog::endurance {

/// It serves its pipe from the constructor's end on, and does not outlive this object. Its log is a
/// file in the temporary folder, which goes with it. Each member throws w32::Error if the daemon
/// does not do its part within 30 s.
class DaemonProcess {
public:
    /// `pipe`: to follow another daemon; empty: one that nobody has had.
    explicit DaemonProcess(std::vector<std::wstring> options = {}, std::wstring pipe = {});
    ~DaemonProcess();
    DaemonProcess(const DaemonProcess&) = delete;
    DaemonProcess& operator=(const DaemonProcess&) = delete;

    const std::wstring& pipe() const noexcept { return pipe_; }
    DWORD process_id() const noexcept { return process_.id(); }
    /// In order: returns when it has ended. Throws if its exit code is not 0.
    void stop();
    /// At once; returns when it is gone.
    void kill();
    /// All that is in the log.
    std::string log() const;

private:
    std::wstring pipe_;
    std::wstring log_;
    w32::Job job_;
    w32::Process process_;
};

}  // namespace syelog::endurance
