// json.cpp - text, with whatever needs it escaped.
#include "bench/syelog/json.hpp"

#include "common/win32/handle.hpp"
#include "common/win32/text.hpp"

#include <cstdio>

namespace bench {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        // A system's message may end with a line feed.
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + '"';
}

std::string figure(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.6e", value);
    return text;
}

std::string context_text(const Machine& machine) {
    std::string warnings;
    for (const std::string& warning : warnings_of(machine))
        warnings += (warnings.empty() ? "" : "; ") + warning;
    return "{\"executable\": \"bench_syelog\", \"platform\": " + quoted(machine.platform) +
           ", \"compiler\": " + quoted(machine.compiler) +
           ", \"processors\": " + quoted(std::to_string(machine.processors)) +
           ", \"pinned\": " + quoted(machine.pinned) + ", \"power\": " + quoted(machine.power) +
           ", \"load\": " + quoted(std::to_string(static_cast<int>(machine.load + 0.5))) +
           ", \"warnings\": " + quoted(warnings) + '}';
}

std::string entry_text(const Row& row, std::size_t index) {
    const Sample& sample = row.samples[index];
    std::string text =
        "    {\"name\": " + quoted(row.full_name()) + ", \"run_name\": " + quoted(row.full_name()) +
        ", \"run_type\": \"iteration\", \"repetitions\": " + std::to_string(row.samples.size()) +
        ", \"repetition_index\": " + std::to_string(index);
    if (!sample.void_because.empty())
        return text + ", \"error_occurred\": true, \"error_message\": " +
               quoted("void: " + sample.void_because) + '}';
    text += ", \"iterations\": 1, \"real_time\": " + figure(sample.ns) +
            ", \"cpu_time\": " + figure(sample.ns) + ", \"time_unit\": \"ns\"";
    for (const auto& [name, value] : sample.counters)
        text += ", " + quoted(name) + ": " + figure(value);
    return text + '}';
}

}  // namespace

std::string json_text(const Machine& machine, const std::vector<Row>& rows) {
    std::string text = "{\n  \"context\": " + context_text(machine) + ",\n  \"benchmarks\": [";
    const char* separator = "\n";
    for (const Row& row : rows)
        for (std::size_t i = 0; i < row.samples.size(); ++i) {
            text += separator + entry_text(row, i);
            separator = ",\n";
        }
    return text + "\n  ]\n}\n";
}

void write_json(const std::string& path, const Machine& machine, const std::vector<Row>& rows) {
    const std::string text = json_text(machine, rows);
    const w32::Handle file =
        w32::own_file(::CreateFileW(w32::to_wide(path).c_str(), GENERIC_WRITE, 0, nullptr,
                                    CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr),
                      "CreateFileW");
    DWORD written = 0;
    w32::check(
        ::WriteFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr),
        "WriteFile");
}

}  // namespace bench
