// delta.hpp - milliseconds since the line before, in place of the time of day (syelogd /d).
#pragma once

#include <cstdint>
#include <string>

namespace syelog {

/// An edit for Writer: replaces the 17 digits of time at the beginning of each line of
/// Format::text by "%7lld", the milliseconds since the line before it in the log. The writer's
/// thread is the only one that knows which line that is; so there is nothing to race for.
class DeltaTimes {
public:
    void operator()(std::string& lines);

private:
    std::int64_t last_ = -1;  // milliseconds; -1: there was no line yet
};

}  // namespace syelog
