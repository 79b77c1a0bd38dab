// verdicts.hpp - what a judge says, in Chinese.
//
//     lost-node: 压入的结点有的找不到了。两个线程读到了同一个 head，
//       后写的那个抹掉了另一个压入的结点。
//
// A judge writes its sentence in English, with the values of this run. labs/*/*/verdicts.zh.txt has
// a sentence for each diagnosis that this lab's judge can give, words/verdicts.zh.txt here for what
// may become of any lab. Neither has the values, so the English sentence is shown as well.
#pragma once

#include "common/runner/labs/judge.hpp"

#include <map>
#include <string>
#include <string_view>

namespace runner {

/// By diagnosis, or what Judged::key() says.
using Verdicts = std::map<std::string, std::string, std::less<>>;

/// `file` is named in the message. Throws Problem (environment) with file and line.
Verdicts parse_verdicts(std::string_view text, const std::string& file);

/// A lab's own sentence before the common one; "" where there is none.
std::string verdict_in_chinese(const Judged& judged, const Verdicts& own, const Verdicts& common);

/// Looks into the files of the workbook at `root`, and fills in Judged::chinese. A file that cannot
/// be read is one sentence on stderr: the verdict itself is known.
void add_chinese(Judged& judged, const Lab& lab, const fs::path& root);

}  // namespace runner
