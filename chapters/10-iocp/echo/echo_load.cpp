// echo_load.cpp - the whole load, or a soak: a server and its clients in one process.
//
//     echo_load [--clients 1000] [--messages 100] [--most 65536] [--seed 1] [--minutes 0]
//
// Exit code 1 if a byte is wrong or a handle is left. With --minutes it goes round after round, and
// prints a sample of handles and private bytes after each; both must not grow.
#include "chapters/10-iocp/echo/load.hpp"
#include "chapters/10-iocp/echo/server.hpp"
#include "common/win32/handle_count.hpp"

#include <psapi.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Arguments {
    echo::Load load{.clients = 1000, .messages = 100, .most = 64 * 1024};
    unsigned minutes = 0;
};

bool read_arguments(int count, char** texts, Arguments& out) {
    for (int i = 1; i + 1 < count; i += 2) {
        const auto value = static_cast<unsigned>(std::strtoul(texts[i + 1], nullptr, 10));
        if (std::strcmp(texts[i], "--clients") == 0 && value > 0)
            out.load.clients = value;
        else if (std::strcmp(texts[i], "--messages") == 0)
            out.load.messages = value;
        else if (std::strcmp(texts[i], "--most") == 0 && value > 0)
            out.load.most = value;
        else if (std::strcmp(texts[i], "--seed") == 0)
            out.load.seed = value;
        else if (std::strcmp(texts[i], "--minutes") == 0)
            out.minutes = value;
        else
            return false;
    }
    return count % 2 == 1;
}

// Private bytes; under Wine 8, which does not count them, the working set.
SIZE_T kilobytes() {
    PROCESS_MEMORY_COUNTERS_EX memory{};
    memory.cb = sizeof memory;
    ::K32GetProcessMemoryInfo(::GetCurrentProcess(),
                              reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&memory), sizeof memory);
    return (memory.PrivateUsage != 0 ? memory.PrivateUsage : memory.WorkingSetSize) / 1024;
}

// True: every byte was right.
bool one_round(echo::Load load) {
    echo::Server server;
    load.port = server.port();
    const echo::Figures seen = echo::run_load(load);
    const ULONGLONG start = ::GetTickCount64();
    server.stop();
    const ULONGLONG took = ::GetTickCount64() - start;
    const echo::Statistics after = server.statistics();
    std::printf("%u clients at once (%u at the server), %u finished, %u wrong, %u broken\n",
                seen.connected, after.peak, seen.finished, seen.wrong, seen.broken);
    std::printf("%llu bytes sent, %llu back, in %.1f s: %.1f MB/s each way; stopped in %llu ms\n",
                static_cast<unsigned long long>(seen.sent),
                static_cast<unsigned long long>(seen.back), seen.seconds,
                static_cast<double>(seen.back) / 1e6 / (seen.seconds > 0 ? seen.seconds : 1), took);
    return seen.finished == load.clients && seen.back == seen.sent && after.pending == 0;
}

int run(const Arguments& arguments) {
    const w32::SocketLibrary winsock;
    bool right = one_round({.clients = 1, .messages = 1});  // what is made once is made now
    const DWORD handles = w32::handles_of_this_process();
    const ULONGLONG end = ::GetTickCount64() + arguments.minutes * 60'000ull;
    DWORD now = 0;
    do {
        right = one_round(arguments.load) && right;
        now = w32::handles_of_this_process(8192);
        std::printf("handles %lu (before: %lu), memory %llu KB\n\n", now, handles,
                    static_cast<unsigned long long>(kilobytes()));
        (void)std::fflush(stdout);
    } while (::GetTickCount64() < end);
    return right && now == handles ? 0 : 1;
}

}  // namespace

int main(int count, char** texts) {
    Arguments arguments;
    if (!read_arguments(count, texts, arguments)) {
        std::puts("echo_load [--clients N] [--messages N] [--most BYTES] [--seed N] [--minutes N]");
        return 2;
    }
    try {
        return run(arguments);
    } catch (const w32::Error& error) {
        std::puts(error.what());
        return 1;
    }
}
