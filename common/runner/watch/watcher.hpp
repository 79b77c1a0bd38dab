// watcher.hpp - watch mode: one thread, one wait for everything that may happen.
#pragma once

#include "common/runner/commands/show_break.hpp"
#include "common/runner/labs/lab_run.hpp"
#include "common/runner/session.hpp"
#include "common/runner/watch/builder.hpp"
#include "common/runner/watch/file_stamps.hpp"
#include "common/runner/watch/folder_notice.hpp"
#include "common/runner/watch/input.hpp"
#include "common/runner/watch/state.hpp"
#include "common/runner/watch/status_line.hpp"
#include "common/win32/deadline.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace runner {

class Watcher {
public:
    /// Begins with the first of `labs`; n leads to the others. `interrupted` is an event that ends
    /// it. All of these outlive the watcher.
    Watcher(Session& session, std::vector<const Lab*> labs, Input& input, Builder& builder,
            HANDLE interrupted);

    /// Until q, the end of the input or `interrupted`. Blocks; whatever ran has ended afterwards.
    void run();

private:
    enum class Woken { time, interrupted, input, build, lab, folder };
    Woken wait();
    w32::Timeout until_next_look() const;
    void take_input();
    void look_at_folder();

    void carry_out(const Steps& steps);
    void carry_out(Step step);
    void follow(const Lab& lab);
    void go_next();
    void start_build();
    void build_ended(int code);
    void start_run();
    void start_break(const std::string& letters);
    void start_program(const char* purpose, const Settings& settings);
    void run_ended();
    void break_ended(const LabRun& ended);

    void show_status();
    void show_verdict();
    void show_passed();
    void show_break();
    void show_hint();
    void show_list();
    void show_solution();
    void say(const std::string& sentence);
    std::string keys() const;

    Session& session_;
    std::vector<const Lab*> labs_;
    Input& input_;
    Builder& builder_;
    HANDLE interrupted_;
    StatusLine status_;
    WatchState state_;
    bool quit_ = false;

    const Lab* lab_ = nullptr;
    std::optional<FolderNotice> notice_;
    std::optional<Settling> settling_;
    ULONGLONG next_look_ = 0;

    int build_ = 0;  // the number of the one under way
    std::string trouble_;
    BuildLog log_;

    std::unique_ptr<LabProcess> program_;
    std::optional<w32::Deadline> deadline_;
    std::string text_;     // of the lab's file, as it is judged
    std::string letters_;  // of a break run
    BreakRun break_;       // the run without letters
    bool repaired_ = false;
    Judged judged_;
    const Lab* explained_ = nullptr;  // whose explanation was shown
};

}  // namespace runner
