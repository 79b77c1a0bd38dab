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
// record. Not measured: starts, connections, each client's first records, by which memory is
// touched (20, or 800 where they are cheap), the reading of the log afterwards. All rows take
// turns, round by round; the figures are medians, "spread" is how far the costliest round is from
// the cheapest, "cheaper" the median of (article / row) in the same round. A round in which a
// record was lost, doubled or overtaken voids its row. Take no difference for real that is smaller
// than the spread. Wine's figures say nothing about Windows.
//
// No program of Google Benchmark: that measures one row to its end, then the next one, in one
// process. Its JSON form is kept, so that whatever reads that reads this.
#include "bench/syelog/round.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <stdexcept>

namespace {

using bench::Round;
using bench::Way;

struct Options {
    std::vector<std::string> rows = {"article", "plain", "batched", "floor", "ring"};
    std::vector<unsigned> clients = {1, 4, 16, 64};
    std::vector<unsigned> workers{};  // empty: as the daemon likes
    unsigned rounds = 5;
    unsigned records = 16'000;  // of all clients together, in a row that is not cheap
    unsigned core = 0;
    std::string json{};
};

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string word; std::getline(in, word, ',');) out.push_back(word);
    return out;
}

unsigned number(const std::string& text) {
    if (text.empty() || text.size() > 8 || text.find_first_not_of("0123456789") != text.npos)
        throw std::invalid_argument("'" + text + "' is not a number.");
    return static_cast<unsigned>(std::stoul(text));
}

std::vector<unsigned> numbers(const std::string& text) {
    std::vector<unsigned> out;
    for (const std::string& word : words(text)) out.push_back(number(word));
    return out;
}

Options parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--quick") {
            options.clients = {1, 4};
            options.rounds = 1;
            options.records = 400;
            continue;
        }
        if (i + 1 == argc) throw std::invalid_argument("'" + name + "' lacks its value.");
        const std::string value = argv[++i];
        if (name == "--rows")
            options.rows = words(value);
        else if (name == "--clients")
            options.clients = numbers(value);
        else if (name == "--workers")
            options.workers = numbers(value);
        else if (name == "--rounds")
            options.rounds = std::max(number(value), 1u);
        else if (name == "--records")
            options.records = number(value);
        else if (name == "--core")
            options.core = number(value);
        else if (name == "--json")
            options.json = value;
        else
            throw std::invalid_argument("'" + name + "' is no option; they are in syelog.cpp.");
    }
    return options;
}

Way way_of(const std::string& name) {
    if (name == "article") return {name, L"article_syelogd", L"plain"};
    // Not the article's: with a buffer, a client's write need not wait for the daemon's read.
    if (name == "article+quota")
        return {name, L"article_syelogd", L"plain", {L"--quota", L"16384"}};
    if (name == "plain") return {name, L"syelogd", L"plain"};
    if (name == "batched") return {name, L"syelogd", L"batched", {}, 10, 800};
    if (name == "floor") return {name, L"pipe_sink", L"plain"};
    if (name == "ring") return {name, L"ring_logd", L"ring", {}, 10, 800};
    throw std::invalid_argument("'" + name + "' is no row.");
}

std::vector<Way> ways_of(const Options& options) {
    std::vector<Way> ways;
    for (const std::string& row : options.rows) {
        const Way way = way_of(row);
        if (way.program != L"syelogd" || options.workers.empty()) {
            ways.push_back(way);
            continue;
        }
        for (const unsigned workers : options.workers) {
            ways.push_back(way);
            ways.back().name += "/workers:" + std::to_string(workers);
            ways.back().options = {L"--workers", std::to_wstring(workers)};
        }
    }
    return ways;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// The rounds of one row, in their order.
struct Row {
    std::string name;
    std::vector<Round> rounds{};
    std::vector<double> ratios{};  // how many times cheaper than the article, in the same round

    std::string void_because() const {
        for (const Round& round : rounds)
            if (!round.void_because.empty()) return round.void_because;
        return {};
    }
    template <class Figure>
    double typical(Figure figure) const {
        std::vector<double> values;
        for (const Round& round : rounds) values.push_back(figure(round));
        return median(values);
    }
    double spread() const {
        const auto [least, most] =
            std::minmax_element(rounds.begin(), rounds.end(),
                                [](const Round& a, const Round& b) { return a.all() < b.all(); });
        return 100 * (most->all() - least->all()) / least->all();
    }
};

void print_head() {
    std::printf("%-28s %9s = %7s + %7s + %10s %8s %9s %9s %9s\n", "CPU us/record", "all", "server",
                "client", "wineserver", "spread", "cheaper", "requests", "wall us");
}

void print(const Row& row) {
    const std::string why = row.void_because();
    if (!why.empty()) {
        std::printf("%-28s VOID: %s\n", row.name.c_str(), why.c_str());
        return;
    }
    std::printf("%-28s %9.3f = %7.3f + %7.3f + %10.3f %7.0f%% %8.1fx %9.3f %9.3f\n",
                row.name.c_str(), row.typical([](const Round& r) { return r.all(); }),
                row.typical([](const Round& r) { return r.server; }),
                row.typical([](const Round& r) { return r.client; }),
                row.typical([](const Round& r) { return r.wineserver; }), row.spread(),
                median(row.ratios), row.typical([](const Round& r) { return r.requests; }),
                row.typical([](const Round& r) { return r.wall; }));
}

/// All rows of one number of clients, taking turns.
std::vector<Row> measure(const Options& options, unsigned clients,
                         const bench::ServerClock& wineserver) {
    std::vector<Row> rows;
    const std::vector<Way> ways = ways_of(options);
    for (const Way& way : ways) rows.push_back({way.name + "/clients:" + std::to_string(clients)});
    for (unsigned i = 0; i < options.rounds; ++i) {
        double article = 0;
        for (std::size_t w = 0; w < ways.size(); ++w) {
            const unsigned records = std::max(options.records * ways[w].times / clients, 1u);
            const Round round = bench::run_round(ways[w], clients, records, wineserver);
            if (ways[w].name == "article") article = round.all();
            if (round.all() > 0) rows[w].ratios.push_back(article / round.all());
            rows[w].rounds.push_back(round);
        }
    }
    return rows;
}

void write_json(const std::string& path, const std::vector<Row>& rows, bool pinned) {
    std::string out = "{\n  \"context\": {\"executable\": \"bench_syelog\", \"platform\": \"" +
                      w32::platform_name() + "\", \"one_processor\": \"" + (pinned ? "yes" : "no") +
                      "\"},\n  \"benchmarks\": [";
    const char* separator = "\n";
    for (const Row& row : rows) {
        if (!row.void_because().empty()) continue;
        char line[512];
        std::snprintf(
            line, sizeof line,
            "%s    {\"name\": \"%s\", \"run_type\": \"aggregate\", \"aggregate_name\": \"median\", "
            "\"repetitions\": %zu, \"real_time\": %.4f, \"cpu_time\": %.4f, \"time_unit\": \"us\", "
            "\"server_us\": %.4f, \"client_us\": %.4f, \"wineserver_us\": %.4f, "
            "\"spread_%%\": %.1f, \"times_cheaper\": %.3f, \"requests\": %.4f}",
            separator, row.name.c_str(), row.rounds.size(),
            row.typical([](const Round& r) { return r.wall; }),
            row.typical([](const Round& r) { return r.all(); }),
            row.typical([](const Round& r) { return r.server; }),
            row.typical([](const Round& r) { return r.client; }),
            row.typical([](const Round& r) { return r.wineserver; }), row.spread(),
            median(row.ratios), row.typical([](const Round& r) { return r.requests; }));
        out += line;
        separator = ",\n";
    }
    out += "\n  ]\n}\n";
    const w32::Handle file =
        w32::own_file(::CreateFileW(w32::to_wide(path).c_str(), GENERIC_WRITE, 0, nullptr,
                                    CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr),
                      "CreateFileW");
    DWORD written = 0;
    w32::check(
        ::WriteFile(file.get(), out.data(), static_cast<DWORD>(out.size()), &written, nullptr),
        "WriteFile");
}

// True: all that is measured shares one processor.
bool pin(unsigned core, const bench::ServerClock& wineserver) {
    // Children inherit it.
    w32::check(::SetProcessAffinityMask(::GetCurrentProcess(), DWORD_PTR{1} << core),
               "SetProcessAffinityMask");
    const std::string there = wineserver.processors();
    if (there.empty() || there == std::to_string(core)) return true;
    std::printf(
        "WARNING: wineserver may run on the processors %s. Move it to the one of this program:\n"
        "    taskset -cp %u %lu\n",
        there.c_str(), core, wineserver.id());
    return false;
}

int run(const Options& options) {
    const bench::ServerClock wineserver;
    const bool pinned = pin(options.core, wineserver);
    std::printf("%s, %u rounds\n", w32::platform_name().c_str(), options.rounds);
    print_head();
    std::vector<Row> all;
    for (const unsigned clients : options.clients) {
        for (const Row& row : measure(options, clients, wineserver)) {
            print(row);
            all.push_back(row);
        }
        std::fflush(stdout);
    }
    if (!options.json.empty()) write_json(options.json, all, pinned);
    return std::all_of(all.begin(), all.end(),
                       [](const Row& row) { return row.void_because().empty(); })
               ? 0
               : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(parse(argc, argv));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_syelog: %s\n", error.what());
        return 2;
    }
}
