// daemon_process.cpp - start it, wait until it is ready, end it.
#include "chapters/11-syelog/endurance/daemon_process.hpp"

#include "chapters/11-syelog/protocol/names.hpp"
#include "common/win32/beside.hpp"
#include "common/win32/event.hpp"

namespace syelog::endurance {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatience = 30s;

std::wstring unique_name() {
    static unsigned number = 0;
    return L"workbook.syelog.endurance." + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(++number);
}

std::wstring temporary(const std::wstring& name) {
    wchar_t folder[MAX_PATH + 1];
    w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
    return folder + name;
}

}  // namespace

DaemonProcess::DaemonProcess(std::vector<std::wstring> options, std::wstring pipe)
    : pipe_(std::move(pipe)) {
    const std::wstring name = unique_name();
    if (pipe_.empty()) pipe_ = LR"(\\.\pipe\)" + name;
    log_ = temporary(name + L".log");
    const std::wstring ready_name = L"Local\\" + name + L".ready";
    const w32::Event ready(w32::Reset::manual, ready_name.c_str());
    for (const std::wstring& word : {std::wstring(L"--pipe"), pipe_, std::wstring(L"--file"), log_,
                                     std::wstring(L"--ready"), ready_name})
        options.push_back(word);
    process_ = w32::Process(w32::command_line(w32::beside_this_program(L"syelogd.exe"), options),
                            {.job = &job_});
    const HANDLE either[] = {ready.get(), process_.get()};
    const auto answer = w32::wait_any(either, kPatience);
    if (answer.how != w32::Waited::signaled || answer.index != 0)
        throw w32::Error("syelogd --ready", ERROR_TIMEOUT);
}

DaemonProcess::~DaemonProcess() {
    if (process_ && !process_.wait_for(0ms)) (void)::TerminateProcess(process_.get(), 9);
    (void)::WaitForSingleObject(process_.get(), 5000);
    (void)::DeleteFileW(log_.c_str());
}

void DaemonProcess::stop() {
    w32::Event(w32::Reset::manual, stop_event_name(pipe_).c_str()).set();
    if (!process_.wait_for(kPatience)) throw w32::Error("syelogd stop", ERROR_TIMEOUT);
    if (process_.exit_code() != 0) throw w32::Error("syelogd exit code", process_.exit_code());
}

void DaemonProcess::kill() {
    process_.terminate(9);
    process_.wait();
}

std::string DaemonProcess::log() const {
    const w32::Handle file =
        w32::own_file(::CreateFileW(log_.c_str(), GENERIC_READ,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, 0, nullptr),
                      "CreateFileW");
    std::string text;
    std::vector<char> part(1 << 20);
    for (DWORD bytes = 1; bytes > 0; text.append(part.data(), bytes))
        w32::check(
            ::ReadFile(file.get(), part.data(), static_cast<DWORD>(part.size()), &bytes, nullptr),
            "ReadFile");
    return text;
}

}  // namespace syelog::endurance
