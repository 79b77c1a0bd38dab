// chinese_titles.hpp - what chapters and demos are called in Chinese.
//
// A chapter is called what the heading of its note in notes/zh-CN says; the demos have a line each
// in common/runner/words/demos.zh.txt. Labs bring their own (title.zh in lab.txt).
#pragma once

#include "common/runner/labs/catalog.hpp"

namespace runner {

/// Fills in title_zh and topic_zh. What is missing stays empty; a file that cannot be understood is
/// one sentence on stderr: titles are no reason to stop.
void add_chinese_titles(Catalog& catalog, const fs::path& root);

}  // namespace runner
