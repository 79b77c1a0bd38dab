// source.hpp - looks at a hand-in before it is built: may it be, and should the teacher read it?
//
// A lab's file is compiled into its judge, and whoever is in the same process can pretend anything.
// That cannot be excluded, only made conspicuous: what a lab has no use for is pointed out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct SourceReview {
    std::string refusal;               ///< why it is not built at all; "" if it is
    std::vector<std::string> look_at;  ///< "line 12: TerminateProcess"; each word once
};

/// `pristine` is what the lab itself may use: starter, solution and alternatives, one after
/// another.
SourceReview review_source(std::string_view text, std::string_view pristine);

/// "" for text that a compiler can be given: not empty, no NUL bytes, valid UTF-8 (a byte order
/// mark is fine).
std::string why_not_text(std::string_view bytes);

/// The tests that a judge has, "Suite.Name", in order.
std::vector<std::string> tests_in(std::string_view judge);

}  // namespace runner
