// child.cpp - keeps what w32::run_child hands on.
#include "common/testing/child.hpp"

namespace workbook {

ChildResult run_child(const std::wstring& command, w32::Timeout deadline,
                      std::source_location where) {
    std::string output;
    const w32::ChildEnd end = w32::run_child(
        command, deadline, [&](std::string_view text) { output += text; }, where);
    if (!end.ended)
        output += "\n[killed: still running after " + std::to_string(deadline.ms()) + " ms]\n";
    return {end.ended, end.exit_code, std::move(output)};
}

}  // namespace workbook
