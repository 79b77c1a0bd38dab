// syelog.cpp - does a log daemon lose records when eight processes write at once and it is stopped?
//
// You will see a daemon and eight client processes start, 8 000 records go through one pipe name,
// the daemon stop, and the log being counted.
//
// Predict: the log holds the records of eight clients mixed. Will the 1 000 records of one client
// be
//     in their order, although several threads of the daemon handle them?
// Change: start the daemon with `--workers 1`, then with 16. What happens to the speed, what to the
//     order?
// In the debugger: a breakpoint in Daemon::take_records (serve.cpp) of syelogd.exe --file log.txt,
//     with syelog_load.exe running; look at Threads, and at connection.process_id in each stop.
#include "chapters/11-syelog/protocol/census.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "common/demo/demo.hpp"
#include "common/win32/event.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/text.hpp"

#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr unsigned kClients = 8;
constexpr unsigned kRecords = 1000;
constexpr auto kPatience = 20s;  // only a broken program needs it

// The log of this run; gone when the demo ends, however it ends.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::wstring& name) {
        wchar_t folder[MAX_PATH + 1];
        w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
        path_ = folder + name;
    }
    ~TemporaryFile() { (void)::DeleteFileW(path_.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::wstring& path() const noexcept { return path_; }

    std::string read() const {
        const auto file =
            w32::own_file(::CreateFileW(path_.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr,
                                        OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr),
                          "CreateFileW");
        LARGE_INTEGER size{};
        w32::check(::GetFileSizeEx(file.get(), &size), "GetFileSizeEx");
        std::string text(static_cast<std::size_t>(size.QuadPart), '\0');
        DWORD bytes = 0;
        w32::check(
            ::ReadFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &bytes, nullptr),
            "ReadFile");
        text.resize(bytes);
        return text;
    }

private:
    std::wstring path_;
};

std::wstring beside_us(const wchar_t* program) {
    const std::wstring us = w32::this_program();
    return us.substr(0, us.find_last_of(L'\\') + 1) + program;
}

[[noreturn]] void fail(const char* what) { throw w32::Error(what, ERROR_TIMEOUT); }

// Waits until `signal` is signaled; a process that ends before it will not signal any more.
void wait_for(HANDLE signal, const w32::Process& from, const char* what) {
    const HANDLE either[] = {signal, from.get()};
    const auto answer = w32::wait_any(either, kPatience);
    if (answer.how == w32::Waited::timed_out || answer.index != 0) fail(what);
}

// "8000" -> "8 000"
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), " ");
    return digits;
}

// Everything that runs during the demo. The job ends the processes with us.
class Run {
public:
    Run()
        : name_(L"workbook.syelog." + std::to_wstring(::GetCurrentProcessId())),
          pipe_(LR"(\\.\pipe\)" + name_),
          log_(name_ + L".log"),
          gate_(L"Local\\" + name_),
          ready_(0, kClients, (gate_ + L".ready").c_str()),
          go_(w32::Reset::manual, (gate_ + L".go").c_str()) {}

    ~Run() {
        try {
            job_.terminate(1);  // only on the way out of a failure is there anything to end
            if (daemon_) daemon_.wait();
        } catch (const w32::Error&) {
        }
    }

    void start_daemon() {
        const std::wstring event = gate_ + L".daemon";
        const w32::Event up(w32::Reset::manual, event.c_str());
        daemon_ =
            start(L"syelogd.exe", {L"--pipe", pipe_, L"--file", log_.path(), L"--ready", event});
        wait_for(up.get(), daemon_, "syelogd has not come up");
    }

    void start_clients() {
        for (unsigned id = 1; id <= kClients; ++id)
            clients_.push_back(start(L"syelog_load.exe",
                                     {L"--pipe", pipe_, L"--records", std::to_wstring(kRecords),
                                      L"--id", std::to_wstring(id), L"--gate", gate_}));
        for (const w32::Process& client : clients_)
            wait_for(ready_.get(), client, "a client has not connected");
    }

    // Lets the clients go and waits until each has ended; true if each had all its records taken.
    bool let_clients_write() {
        go_.set();
        bool all = true;
        for (w32::Process& client : clients_) {
            if (!client.wait_for(kPatience)) fail("a client does not end");
            all = all && client.exit_code() == 0;
        }
        return all;
    }

    bool stop_daemon() {
        w32::Event(w32::Reset::manual, syelog::stop_event_name(pipe_).c_str()).set();
        if (!daemon_.wait_for(kPatience)) fail("syelogd does not stop");
        return daemon_.exit_code() == 0;
    }

    std::string log() const { return log_.read(); }

private:
    w32::Process start(const wchar_t* program, const std::vector<std::wstring>& arguments) {
        return w32::Process(w32::command_line(beside_us(program), arguments), {.job = &job_});
    }

    std::wstring name_;
    std::wstring pipe_;
    TemporaryFile log_;
    std::wstring gate_;
    w32::Semaphore ready_;
    w32::Event go_;
    w32::Job job_;
    w32::Process daemon_;
    std::vector<w32::Process> clients_;
};

double seconds_since(const LARGE_INTEGER& start) {
    LARGE_INTEGER now;
    LARGE_INTEGER frequency;
    ::QueryPerformanceCounter(&now);
    ::QueryPerformanceFrequency(&frequency);
    return static_cast<double>(now.QuadPart - start.QuadPart) /
           static_cast<double>(frequency.QuadPart);
}

bool tell() {
    Run run;
    lab::doing("start the daemon, and eight client processes that connect and wait");
    run.start_daemon();
    run.start_clients();

    lab::doing("let all write 1 000 records each, stop the daemon in order, read its log");
    LARGE_INTEGER start;
    ::QueryPerformanceCounter(&start);
    const bool all_sent = run.let_clients_write();
    const bool stopped = run.stop_daemon();
    const double seconds = seconds_since(start);
    syelog::Census census;
    census.count(run.log());
    std::uint64_t lost = 0;
    for (unsigned id = 1; id <= kClients; ++id) lost += census.lost(id, kRecords);

    lab::saw(all_sent ? "every client was told that all its records are taken"
                      : "a client was told that records were NOT taken");
    lab::saw(std::string("the daemon ") + (stopped ? "stopped in order" : "FAILED") + "; " +
             grouped(census.duplicated) + " duplicated, " + grouped(census.other_lines) +
             " damaged lines");
    lab::saw("measured on " + w32::platform_name() +
             ", from the start signal to the closed log, process ends included");
    lab::why(
        "A connection has one read in flight, so one worker at a time handles it: its records\n"
        "stay in order without a lock. To stop, the daemon reads what is there before it\n"
        "leaves; a read that would have to wait is the proof that nothing is left.");
    std::printf(
        "\n%s records, %s lost, %s out of order, %s records/s\n", grouped(census.records).c_str(),
        grouped(lost).c_str(), grouped(census.out_of_order).c_str(),
        grouped(static_cast<std::uint64_t>(static_cast<double>(census.records) / seconds)).c_str());
    return all_sent && stopped && lost == 0 && census.duplicated == 0 && census.out_of_order == 0;
}

}  // namespace

int main() {
    bool nothing_lost = false;
    const int code =
        lab::demo("Eight processes log through one daemon; it is stopped, and no record is lost.",
                  [&] { nothing_lost = tell(); });
    return code == 0 && !nothing_lost ? 1 : code;
}
