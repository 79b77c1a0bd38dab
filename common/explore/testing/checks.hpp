// checks.hpp - how a test framework tells the explorer that a check of the body has failed.
#pragma once

#include "common/explore/api.hpp"

namespace explore {

/// Called on a thread of the explored program. The execution ends at that thread's next step. A
/// message that begins with "[name] " gives the finding its diagnosis.
WB_EXPLORE_API void check_failed(const char* message, const char* file, int line);

}  // namespace explore
