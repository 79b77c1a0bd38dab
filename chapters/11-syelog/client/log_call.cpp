// log_call.cpp - how long does the log call itself take? Prints p50, p90, p99 and p99.9.
//
// One thread logs, and pauses after each burst so that the queue never fills; a thread of this
// program plays the daemon and throws everything away. What is measured is write(): a record into
// the queue, and now and then the wake-up of the client's thread.
//
// The clock ticks every 100 ns and costs about as much as the call. So the middle is taken from
// groups of calls between two looks at the clock, and the tail from single calls; from both the
// usual cost of looking at the clock is taken off.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "common/win32/waitable_timer.hpp"

#include <cstdio>
#include <vector>

namespace {

constexpr char kHelp[] =
    "syelog_log_call - measures the log call of the syelog client\n"
    "  --calls N       how many (200000)\n"
    "  --text-bytes B  length of the text (40)\n"
    "  --burst N       calls between two pauses of a millisecond (100)\n";

constexpr unsigned kGroup = 10;  // calls between two looks at the clock

std::int64_t ticks() {
    LARGE_INTEGER now;
    ::QueryPerformanceCounter(&now);
    return now.QuadPart;
}

double nanoseconds_per_tick() {
    LARGE_INTEGER per_second;
    ::QueryPerformanceFrequency(&per_second);
    return 1e9 / static_cast<double>(per_second.QuadPart);
}

// Reads until its client leaves.
class Drain {
public:
    explicit Drain(const std::wstring& pipe)
        : server_(pipe.c_str(), {.read_mode = w32::PipeType::byte,
                                 .access = w32::PipeAccess::inbound,
                                 .quota = syelog::kMaxBatchBytes}),
          thread_("drain", [this] { run(); }) {}

private:
    void run() {
        if (!server_.connect(w32::forever)) return;
        std::vector<std::byte> buffer(64 * 1024);
        w32::Overlapped request;
        for (;;) {
            const auto started = w32::start_read(server_.get(), buffer, request.raw());
            if (started.how == w32::Io::failed) return;
            if (started.how == w32::Io::pending && !request.finish(server_.get()).ok()) return;
        }
    }

    w32::PipeServer server_;
    w32::Thread thread_;
};

using Ticks = std::vector<std::int64_t>;

double percentile(const Ticks& sorted, double p) {
    const auto at = static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[at]) * nanoseconds_per_tick();
}

void print(const char* what, Ticks all, double calls, double off) {
    std::sort(all.begin(), all.end());
    std::printf("%-32s", what);
    for (const double p : {0.5, 0.9, 0.99, 0.999})
        std::printf(" %9.0f", std::max(0.0, percentile(all, p) - off) / calls);
    std::printf("\n");
}

// How long `calls` calls take, one or several at a time, a pause after each burst.
template <class Call>
Ticks measure(unsigned calls, unsigned at_a_time, unsigned burst, Call call) {
    Ticks all;
    all.reserve(calls / at_a_time);
    w32::WaitableTimer pause(w32::Reset::automatic);
    for (unsigned i = 0; i < calls; i += at_a_time) {
        if (i % burst < at_a_time) {
            pause.start(std::chrono::milliseconds{1});
            pause.wait();
        }
        const std::int64_t begin = ticks();
        for (unsigned k = 0; k < at_a_time; ++k) call();
        all.push_back(ticks() - begin);
    }
    return all;
}

int run(const syelog::Arguments& arguments) {
    const unsigned calls = arguments.number(L"calls", 200'000, 1000, 10'000'000);
    const unsigned burst = arguments.number(L"burst", 100, kGroup, 100'000);
    const std::string text(arguments.number(L"text-bytes", 40, 0, 4000), 'x');
    const std::wstring pipe =
        LR"(\\.\pipe\syelog.log_call.)" + std::to_wstring(::GetCurrentProcessId());
    Drain drain(pipe);
    syelog::Client client({.pipe = pipe, .when_full = syelog::WhenFull::drop_newest});
    const auto log = [&] { client.write(syelog::Severity::information, text); };

    Ticks clock = measure(calls, 1, burst, [] {});
    std::sort(clock.begin(), clock.end());
    const double off = percentile(clock, 0.5);
    (void)measure(calls / 10, 1, burst, log);  // memory that is touched for the first time
    const Ticks groups = measure(calls, kGroup, burst, log);
    const Ticks single = measure(calls, 1, burst, log);
    (void)client.close(std::chrono::seconds{5});
    std::printf("%-32s %9s %9s %9s %9s\n", "ns per call", "p50", "p90", "p99", "p99.9");
    print("the clock alone", clock, 1, 0);
    print("write(), groups of 10, less it", groups, kGroup, off);
    print("write(), single calls, less it", single, 1, off);
    std::printf("%llu records dropped\n", static_cast<unsigned long long>(client.lost()));
    return client.lost() == 0 ? 0 : 1;
}

}  // namespace

int main() {
    try {
        const syelog::Arguments arguments({L"calls", L"text-bytes", L"burst"});
        if (arguments.help()) {
            std::fputs(kHelp, stdout);
            return 0;
        }
        return run(arguments);
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelog_log_call: %s\n", wrong.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_log_call: %s\n", error.what());
        return 1;
    }
}
