// claims.hpp - the sentences of the notes that tests prove, found in the tests themselves.
#pragma once

#include "common/runner/labs/catalog.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// WB_CLAIM(id, sentence) in a TEST.
struct Claim {
    std::string id;  ///< "N01-05"
    std::string sentence;
    std::string test;  ///< "ThreadHandle.ClosingItDoesNotEndTheThread"
    std::string mark;  ///< "same"; "differs-in-wine" if it is skipped there
};

/// In the order of the source.
std::vector<Claim> claims_in(std::string_view source);

/// All of a chapter's, by id.
std::vector<Claim> claims_of(const Chapter& chapter, const fs::path& root);

}  // namespace runner
