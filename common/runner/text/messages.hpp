// messages.hpp - what wb complains about, in Chinese.
//
//     there is no lab '{1}'; `wb list` shows what there is
//     没有实验“{1}”；`wb list` 列出所有实验
//
// The sources throw their sentences in English, as they are put together where something goes
// wrong. messages.zh.txt has a pair of lines for each, with {1} to {9} for what differs; what
// stands there may be a sentence of the file itself. A test reads the sources: none may be missing.
#pragma once

#include "common/runner/files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class Messages {
public:
    struct Pair {
        std::string english;
        std::string chinese;
    };

    Messages() = default;
    /// Pairs of lines, separated by empty ones; a line that begins with '#' is a comment. The first
    /// pair that fits counts. Throws Problem (environment) with `file` and line for anything else.
    static Messages parse(std::string_view text, const std::string& file);

    const std::vector<Pair>& pairs() const noexcept { return pairs_; }

    /// nullopt if no pair fits: then the English sentence has to do.
    std::optional<std::string> in_chinese(std::string_view sentence) const;

private:
    std::vector<Pair> pairs_;
};

/// From now on complain() speaks Chinese; `root` is the workbook's folder. A file that cannot be
/// read or understood leaves everything in English: what is to be said is more important.
void complain_in_chinese(const fs::path& root);

/// The sentence as complain() would say it, without its end.
std::string in_our_language(std::string_view sentence);

/// A sentence on stderr, after "wb: ", with the commands in it as they are typed here.
void complain(std::string_view sentence);

}  // namespace runner
