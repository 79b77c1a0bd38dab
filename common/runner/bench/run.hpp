// run.hpp - one run of the benchmarks: what the programs have measured, as rows.
//
//     BenchRun run;
//     run.add(Json::parse(read_file(output)));     // once for each program and sitting
//     replace_file(L"latest.json", run.to_json().write());
//
// The programs write Google Benchmark's JSON. A row is what has one name in all of it; each
// repetition is a sample.
#pragma once

#include "common/runner/text/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {

/// "locks/SRWLOCK, exclusive/contention:high/threads:4", taken apart.
struct RowName {
    std::string group;
    std::string row;
    std::vector<std::pair<std::string, std::string>> params;

    /// Without what Google Benchmark adds (/iterations:1, /repeats:3, /manual_time, ...).
    static RowName parse(std::string_view name);
    /// "contention:high  threads:4"
    std::string params_text() const;
    std::string text() const;  ///< the whole name, without the additions
};

struct BenchRow {
    RowName name;
    std::string unit = "ns";
    std::vector<double> samples{};  ///< one per repetition, sitting after sitting
    std::string void_because{};     ///< a row that measured nothing true has no samples
    /// By name, one value per sample; in the order in which the program has them.
    std::vector<std::pair<std::string, std::vector<double>>> counters{};
};

struct BenchContext {
    std::string platform{}, compiler{}, pinned{}, power{}, date{};
    int processors = 0;
    /// Percent of the processor time that others used, before each program of each sitting.
    std::vector<double> looks{};
    int sittings = 0, repetitions = 0;
    bool quick = false;
    std::vector<std::string> warnings{};  ///< each once

    double load() const;        ///< at worst
    double usual_load() const;  ///< the median
};

class BenchRun {
public:
    BenchContext context;
    std::vector<BenchRow> rows;  ///< in the order of the programs

    /// Takes in what one program has written. Throws Problem (environment) if that is not what a
    /// benchmark writes; `program` is named in the message.
    void add(const Json& output, const std::string& program);
    /// nullptr if there is no such row.
    const BenchRow* find(const RowName& name) const;

    Json to_json() const;
    /// What to_json() wrote. Throws Problem (usage), `file` is named in it.
    static BenchRun from_json(const Json& json, const std::string& file);

private:
    BenchRow& row(const RowName& name);
    void take_context(const Json& context);
    void take_sample(const Json& entry);

    std::map<std::string, std::size_t> places_;
};

}  // namespace runner
