// settings.hpp - what the command line of syelogd says, and what it leaves open.
#pragma once

#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/daemon/log_file.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"

namespace syelog {

extern const char* const kDaemonHelp;

struct Settings {
    DaemonOptions daemon{};   ///< without output, subscribers and writer's callbacks
    LogFileOptions file{};    ///< path empty: standard output
    bool delta = false;       ///< milliseconds since the line before instead of the time
    bool tail = false;        ///< serve the live tail on tail_pipe_name(daemon.pipe)
    bool statistics = false;  ///< a line per second on standard error
    bool stop = false;        ///< be no daemon: ask the one that runs to stop, and wait for its end
    std::wstring ready{};     ///< an event to set when clients may come; empty: none
};

/// The names that syelogd knows; with value, and without.
std::vector<std::wstring> daemon_option_names();
std::vector<std::wstring> daemon_flag_names();

/// Throws std::invalid_argument with a sentence for the user.
Settings settings_from(const Arguments& arguments);

}  // namespace syelog
