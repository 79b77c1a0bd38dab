// report_checks.hpp - what the tests of a report look for in its text.
#pragma once

#include "common/explore/explore.hpp"

#include <gtest/gtest.h>

#include <string>

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, (text), (part))

/// The number of the traced line with this text; 0 if there is none.
inline int line_with(const explore::Report& report, const char* source) {
    for (const explore::TraceStep& step : report.trace)
        if (has(step.source, source)) return step.line;
    return 0;
}
