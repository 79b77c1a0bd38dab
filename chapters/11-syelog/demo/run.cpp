// run.cpp - processes that meet at named objects, each wait with a limit.
#include "chapters/11-syelog/demo/run.hpp"

#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/protocol/record.hpp"
#include "chapters/11-syelog/tools/entry.hpp"
#include "common/win32/beside.hpp"

#include <algorithm>

namespace syelog {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatience = 20s;  // only a broken program needs it

std::wstring in_temporary_folder(const std::wstring& name) {
    wchar_t folder[MAX_PATH + 1];
    w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
    return folder + name;
}

[[noreturn]] void fail(const char* what) { throw w32::Error(what, ERROR_TIMEOUT); }

// Waits until `signal` is signaled; a process that ends before it will not signal any more.
void wait_for(HANDLE signal, const w32::Process& from, const char* what) {
    const HANDLE either[] = {signal, from.get()};
    const auto answer = w32::wait_any(either, kPatience);
    if (answer.how == w32::Waited::timed_out || answer.index != 0) fail(what);
}

}  // namespace

TemporaryFile::TemporaryFile(const std::wstring& name)
    : path_(in_temporary_folder(name)),
      file_(w32::own_file(
          ::CreateFileW(path_.c_str(), GENERIC_READ | DELETE,
                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                        CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE,
                        nullptr),
          "CreateFileW")) {}

std::string TemporaryFile::read() const {
    LARGE_INTEGER size{};
    w32::check(::GetFileSizeEx(file_.get(), &size), "GetFileSizeEx");
    const LARGE_INTEGER start{};
    w32::check(::SetFilePointerEx(file_.get(), start, nullptr, FILE_BEGIN), "SetFilePointerEx");
    std::string text(static_cast<std::size_t>(size.QuadPart), '\0');
    DWORD bytes = 0;
    w32::check(
        ::ReadFile(file_.get(), text.data(), static_cast<DWORD>(text.size()), &bytes, nullptr),
        "ReadFile");
    text.resize(bytes);
    return text;
}

Run::Run(unsigned clients, unsigned records)
    : count_(clients),
      records_(records),
      name_(L"workbook.syelog." + std::to_wstring(::GetCurrentProcessId())),
      pipe_(LR"(\\.\pipe\)" + name_),
      log_(name_ + L".log"),
      gate_(L"Local\\" + name_),
      ready_(0, static_cast<LONG>(clients), (gate_ + L".ready").c_str()),
      go_(w32::Reset::manual, (gate_ + L".go").c_str()),
      tail_(tail_pipe_name(pipe_)) {}

Run::~Run() {
    try {
        job_.terminate(1);  // only on the way out of a failure is there anything to end
        if (daemon_) daemon_.wait();
    } catch (const w32::Error&) {
        // The job ends them all the same when its handle closes.
    }
}

void Run::start_daemon() {
    const std::wstring event = gate_ + L".daemon";
    const w32::Event up(w32::Reset::manual, event.c_str());
    daemon_ = start(L"syelogd.exe",
                    {L"--pipe", pipe_, L"--file", log_.path(), L"--tail", L"--ready", event});
    wait_for(up.get(), daemon_, "syelogd has not come up");
    if (!tail_.connect()) throw w32::Error("CreateFileW", ::GetLastError());
}

std::string Run::see_live(std::string_view text) {
    auto pipe =
        w32::PipeClient::open(pipe_.c_str(), kPatience, {.access = w32::PipeAccess::inbound});
    if (!pipe) throw w32::Error("CreateFileW", ::GetLastError());
    const std::string record = encode({.facility = Facility::user,
                                       .severity = Severity::notice,
                                       .process_id = ::GetCurrentProcessId(),
                                       .occurred = now_utc(),
                                       .text = text});
    std::string lines;
    // A worker may take the record before another has taken that a reader is there: then it was
    // too early to be shown, and we write it once more.
    for (const ULONGLONG start = ::GetTickCount64(); lines.find('\n') == lines.npos;) {
        if (::GetTickCount64() - start > 20'000) fail("the live tail shows nothing");
        (void)w32::write_within(pipe->get(), std::as_bytes(std::span(record)), kPatience);
        ++written_live_;
        while (lines.find('\n') == lines.npos &&
               w32::wait(tail_.event(), 1s) == w32::Waited::signaled)
            if (!tail_.take(lines)) fail("the live tail has ended");
    }
    const Entry entry = read_entry(lines.substr(0, lines.find('\n')));
    return entry.program + ", " + word_for(entry.severity) + ": " + entry.text;
}

void Run::start_clients() {
    for (unsigned id = 1; id <= count_; ++id)
        clients_.push_back(
            start(L"syelog_load.exe", {L"--pipe", pipe_, L"--records", std::to_wstring(records_),
                                       L"--id", std::to_wstring(id), L"--gate", gate_}));
    for (const w32::Process& client : clients_)
        wait_for(ready_.get(), client, "a client has not connected");
}

bool Run::let_clients_write() {
    go_.set();
    bool all = true;
    for (w32::Process& client : clients_) {
        if (!client.wait_for(kPatience)) fail("a client does not end");
        all = all && client.exit_code() == 0;
    }
    return all;
}

bool Run::stop_daemon() {
    w32::Process stop = start(L"syelogd.exe", {L"--pipe", pipe_, L"--stop"});
    if (!stop.wait_for(kPatience) || !daemon_.wait_for(kPatience)) fail("syelogd does not stop");
    return stop.exit_code() == 0 && daemon_.exit_code() == 0;
}

unsigned Run::left_in_tail() {
    std::string lines;
    while (tail_.take(lines)) {
    }
    return static_cast<unsigned>(std::count(lines.begin(), lines.end(), '\n'));
}

w32::Process Run::start(const wchar_t* program, const std::vector<std::wstring>& arguments) {
    return w32::Process(w32::command_line(w32::beside_this_program(program), arguments),
                        {.job = &job_});
}

}  // namespace syelog
