// frame.cpp - Google Benchmark runs the rows; the tables are ours.
//
// Nothing here looks into its `Run`: its error fields differ from version to version.
#include "bench/frame/frame.hpp"

#include "bench/frame/context.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <deque>
#include <map>
#include <stdexcept>

namespace bench {
namespace {

struct Registered {
    Row row;
    std::function<Sample()> measure;
};

struct Program {
    bool quick = false;
    std::deque<Registered> rows{};  // a deque: Google Benchmark keeps references
};

Program& program() {
    static Program one;
    return one;
}

Sample measured(const std::function<Sample()>& measure) {
    try {
        return measure();
    } catch (const std::exception& error) {
        return Sample::nothing(error.what());
    }
}

void run_once(benchmark::State& state, Registered& it) {
    for ([[maybe_unused]] auto round : state) {
        const Sample sample = measured(it.measure);
        it.row.samples.push_back(sample);
        if (!sample.void_because.empty()) {
            state.SkipWithError(("void: " + sample.void_because).c_str());
            break;
        }
        state.SetIterationTime(sample.ns * 1e-9);
        for (const auto& [name, value] : sample.counters) state.counters[name] = value;
    }
}

/// Says nothing until the end: interleaved, all rows end at about the same time.
class Tables : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>&) override {}
    void Finalize() override {
        std::vector<Row> rows;
        for (const Registered& it : program().rows) rows.push_back(it.row);
        std::fputs(tables(rows).c_str(), stdout);
    }
};

/// Google Benchmark's JSON with the rows in their order. Interleaved, they come in the order in
/// which they happen to be ready, and the yardstick has to be first.
class OrderedJson : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& context) override {
        json_.SetOutputStream(&GetOutputStream());
        json_.SetErrorStream(&GetErrorStream());
        return json_.ReportContext(context);
    }
    void ReportRuns(const std::vector<Run>& runs) override {
        std::vector<Run>& row = rows_[runs.front().family_index];
        row.insert(row.end(), runs.begin(), runs.end());
    }
    void Finalize() override {
        std::vector<Run> in_order;
        for (const auto& [index, runs] : rows_)
            in_order.insert(in_order.end(), runs.begin(), runs.end());
        if (!in_order.empty()) json_.ReportRuns(in_order);
        json_.Finalize();
    }

private:
    benchmark::JSONReporter json_;
    std::map<std::int64_t, std::vector<Run>> rows_;
};

bool begins_with(const char* text, const char* beginning) {
    return std::strncmp(text, beginning, std::strlen(beginning)) == 0;
}

/// True if a flag begins like this.
bool is_given(const std::vector<char*>& flags, const char* beginning) {
    for (const char* flag : flags)
        if (begins_with(flag, beginning)) return true;
    return false;
}

/// The command line without our flag, and with our defaults before it: a later flag counts.
std::vector<char*> flags_of(int argc, char** argv) {
    static char interleave[] = "--benchmark_enable_random_interleaving=true";
    static char five[] = "--benchmark_repetitions=5";
    static char two[] = "--benchmark_repetitions=2";
    std::vector<char*> given;
    for (int i = 1; i < argc; ++i)
        if (std::strcmp(argv[i], "--quick") == 0)
            program().quick = true;
        else
            given.push_back(argv[i]);
    std::vector<char*> flags = {argv[0], interleave, program().quick ? two : five};
    flags.insert(flags.end(), given.begin(), given.end());
    return flags;
}

void tell_about(const Machine& machine, const char* name) {
    std::string warnings;
    char load[16];
    std::snprintf(load, sizeof load, "%.0f", machine.load);
    std::printf("%s: %s, %s, %u processors, pinned: %s, power: %s, load by others: %s %%%s\n", name,
                machine.platform.c_str(), machine.compiler.c_str(), machine.processors,
                machine.pinned.c_str(), machine.power.c_str(), load, quick() ? ", quick" : "");
    for (const std::string& warning : warnings_of(machine)) {
        std::printf("WARNING: %s.\n", warning.c_str());
        warnings += (warnings.empty() ? "" : "; ") + warning;
    }
    std::fflush(stdout);
    benchmark::AddCustomContext("platform", machine.platform);
    benchmark::AddCustomContext("compiler", machine.compiler);
    benchmark::AddCustomContext("processors", std::to_string(machine.processors));
    benchmark::AddCustomContext("pinned", machine.pinned);
    benchmark::AddCustomContext("power", machine.power);
    benchmark::AddCustomContext("load", load);
    benchmark::AddCustomContext("warnings", warnings);
}

void hand_over_rows() {
    for (Registered& it : program().rows)
        benchmark::RegisterBenchmark(it.row.full_name().c_str(),
                                     [&it](benchmark::State& state) { run_once(state, it); })
            ->Iterations(1)
            ->UseManualTime();
}

int run_rows(int argc, char** argv, const char* name, void (*add_rows)()) {
    std::vector<char*> flags = flags_of(argc, argv);
    const bool lists = is_given(flags, "--benchmark_list_tests") || is_given(flags, "--help");
    const bool own_format = is_given(flags, "--benchmark_format=");
    const bool file = is_given(flags, "--benchmark_out=");
    const bool json = !is_given(flags, "--benchmark_out_format=") ||
                      is_given(flags, "--benchmark_out_format=json");
    int count = static_cast<int>(flags.size());
    benchmark::Initialize(&count, flags.data());
    if (benchmark::ReportUnrecognizedArguments(count, flags.data())) return 2;
    if (!lists && !own_format) tell_about(look_at_machine(), name);
    add_rows();
    hand_over_rows();
    Tables tables;
    OrderedJson ordered;
    benchmark::RunSpecifiedBenchmarks(own_format ? nullptr : &tables,
                                      file && json ? &ordered : nullptr);
    benchmark::Shutdown();
    for (const Registered& it : program().rows)
        if (!it.row.void_because().empty()) return 1;
    return 0;
}

}  // namespace

void add(const std::string& group, const std::string& row, const Params& params,
         std::function<Sample()> measure) {
    Registered it{{group, row, params}, std::move(measure)};
    const std::string bad = bad_name(it.row);
    if (!bad.empty()) throw std::invalid_argument("No row may be called so: " + bad + ".");
    program().rows.push_back(std::move(it));
}

bool quick() { return program().quick; }

int run(int argc, char** argv, const char* name, void (*add_rows)()) {
    try {
        return run_rows(argc, argv, name, add_rows);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", name, error.what());
        return 2;
    }
}

}  // namespace bench
