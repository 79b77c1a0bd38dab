// texts.hpp - looks for parts of what a report tells.
#pragma once

#include "common/explore/testing/explore_test.hpp"

#include <algorithm>
#include <string>

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, (text), (part))

/// The number of the line of source that has this in it; 0: none.
inline int line_with(const explore::Report& report, const char* source) {
    for (const explore::TraceStep& step : report.trace)
        if (has(step.source, source)) return step.line;
    return 0;
}
