// round.cpp - processes that meet at named events, and what is looked at between two of these.
#include "bench/syelog/round.hpp"

#include "chapters/11-syelog/protocol/census.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "common/win32/beside.hpp"
#include "common/win32/event.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace bench {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatience = 120s;
constexpr std::uint64_t kRecordBytes = 100;  // header, text, line feed and NUL

std::wstring path_of(const std::wstring& program) {
    return w32::beside_this_program(program + L".exe");
}

std::wstring new_name() {
    static unsigned number = 0;
    return L"workbook.bench." + std::to_wstring(::GetCurrentProcessId()) + L'.' +
           std::to_wstring(++number) + L'.';  // the last dot: 1 is not the beginning of 10
}

double now_in_us() {
    LARGE_INTEGER now, frequency;
    ::QueryPerformanceCounter(&now);
    ::QueryPerformanceFrequency(&frequency);
    return static_cast<double>(now.QuadPart) * 1e6 / static_cast<double>(frequency.QuadPart);
}

/// The log of a round; goes with it.
class Log {
public:
    explicit Log(const std::wstring& name) {
        wchar_t folder[MAX_PATH + 1];
        w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
        path_ = folder + name + L"log";
        file_ =
            w32::own_file(::CreateFileW(path_.c_str(), GENERIC_READ | DELETE,
                                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                        nullptr, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr),
                          "CreateFileW");
    }
    const std::wstring& path() const { return path_; }
    std::uint64_t size() const {
        LARGE_INTEGER size{};
        w32::check(::GetFileSizeEx(file_.get(), &size), "GetFileSizeEx");
        return static_cast<std::uint64_t>(size.QuadPart);
    }
    std::string text() const {
        std::string all(size(), '\0');
        DWORD bytes = 0;
        w32::check(
            ::ReadFile(file_.get(), all.data(), static_cast<DWORD>(all.size()), &bytes, nullptr),
            "ReadFile");
        all.resize(bytes);
        return all;
    }

private:
    std::wstring path_;
    w32::Handle file_;
};

class Stage {
public:
    Stage(const Way& way, unsigned clients, unsigned records)
        : way_(way),
          clients_(clients),
          records_(records),
          all_(std::uint64_t{clients} * (records + way.warm)) {}

    Round run(const ServerClock& wineserver);

private:
    void start_server();
    void start_writers();
    void wait_for_lines(std::uint64_t lines) const;
    void wait_for_last_line() const;
    void end_all();
    void count(Round& round) const;

    bool is_logged() const { return way_.program != L"pipe_sink"; }
    w32::Process start(const std::wstring& program, const std::vector<std::wstring>& arguments) {
        return w32::Process(w32::command_line(path_of(program), arguments), {.job = &job_});
    }
    // A process that ends before it signals has failed.
    static void wait_for(HANDLE signal, const w32::Process& from, const char* what) {
        const HANDLE either[] = {signal, from.get()};
        const w32::WaitedAny answer = w32::wait_any(either, kPatience);
        if (answer.how == w32::Waited::timed_out || answer.index != 0)
            throw std::runtime_error(what);
    }

    const Way& way_;
    const unsigned clients_, records_;
    const std::uint64_t all_;  // with those that are not measured
    const std::wstring name_ = new_name();
    const std::wstring gate_ = L"Local\\" + name_;
    const std::wstring address_ = way_.sending == L"ring" ? gate_ : LR"(\\.\pipe\)" + name_;
    Log log_{name_};
    w32::Event up_{w32::Reset::manual, (gate_ + L"up").c_str()};
    w32::Event taken_{w32::Reset::manual, (gate_ + L"taken").c_str()};
    w32::Event ready_{w32::Reset::manual, (gate_ + L".ready").c_str()};
    w32::Event go_{w32::Reset::manual, (gate_ + L".go").c_str()};
    w32::Event done_{w32::Reset::manual, (gate_ + L".done").c_str()};
    w32::Event leave_{w32::Reset::manual, (gate_ + L".leave").c_str()};
    w32::Job job_;
    w32::Process server_, writers_;
};

void Stage::start_server() {
    std::vector<std::wstring> arguments = {way_.sending == L"ring" ? L"--ring" : L"--pipe",
                                           address_, L"--ready", gate_ + L"up"};
    if (is_logged())
        arguments.insert(arguments.end(), {L"--file", log_.path()});
    else
        arguments.insert(arguments.end(), {L"--expect", std::to_wstring(all_ * kRecordBytes),
                                           L"--done", gate_ + L"taken"});
    arguments.insert(arguments.end(), way_.options.begin(), way_.options.end());
    server_ = start(way_.program, arguments);
    wait_for(up_.get(), server_, "the server has not come up");
}

void Stage::start_writers() {
    writers_ = start(L"syelog_writers",
                     {L"--way", way_.sending, L"--to", address_, L"--gate", gate_, L"--connections",
                      std::to_wstring(clients_), L"--records", std::to_wstring(records_), L"--warm",
                      std::to_wstring(way_.warm)});
    wait_for(ready_.get(), writers_, "the clients have not connected");
    if (is_logged()) wait_for_lines(std::uint64_t{clients_} * way_.warm);
}

// By the size of the log: each line is as long as the other. Looking costs the server nothing,
// under Wine neither.
void Stage::wait_for_lines(std::uint64_t lines) const {
    const std::size_t digits = std::max<std::size_t>(std::to_wstring(writers_.id()).size(), 4);
    const std::uint64_t line = 17 + 1 + digits + 1 + 5 + 2 + (kRecordBytes - 22) + 1;
    const double begin = now_in_us();
    while (log_.size() < lines * line) {
        if (now_in_us() - begin > 30e6) throw std::runtime_error("the log does not grow complete");
        ::Sleep(1);  // a notification of the folder would cost wineserver what is measured
    }
}

void Stage::wait_for_last_line() const {
    if (is_logged())
        wait_for_lines(all_);
    else
        wait_for(taken_.get(), server_, "the server has not read everything");
}

void Stage::end_all() {
    leave_.set();
    if (!writers_.wait_for(kPatience) || writers_.exit_code() != 0)
        throw std::runtime_error("the clients have not ended in order");
    w32::Event(w32::Reset::manual, syelog::stop_event_name(address_).c_str()).set();
    if (!server_.wait_for(kPatience) || server_.exit_code() != 0)
        throw std::runtime_error("the server has not ended in order");
}

void Stage::count(Round& round) const {
    if (!is_logged()) return;  // it has counted the bytes itself
    syelog::Census census;
    census.count(log_.text());
    std::uint64_t lost = 0;
    for (unsigned id = 1; id <= clients_; ++id) lost += census.lost(id, way_.warm + records_);
    if (lost != 0 || census.records != all_ || census.duplicated != 0 || census.out_of_order != 0)
        round.void_because = std::to_string(census.records) + " records of " +
                             std::to_string(all_) + " in the log, " + std::to_string(lost) +
                             " lost, " + std::to_string(census.duplicated) + " doubled, " +
                             std::to_string(census.out_of_order) + " out of order";
}

Round Stage::run(const ServerClock& wineserver) {
    start_server();
    start_writers();
    const ProcessClock server_clock(server_.get(), way_.program, name_);
    const ProcessClock client_clock(writers_.get(), L"syelog_writers", name_);
    Round round;
    round.records = static_cast<double>(clients_) * records_;
    // To look at the others costs wineserver something: so it is looked at last, and then first.
    round.server = -server_clock.microseconds();
    round.client = -client_clock.microseconds();
    round.requests = -static_cast<double>(wineserver.writes());
    round.wineserver = -wineserver.microseconds();
    round.wall = -now_in_us();
    go_.set();
    wait_for(done_.get(), writers_, "the clients have not written everything");
    wait_for_last_line();
    round.wall += now_in_us();
    round.wineserver += wineserver.microseconds();
    round.requests += static_cast<double>(wineserver.writes());
    round.server += server_clock.microseconds();
    round.client += client_clock.microseconds();
    for (double* const figure :
         {&round.server, &round.client, &round.wineserver, &round.requests, &round.wall})
        *figure /= round.records;
    end_all();
    count(round);
    return round;
}

}  // namespace

Round run_round(const Way& way, unsigned clients, unsigned records, const ServerClock& wineserver) {
    try {
        return Stage(way, clients, records).run(wineserver);
    } catch (const std::exception& error) {
        Round nothing;
        nothing.void_because = error.what();
        return nothing;
    }
}

}  // namespace bench
