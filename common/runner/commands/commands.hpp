// commands.hpp - what wb can do; each function is a file of its own and answers the exit code.
#pragma once

#include "common/runner/commands/request.hpp"
#include "common/runner/session.hpp"

#include <string>
#include <vector>

namespace runner {

int show_home(Session& session, const Request& request);  ///< `wb`: syelog demo, status, next lab
int list_all(const Session& session, const Request& request);        ///< `wb list [WORD...]`
int show_next_lab(Session& session, const Request& request);         ///< `wb next`
int check_labs(Session& session, const Request& request);            ///< `wb check`
int replay_finding(const Session& session, const Request& request);  ///< `wb replay`
int draw_lab(const Session& session, const Request& request);        ///< `wb timeline`
int list_breaks(const Session& session);                             ///< `wb break`
int break_lab(const Session& session, const Request& request);       ///< `wb break LAB [LETTERS]`
int list_demos(const Session& session);                              ///< `wb demo`
int run_demo(const Session& session, const Demo& demo);              ///< `wb demo NAME`
int give_hint(Session& session, const Request& request);             ///< `wb hint`
int watch_labs(Session& session, const Request& request);            ///< `wb watch`
int reset_labs(Session& session, const Request& request);            ///< `wb reset`
int show_solution(Session& session, const Request& request);         ///< `wb solution`
int list_syelog(const Session& session);                             ///< `wb syelog`
int run_syelog(const Session& session, const Request& request);      ///< `wb syelog NAME ...`
int bench(const Session& session, const Request& request);           ///< `wb bench`
int report(const Session& session, const Request& request);          ///< `wb report`
int grade(const Session& session, const Request& request);           ///< `wb grade`
int doctor(const Session& session);                                  ///< `wb doctor`
int make_lab(const Session& session, const Request& request);        ///< `wb new lab`
int make_chapter(const Session& session, const Request& request);    ///< `wb new chapter`

/// `wb.exe select [chNN]`, for the launcher: what ctest -R and -E get, in one line. Answers
/// kNotPassed if the build left nothing that can be tested.
int select_tests(const Session& session, const std::vector<std::string>& words);

/// The same for `wb verify`: `wb.exe select-verify [LAB|chNN]`, and at its end
/// `wb.exe verified JUNIT RESULTS_DIR [LAB|chNN]`.
int select_verify(const Session& session, const std::vector<std::string>& words);
int show_verified(const Session& session, const std::vector<std::string>& words);

/// `wb.exe summary JUNIT RESULTS_DIR`, for the launcher: the end of `wb test`.
int summary(const Session& session, const std::vector<std::string>& words);

}  // namespace runner
