// letters.hpp - an explored test under a schedule of letters, for `wb break`.
#pragma once

#include "common/explore/explore.hpp"

#include <functional>
#include <string>

namespace explore {

/// What the environment variable WORKBOOK_LETTERS holds: a schedule (search/turns.hpp), "-" for
/// none of its letters, "?4" for the shortest one, of up to four letters, that breaks the test. ""
/// if it is not set.
std::string letters_wanted();

/// Does that in the running test, which fails under the schedule or not, and prints the letters,
/// the threads and the lanes. `explore_body` explores the test's body.
void follow_letters(const std::string& wanted, Options options,
                    const std::function<Report(const Options&)>& explore_body, const char* file,
                    int line);

}  // namespace explore
