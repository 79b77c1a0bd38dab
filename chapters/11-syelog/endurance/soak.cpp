// soak.cpp - clients and readers come and go for minutes; does anything grow?
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/daemon/log_file.hpp"
#include "chapters/11-syelog/daemon/tail.hpp"
#include "chapters/11-syelog/endurance/runs.hpp"
#include "common/win32/handle_count.hpp"

#include <psapi.h>

#include <array>
#include <memory>

namespace syelog::endurance {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kClients = 8;
constexpr unsigned kRecords = 250;  // of each in a round

std::uint64_t private_kib() {
    PROCESS_MEMORY_COUNTERS memory{};
    memory.cb = sizeof memory;
    w32::check(::GetProcessMemoryInfo(::GetCurrentProcess(), &memory, sizeof memory),
               "GetProcessMemoryInfo");
    return memory.PagefileUsage / 1024;
}

class Run {
public:
    explicit Run(const SoakOptions& options) : options_(options) {
        wchar_t folder[MAX_PATH + 1];
        w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
        const std::wstring name =
            L"workbook.syelog.soak." + std::to_wstring(::GetCurrentProcessId());
        path_ = folder + name + L".log";
        pipe_ = LR"(\\.\pipe\)" + name;
        file_ = std::make_unique<LogFile>(
            LogFileOptions{.path = path_, .rotate_bytes = 4'000'000, .keep = 2});
        daemon_ = std::make_unique<Daemon>(
            DaemonOptions{.pipe = pipe_,
                          .output = file_->output(),
                          .subscribers = {serve_tail({.pipe = pipe_ + L".tail"}, &tail_)}});
        daemon_->start();
    }
    ~Run() {
        daemon_.reset();
        file_.reset();
        for (const wchar_t* end : {L"", L".1", L".2"}) (void)::DeleteFileW((path_ + end).c_str());
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    SoakResult all() {
        const auto limit = static_cast<ULONGLONG>(options_.minutes * 60'000);
        const ULONGLONG start = ::GetTickCount64();
        ULONGLONG told = start;
        bool warm = false;
        for (ULONGLONG now = start; now - start < limit || !warm; now = ::GetTickCount64()) {
            round();
            if (!warm && now - start >= limit / 10) {
                warm = true;
                result_.handles_before = w32::handles_of_this_process();
                result_.kib_before = private_kib();
            }
            if (options_.progress && now - told >= 60'000) {
                told = now;
                options_.progress(std::to_string(result_.rounds) + " rounds, " +
                                  std::to_string(w32::handles_of_this_process()) + " handles, " +
                                  std::to_string(private_kib()) + " KiB");
            }
        }
        result_.handles_after = w32::handles_of_this_process();
        result_.kib_after = private_kib();
        result_.records = daemon_->statistics().records;
        return result_;
    }

private:
    // Clients of the library, one that crashes in mid-record, one that lies, one that reads along.
    // Returns when all have gone.
    void round() {
        std::array<std::uint64_t, kClients> lost{};
        const auto before = daemon_->statistics();
        {
            const auto reader = w32::PipeClient::open((pipe_ + L".tail").c_str(), 30s,
                                                      {.access = w32::PipeAccess::outbound});
            w32::check(reader.has_value(), "CreateFileW");
            std::vector<w32::Thread> threads;
            for (unsigned id = 0; id < kClients; ++id)
                threads.emplace_back("client", [&, id] {
                    Client client({.pipe = pipe_});
                    for (unsigned i = 0; i < kRecords; ++i)
                        client.write(Severity::notice, "a record of the soak");
                    (void)client.flush();
                    lost[id] = kRecords - client.acknowledged();
                });
            threads.emplace_back("crasher", [&] { leave_behind("\x40\x00\x50"); });
            threads.emplace_back("liar", [&] { leave_behind("\x01\x00\x50"); });
        }
        (void)daemon_->wait_until(
            [&](const Statistics& now) {
                return now.clients == before.clients + kClients + 2 && now.connected == 0;
            },
            30s);
        for (const std::uint64_t each : lost) result_.lost += each;
        ++result_.rounds;
    }

    void leave_behind(const char* text) {
        const auto pipe =
            w32::PipeClient::open(pipe_.c_str(), 30s, {.access = w32::PipeAccess::inbound});
        w32::check(pipe.has_value(), "CreateFileW");
        (void)w32::write_within(pipe->get(), std::as_bytes(std::span(text, 3)), 5s);
    }

    const SoakOptions& options_;
    std::wstring path_;
    std::wstring pipe_;
    std::unique_ptr<LogFile> file_;
    Tail* tail_ = nullptr;
    std::unique_ptr<Daemon> daemon_;
    SoakResult result_;
};

}  // namespace

SoakResult soak(const SoakOptions& options) { return Run(options).all(); }

}  // namespace syelog::endurance
