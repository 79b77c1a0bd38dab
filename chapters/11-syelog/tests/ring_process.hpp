// ring_process.hpp - a second process that dies with a record in its hands.
#pragma once

#include <string>

namespace syelog_tests {

/// Starts this program once more. The child writes the record "before" into `ring`, claims another
/// one, and ends without a word. Returns when it has ended; throws w32::Error if it does not.
void write_and_die_in_mid_record(const std::wstring& ring);

}  // namespace syelog_tests
