// json.hpp - rounds in the form of Google Benchmark's JSON.
#pragma once

#include "bench/frame/context.hpp"
#include "bench/frame/table.hpp"

namespace bench {

/// One entry for each sample, void ones included. Throws w32::Error if the file cannot be written.
void write_json(const std::string& path, const Machine& machine, const std::vector<Row>& rows);

/// The same, as text.
std::string json_text(const Machine& machine, const std::vector<Row>& rows);

}  // namespace bench
