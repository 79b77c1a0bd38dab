// context.cpp - asks Windows, and under Wine Linux too.
#include "bench/frame/context.hpp"

#include "bench/frame/cpu.hpp"
#include "common/win32/error.hpp"
#include "common/win32/platform.hpp"

#include <bit>

namespace bench {
namespace {

constexpr DWORD kLookMs = 200;
constexpr double kBusy = 10;  // percent

double ticks(const FILETIME& time) {
    return static_cast<double>(time.dwHighDateTime) * 4294967296.0 + time.dwLowDateTime;
}

struct SystemTimes {
    double idle, all;
};

SystemTimes system_times() {
    FILETIME idle, kernel, user;
    w32::check(::GetSystemTimes(&idle, &kernel, &user), "GetSystemTimes");
    return {ticks(idle), ticks(kernel) + ticks(user)};  // the kernel's hold the idle ones
}

double own_ticks() {
    FILETIME created, ended, kernel, user;
    w32::check(::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &kernel, &user),
               "GetProcessTimes");
    return ticks(kernel) + ticks(user);
}

double load_by_others() {
    const SystemTimes before = system_times();
    const double own = own_ticks();
    ::Sleep(kLookMs);  // how long we look, no synchronization
    const SystemTimes after = system_times();
    const double all = after.all - before.all;
    if (all <= 0) return 0;
    const double others = all - (after.idle - before.idle) - (own_ticks() - own);
    return others > 0 ? 100 * others / all : 0;
}

std::string power() {
    SYSTEM_POWER_STATUS status{};
    if (!::GetSystemPowerStatus(&status) || status.ACLineStatus > 1) return "unknown";
    return status.ACLineStatus == 1 ? "mains" : "battery";
}

std::string compiler_name() {
#if defined(__clang__)
    return std::string("clang ") + __clang_version__;
#elif defined(__GNUC__)
    return std::string("g++ ") + __VERSION__;
#elif defined(_MSC_VER)
    return "MSVC " + std::to_string(_MSC_VER);
#else
    return "unknown";
#endif
}

std::string percent(double value) { return std::to_string(static_cast<int>(value + 0.5)) + " %"; }

}  // namespace

std::string pinned_text(unsigned long long allowed) {
    if (std::popcount(allowed) != 1) return "no";
    return "processor " + std::to_string(std::countr_zero(allowed));
}

Machine look_at_machine() {
    Machine machine;
    machine.platform = w32::platform_name();
    machine.compiler = compiler_name();
    SYSTEM_INFO system{};
    ::GetSystemInfo(&system);
    machine.processors = system.dwNumberOfProcessors;
    DWORD_PTR ours = 0, all = 0;
    w32::check(::GetProcessAffinityMask(::GetCurrentProcess(), &ours, &all),
               "GetProcessAffinityMask");
    machine.pinned = pinned_text(ours);
    machine.power = power();
    machine.load = load_by_others();
    machine.wineserver_on = ServerClock().processors();
#if defined(_DEBUG) || (defined(__GNUC__) && !defined(__OPTIMIZE__))
    machine.optimized = false;
#endif
    return machine;
}

std::vector<std::string> warnings_of(const Machine& machine) {
    std::vector<std::string> warnings;
    const bool pinned = machine.pinned != "no";
    if (!machine.optimized)
        warnings.push_back("a Debug build: the figures are its own. Build RelWithDebInfo");
    if (machine.power == "battery")
        warnings.push_back("on battery: the processor changes its speed. Plug it in");
    if (machine.load > kBusy)
        warnings.push_back("others use " + percent(machine.load) +
                           " of the processors: end them or wait");
    if (!pinned && machine.processors > 1)
        warnings.push_back("may run on any of " + std::to_string(machine.processors) +
                           " processors: a wake-up on another one costs many times one on the "
                           "same. Start it with start /affinity 1, or taskset -c 0");
    if (pinned && !machine.wineserver_on.empty() &&
        "processor " + machine.wineserver_on != machine.pinned)
        warnings.push_back("wineserver may run on the processors " + machine.wineserver_on +
                           ", not only on ours. Start both by taskset -c 0, or move it by "
                           "taskset -cp 0 $(pidof wineserver)");
    return warnings;
}

}  // namespace bench
