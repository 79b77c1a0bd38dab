// search.hpp - which labs and demos are meant by a few words: `wb list wait`.
#pragma once

#include "common/runner/labs/catalog.hpp"

#include <string>
#include <vector>

namespace runner {

/// Does each of `words` occur in the lab's id, name, titles, topics or chapter? Upper and lower
/// case are the same; no words match everything. "ch03" is chapter 3 alone.
bool matches(const Lab& lab, const std::vector<std::string>& words);

/// The same for a demo's name, title and chapter.
bool matches(const Demo& demo, const std::vector<std::string>& words);

}  // namespace runner
