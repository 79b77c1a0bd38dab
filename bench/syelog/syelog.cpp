// syelog.cpp - what does a log record cost, from the client's call to the line in the file?
//
//     bench_syelog                       everything; some minutes
//     bench_syelog --quick               does it run?
//     bench_syelog --rows article,plain,batched,floor,ring --clients 1,4,16,64 --rounds 7
//     bench_syelog --workers 1,2,4,8     the daemon with so many workers
//     bench_syelog --json figures.json
// On one processor, else the figures tell how far processors are from each other. It moves itself
// and its children to one; under Wine start it so that wineserver is there, too:
//     taskset -c 0 cmake/tools/wine-run bench_syelog.exe
//
// Rows, each with records of 100 bytes and N connections of one client process:
//   article   the article's daemon, one WriteFile per record: the baseline
//   plain     our daemon, the same client
//   batched   our daemon, our client library
//   floor     a process that reads the pipe and throws away what it has read, the plain client
//   ring      shared memory instead of the pipe, the same lines in the log
// Measured: processor time of server, clients and wineserver (on Windows the kernel's part is in
// the processes' own) from the start signal until the last line is in the log; microseconds per
// record. "ns/op" is all of that; "wall" the time per record. Not measured: starts, connections,
// each client's first records, by which memory is touched (20, or 800 where they are cheap), the
// reading of the log afterwards. All rows take turns, round by round; the figures are medians,
// "spread" is how far the costliest round is from the cheapest, "times_cheaper" the median of
// (article / row) in the same round. A round in which a record was lost, doubled or overtaken voids
// its row. Take no difference for real that is smaller than the spread. Wine's figures say nothing
// about Windows.
//
// No program of Google Benchmark: a round is a handful of processes, and its rows compare with the
// article's round by round. Its JSON form is kept, so that whatever reads that reads this.
// Chapters: 11
#include "bench/syelog/json.hpp"
#include "bench/syelog/options.hpp"
#include "bench/syelog/round.hpp"
#include "common/win32/error.hpp"

#include <algorithm>
#include <cstdio>

namespace {

using bench::Options;
using bench::Round;
using bench::Row;
using bench::Sample;
using bench::Way;

constexpr double kNsPerUs = 1000;

/// `article`: what a record of the article's cost in the same round; 0 if it did not run.
Sample sample_of(const Round& round, double article) {
    if (!round.void_because.empty()) return Sample::nothing(round.void_because);
    Sample sample{round.all() * kNsPerUs,
                  {{"server_ns", round.server * kNsPerUs},
                   {"client_ns", round.client * kNsPerUs},
                   {"wineserver_ns", round.wineserver * kNsPerUs},
                   {"wall_ns", round.wall * kNsPerUs},
                   {"requests", round.requests}}};
    if (article > 0 && round.all() > 0)
        sample.counters.emplace_back("times_cheaper", article / round.all());
    return sample;
}

Row row_of(const Way& way, unsigned clients) {
    Row row{"syelog", way.name, {}};
    if (way.workers != 0) row.params.emplace_back("workers", std::to_string(way.workers));
    row.params.emplace_back("clients", std::to_string(clients));
    return row;
}

/// All rows of one number of clients, taking turns.
std::vector<Row> measure(const Options& options, unsigned clients,
                         const bench::ServerClock& wineserver) {
    std::vector<Row> rows;
    const std::vector<Way> ways = ways_of(options);
    for (const Way& way : ways) rows.push_back(row_of(way, clients));
    for (unsigned i = 0; i < options.rounds; ++i) {
        double article = 0;
        for (std::size_t w = 0; w < ways.size(); ++w) {
            const unsigned records = std::max(options.records * ways[w].times / clients, 1u);
            const Round round = bench::run_round(ways[w], clients, records, wineserver);
            if (ways[w].name == "article") article = round.all();
            rows[w].samples.push_back(sample_of(round, article));
        }
    }
    return rows;
}

/// This process and, as they inherit it, its children.
void pin(unsigned core) {
    w32::check(::SetProcessAffinityMask(::GetCurrentProcess(), DWORD_PTR{1} << core),
               "SetProcessAffinityMask");
}

int run(const Options& options) {
    pin(options.core);
    const bench::ServerClock wineserver;
    const bench::Machine machine = bench::look_at_machine();
    std::printf("bench_syelog: %s, %u rounds\n", machine.platform.c_str(), options.rounds);
    for (const std::string& warning : bench::warnings_of(machine))
        std::printf("WARNING: %s.\n", warning.c_str());
    std::fflush(stdout);
    std::vector<Row> all;
    for (const unsigned clients : options.clients) {
        const std::vector<Row> rows = measure(options, clients, wineserver);
        std::fputs(bench::tables(rows).c_str(), stdout);
        std::fflush(stdout);
        all.insert(all.end(), rows.begin(), rows.end());
    }
    if (!options.json.empty()) bench::write_json(options.json, machine, all);
    return std::all_of(all.begin(), all.end(),
                       [](const Row& row) { return row.void_because().empty(); })
               ? 0
               : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(bench::parse(argc, argv));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_syelog: %s\n", error.what());
        return 2;
    }
}
