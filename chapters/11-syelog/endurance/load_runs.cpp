// load_runs.cpp - a daemon that is stopped, and one that is killed, while many write.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/daemon/writer.hpp"
#include "chapters/11-syelog/endurance/daemon_process.hpp"
#include "chapters/11-syelog/endurance/runs.hpp"
#include "chapters/11-syelog/protocol/census.hpp"

#include <atomic>
#include <memory>
#include <vector>

namespace syelog::endurance {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLongText = 4000;  // fills the daemon's buffers with few records

std::string numbered(unsigned client, unsigned record, std::size_t bytes = 0) {
    std::string text =
        "client " + std::to_string(client) + " record " + std::to_string(record) + ' ';
    if (text.size() < bytes) text.resize(bytes, 'x');
    return text;
}

// The daemon's own lines begin with a time and "----"; a line that was cut off is neither.
std::uint64_t damaged_lines(std::string_view log) {
    std::uint64_t damaged = 0;
    while (!log.empty()) {
        const std::size_t end = std::min(log.find('\n'), log.size());
        const std::string_view line = log.substr(0, end);
        const bool own = line.find(" ---- --.") == 17;
        const bool record = line.find(": client ") != line.npos && end < log.size();
        if (!own && !record) ++damaged;
        log.remove_prefix(std::min(end + 1, log.size()));
    }
    return damaged;
}

LoadResult counted(std::string_view log, const std::vector<unsigned>& acknowledged) {
    Census census;
    census.count(log);
    LoadResult result{.duplicated = census.duplicated,
                      .out_of_order = census.out_of_order,
                      .damaged = damaged_lines(log)};
    for (unsigned id = 0; id < acknowledged.size(); ++id) {
        result.acknowledged += acknowledged[id];
        result.lost += census.lost(id, acknowledged[id]);
    }
    return result;
}

// Writes until the daemon is gone or all is written; one record per write, each told by `written`.
void write_raw(const std::wstring& pipe, unsigned id, unsigned records,
               const std::function<void()>& written) {
    const auto end = w32::PipeClient::open(pipe.c_str(), 30s, {.access = w32::PipeAccess::inbound});
    if (!end) throw w32::Error("CreateFileW", ::GetLastError());
    for (unsigned i = 1; i <= records; ++i) {
        const std::string bytes = encode({.text = numbered(id, i, kLongText)});
        const auto done = w32::write_within(end->get(), std::as_bytes(std::span(bytes)), 30s);
        if (!done || !done->ok()) return;
        written();
    }
}

}  // namespace

LoadResult stop_after_load(const LoadOptions& options) {
    DaemonProcess daemon;
    std::vector<unsigned> acknowledged(options.clients);
    {
        std::vector<w32::Thread> threads;
        for (unsigned id = 0; id < options.clients; ++id)
            threads.emplace_back("client", [&, id] {
                Client client({.pipe = daemon.pipe()});
                for (unsigned i = 1; i <= options.records; ++i)
                    client.write(Severity::notice, numbered(id, i));
                (void)client.flush();
                acknowledged[id] = static_cast<unsigned>(client.acknowledged());
            });
    }
    daemon.stop();
    return counted(daemon.log(), acknowledged);
}

// A killed daemon loses what it had read and not written, and what nobody has read. Per client: the
// pipe's quota with one write that had found no room, and as much again that a read has just taken
// out; and once the two buffers of the writer.
KillResult kill_under_load(const LoadOptions& options) {
    DaemonProcess daemon;
    std::vector<std::atomic<unsigned>> acknowledged(options.clients);
    std::atomic<std::uint64_t> all = 0;
    w32::Event middle(w32::Reset::manual);
    const std::uint64_t half = std::uint64_t{options.clients} * options.records / 2;
    {
        std::vector<w32::Thread> threads;
        for (unsigned id = 0; id < options.clients; ++id)
            threads.emplace_back("client", [&, id] {
                write_raw(daemon.pipe(), id, options.records, [&] {
                    ++acknowledged[id];
                    if (++all == half) middle.set();
                });
            });
        middle.wait();
        daemon.kill();
    }
    constexpr std::size_t per_client = 2 * (kMaxBatchBytes / kLongText + 1);
    const std::size_t writer = 2 * (WriterOptions{}.queue_bytes / kLongText + 1);
    return {.load = counted(daemon.log(),
                            std::vector<unsigned>(acknowledged.begin(), acknowledged.end())),
            .bound = options.clients * per_client + writer};
}

}  // namespace syelog::endurance
