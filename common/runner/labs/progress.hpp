// progress.hpp - what the learner has done, in one plain text file: progress.txt.
//
//     # Written by wb: one line per lab and fact.
//     L01 passed 2026-11-22
//     L01 attempts 3 8c0ab1f2d3e4f506      the text judged last, as a hash
//     L02 hint 1
//     L03 gave-up 2026-11-23
//
// Plain text, because it is the learner's: to read, to keep under version control, to repair.
#pragma once

#include "common/runner/files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

class Progress {
public:
    /// Empty if `text` is not a progress file. Lines of a shape that this version does not know
    /// (at least two words) belong to a newer one and are kept.
    static std::optional<Progress> parse(std::string_view text);

    bool passed(std::string_view id) const { return find(id, "passed") != nullptr; }
    /// The date of the first time, "" if it was not passed.
    std::string passed_on(std::string_view id) const;
    /// The highest hint level shown so far, 0 to 3.
    int hints_seen(std::string_view id) const;

    /// How many different texts of a lab were judged.
    int attempts(std::string_view id) const;
    bool gave_up(std::string_view id) const { return find(id, "gave-up") != nullptr; }

    /// `date` is "2026-11-22". The first date is kept when a lab is passed again.
    void set_passed(const std::string& id, const std::string& date);
    void set_hints_seen(const std::string& id, int level);
    void set_gave_up(const std::string& id, const std::string& date);
    /// One attempt more, unless `text` is the one that was judged last. True if it was counted.
    bool count_attempt(const std::string& id, std::string_view text);
    /// It is open again; what else is known of it stays.
    void forget_passed(std::string_view id);

    std::string text() const;

private:
    struct Line {
        std::string id;    // "" for a comment and for what a newer version wrote
        std::string fact;  // "passed", "hint", "attempts", "gave-up"
        std::string text;  // the whole line
    };
    const Line* find(std::string_view id, std::string_view fact) const;
    std::string value(std::string_view id, std::string_view fact, std::size_t word) const;
    void put(const std::string& id, const std::string& fact, const std::string& value);

    std::vector<Line> lines_;
};

struct LoadedProgress {
    Progress progress;
    std::string notice;  ///< a sentence for the user; "" if all is well
};

/// A file that cannot be understood is renamed to progress.txt.bad, and the notice says so: nothing
/// of the learner's is thrown away.
LoadedProgress load_progress(const fs::path& file);

/// "2026-11-22", local time.
std::string today();

}  // namespace runner
