// options.hpp - what `wb grade` was told.
#pragma once

#include <string>
#include <vector>

namespace runner {

struct GradeOptions {
    /// On Linux the launcher builds and runs, because a Win32 program cannot hold a Linux child: it
    /// calls wb.exe for the first part and for the last (--stage=find, --stage=report; --stage=run
    /// with --trust). On Windows wb.exe does all of it.
    enum class Stage { all, find, run, report };
    std::string folder;  ///< as typed: one sub-folder per submission
    std::string labs = "all";
    int limit = 60;  ///< seconds for one program
    int jobs = 0;    ///< programs at the same time; 0: one per processor
    bool fresh = false;
    bool trust = false;  ///< run without a sandbox, where there is none
    std::string json;    ///< file names as typed; "" for the usual place
    std::string junit;
    std::string html;
    Stage stage = Stage::all;
};

/// `words` with "grade" in front. Throws Problem (usage).
GradeOptions grade_options(const std::vector<std::string>& words);

}  // namespace runner
