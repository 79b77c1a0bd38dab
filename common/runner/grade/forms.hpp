// forms.hpp - a class for a person, a page, and two kinds of programs.
#pragma once

#include "common/runner/grade/verdict.hpp"
#include "common/runner/text/json.hpp"
#include "common/runner/text/screen.hpp"

#include <string>

namespace runner {

/// A line per submission, and below it what is to be said about each lab that is not passed.
void show_class(const Screen& screen, const Class& all);

Json class_json(const Class& all);

/// A test suite per submission, a test case per lab: failure, error (hangs, crashes, no verdict) or
/// skipped (not changed, not graded).
std::string class_junit(const Class& all);

/// One page that needs nothing else: students by labs, then the details.
std::string class_html(const Class& all);

/// `text` without what a page or an XML file cannot hold: a control character becomes a dot, a byte
/// that is no UTF-8 U+FFFD.
std::string without_controls(std::string_view text);

}  // namespace runner
