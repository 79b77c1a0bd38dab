// result_file.hpp - the listener that writes down how each test went (format: verdict.hpp).
#pragma once

#include <gtest/gtest.h>

#include <memory>

namespace workbook {

/// Records each test, remembers the first diagnosis and announces the verdict at the end.
std::unique_ptr<testing::TestEventListener> make_result_listener();

}  // namespace workbook
