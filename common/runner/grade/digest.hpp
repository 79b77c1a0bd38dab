// digest.hpp - SHA-256: under which name a verdict is kept.
#pragma once

#include <string>
#include <string_view>

namespace runner {

/// 64 hexadecimal digits. Throws w32::Error if the system has no SHA-256.
std::string sha256(std::string_view bytes);

}  // namespace runner
