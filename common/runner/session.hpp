// session.hpp - what every command needs: where the workbook is, what it holds, how to speak.
#pragma once

#include "common/runner/labs/catalog.hpp"
#include "common/runner/labs/progress.hpp"
#include "common/runner/results/build_log.hpp"
#include "common/runner/text/language.hpp"
#include "common/runner/text/screen.hpp"

#include <string>
#include <string_view>

namespace runner {

struct Session {
    fs::path root;
    fs::path bin;  ///< where the programs are; ours too
    Screen screen;
    Catalog catalog;
    Progress progress;
    bool chinese = false;

    Language language() const noexcept { return chinese ? Language::chinese : Language::english; }
    /// A text of ours in the reader's language.
    std::string say(std::string_view english, std::string_view in_chinese) const {
        return std::string(chinese ? in_chinese : english);
    }
    /// What a lab, a demo, a chapter is called in the reader's language, if it is.
    const std::string& title(const Lab& lab) const noexcept {
        return chinese && !lab.card.title_zh.empty() ? lab.card.title_zh : lab.card.title;
    }
    const std::string& title(const Demo& demo) const noexcept {
        return chinese && !demo.title_zh.empty() ? demo.title_zh : demo.title;
    }
    std::string topic(const Chapter& chapter) const {
        return chinese && !chapter.topic_zh.empty() ? chapter.topic_zh : chapter.topic();
    }

    fs::path progress_file() const { return root / L"progress.txt"; }
    fs::path build_folder() const { return bin.parent_path(); }

    /// What to type: "./wb check L01" or, on Windows, "wb check L01".
    std::string command(std::string_view arguments) const;

    /// Where the learner works: "labs/01-threads/x/x.hpp", with ":31" for the first TODO left.
    std::string work_place(const Lab& lab) const;

    /// A file name as it was typed: meant from where wb was called, which the launcher has left.
    fs::path as_called(std::string_view word) const;

    /// How the compiler writes the workbook's folder, with a slash at its end.
    std::string root_in_build_log() const;

    /// Writes progress.txt; a failure is one sentence, and nothing else stops.
    void save_progress() const;

    /// What the launcher's build said; empty if we were started without one.
    BuildLog build_log() const;
    /// How far a build is that runs: "3/46"; "" if it has not said so yet.
    std::string build_step() const;
};

/// The sentence with "`wb " as it must be typed on this system.
std::string as_typed_here(std::string sentence);

}  // namespace runner
