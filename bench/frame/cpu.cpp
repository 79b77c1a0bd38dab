// cpu.cpp - GetProcessTimes and cycles, or files of /proc.
#include "bench/frame/cpu.hpp"

#include "bench/frame/clock.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace bench {
namespace {

const std::wstring kProc = LR"(\\?\unix\proc\)";
// wineserver opens the files of all processes. So "self" is wineserver: the one that serves us,
// whatever others there are on this machine.
const std::wstring kServer = kProc + LR"(self\)";

w32::Handle open(const std::wstring& path) {
    const HANDLE raw = ::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                     nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    return w32::Handle(raw == INVALID_HANDLE_VALUE ? nullptr : raw);
}

// What it says now. Empty if its process has gone.
std::string read(HANDLE file) {
    if (file == nullptr) return {};
    std::string text(4096, '\0');
    DWORD bytes = 0;
    OVERLAPPED from_the_start{};
    if (!::ReadFile(file, text.data(), static_cast<DWORD>(text.size()), &bytes, &from_the_start))
        return {};
    text.resize(bytes);
    return text;
}

std::string read(const std::wstring& path) { return read(open(path).get()); }

// "name:  value" in a file of such lines.
std::string value_of(const std::string& text, const std::string& name) {
    std::size_t at = text.find(name + ':');
    if (at == text.npos) return {};
    at = text.find_first_not_of(" \t", at + name.size() + 1);
    return text.substr(at, text.find('\n', at) - at);
}

// schedstat begins with the nanoseconds that its thread has run.
double microseconds_of(const std::string& schedstat) {
    return static_cast<double>(std::strtoull(schedstat.c_str(), nullptr, 10)) / 1000;
}

void for_each_number(const std::wstring& folder,
                     const std::function<void(const std::wstring&)>& found) {
    WIN32_FIND_DATAW entry;
    const HANDLE search = ::FindFirstFileW((folder + L'*').c_str(), &entry);
    if (search == INVALID_HANDLE_VALUE) return;
    do {
        const std::wstring name = entry.cFileName;
        if (name.find_first_not_of(L"0123456789") == name.npos) found(folder + name + L'\\');
    } while (::FindNextFileW(search, &entry));
    ::FindClose(search);
}

/// Our own folder in /proc: Wine names the process after the program, in 15 bytes. Empty if another
/// process has the same name.
std::wstring own_folder() {
    std::wstring program(MAX_PATH, L'\0');
    program.resize(::GetModuleFileNameW(nullptr, program.data(), MAX_PATH));
    const std::string name =
        w32::to_utf8(program.substr(program.find_last_of(L'\\') + 1)).substr(0, 15) + '\n';
    std::wstring found;
    int how_many = 0;
    for_each_number(kProc, [&](const std::wstring& folder) {
        if (read(folder + L"comm") != name) return;
        found = folder;
        ++how_many;
    });
    return how_many == 1 ? found : std::wstring{};
}

/// Where our processor time stands. The main thread alone asks.
struct Own {
    std::wstring folder = w32::running_under_wine() ? own_folder() : std::wstring{};
    ServerClock server{};
};
const Own& own() {
    static const Own own;
    return own;
}

ULONG64 thread_cycles() {
    ULONG64 cycles = 0;
    w32::check(::QueryThreadCycleTime(::GetCurrentThread(), &cycles), "QueryThreadCycleTime");
    return cycles;
}

/// Cycles are counted at a constant rate. The highest that is seen is that of a stretch in which
/// nobody interrupted us.
double measured_cycles_per_ns() {
    constexpr int kStretches = 20;
    constexpr double kStretchNs = 500'000;
    double highest = 0;
    for (int i = 0; i < kStretches; ++i) {
        const ULONG64 cycles = thread_cycles();
        const std::int64_t begin = now_ticks();
        while (ns_since(begin) < kStretchNs) YieldProcessor();
        const double ns = ns_since(begin);
        highest = std::max(highest, static_cast<double>(thread_cycles() - cycles) / ns);
    }
    return highest;
}

double own_cycles_in_ns() {
    static const double rate = measured_cycles_per_ns();
    ULONG64 cycles = 0;
    w32::check(::QueryProcessCycleTime(::GetCurrentProcess(), &cycles), "QueryProcessCycleTime");
    return static_cast<double>(cycles) / rate;
}

}  // namespace

ProcessClock::ProcessClock(HANDLE process, const std::wstring& program, const std::wstring& word)
    : process_(process) {
    if (!w32::running_under_wine()) return;
    for_each_number(kProc, [&](const std::wstring& folder) {
        const std::string line = read(folder + L"cmdline");
        if (line.find(w32::to_utf8(program)) != line.npos &&
            line.find(w32::to_utf8(word)) != line.npos)
            folder_ = folder;
    });
    if (folder_.empty()) throw w32::Error("looking into /proc", ERROR_FILE_NOT_FOUND);
}

double ProcessClock::microseconds() const {
    if (folder_.empty()) {
        FILETIME created, ended, kernel, user;
        w32::check(::GetProcessTimes(process_, &created, &ended, &kernel, &user),
                   "GetProcessTimes");
        const auto in_us = [](const FILETIME& time) {
            return (static_cast<double>(time.dwHighDateTime) * 4294967296.0 + time.dwLowDateTime) /
                   10;
        };
        return in_us(kernel) + in_us(user);
    }
    double sum = 0;
    for_each_number(folder_ + L"task\\", [&](const std::wstring& thread) {
        sum += microseconds_of(read(thread + L"schedstat"));
    });
    return sum;
}

ServerClock::ServerClock() {
    if (!w32::running_under_wine()) return;
    times_ = open(kServer + L"schedstat");
    calls_ = open(kServer + L"io");
}

double ServerClock::microseconds() const { return microseconds_of(read(times_.get())); }

std::uint64_t ServerClock::writes() const {
    return std::strtoull(value_of(read(calls_.get()), "syscw").c_str(), nullptr, 10);
}

unsigned long ServerClock::id() const {
    if (!times_) return 0;
    return std::strtoul(read(kServer + L"stat").c_str(), nullptr, 10);
}

std::string ServerClock::processors() const {
    if (!times_) return {};
    return value_of(read(kServer + L"status"), "Cpus_allowed_list");
}

CpuSpan::CpuSpan() {
    if (!own().folder.empty())
        for_each_number(own().folder + L"task\\", [&](const std::wstring& thread) {
            threads_.push_back(open(thread + L"schedstat"));
        });
    begin_ = now();
}

bool CpuSpan::known() const { return !w32::running_under_wine() || !own().folder.empty(); }

double CpuSpan::ns() const { return now() - begin_; }

double CpuSpan::now() const {
    if (!known()) return 0;
    if (!w32::running_under_wine()) return own_cycles_in_ns();
    double us = own().server.microseconds();
    for (const w32::Handle& thread : threads_) us += microseconds_of(read(thread.get()));
    return us * 1000;
}

}  // namespace bench
