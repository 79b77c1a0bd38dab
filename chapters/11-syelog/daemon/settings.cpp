// settings.cpp - words into options; each wrong one gets a sentence that says what is right.
#include "chapters/11-syelog/daemon/settings.hpp"

#include "common/win32/text.hpp"

namespace syelog {

const char* const kDaemonHelp =
    "syelogd - collects log records from syelog clients\n"
    "\n"
    "  --pipe NAME        the pipe to serve (\\\\.\\pipe\\syelog)\n"
    "  --file PATH        append to this file (standard output)\n"
    "  --rotate BYTES     rename the file before it grows larger: PATH.1, PATH.2, ...\n"
    "  --keep N           how many renamed files stay (5)\n"
    "  --format NAME      text: the original's line; rfc5424; json: one object per line (text)\n"
    "  --delta            text only: milliseconds since the line before instead of the time\n"
    "\n"
    "  --severity NAME    only records of this severity or a worse one: fatal alert critical\n"
    "                     error warning notice information debug\n"
    "  --facility NAME    only of this facility; may be repeated\n"
    "  --process N|NAME   only of this process or program; may be repeated\n"
    "\n"
    "  --tail             let others read along, as JSON lines, from the pipe NAME.tail\n"
    "  --statistics       a line per second on standard error\n"
    "  --workers N        threads on the completion port (two per processor)\n"
    "  --listeners N      pipe instances that wait for clients (4)\n"
    "  --coalesce MS      rest between two reads of a client that writes little (1)\n"
    "  --hold MIB         kept in memory while the log cannot be written (16)\n"
    "  --strict           only our own user may connect\n"
    "  --allow-terminate  a client of our own user may ask for a stop\n"
    "  --ready EVENT      set this named event when clients may come\n"
    "\n"
    "  --stop             be no daemon: stop the one on --pipe, return when it has ended\n"
    "\n"
    "Stop it with ctrl+C, or with --stop: records that were written before are in the log.\n"
    "Exit codes: 0 stopped in order, 1 a call failed, 2 wrong options, 3 lines were lost,\n"
    "4 a daemon was there already, 5 (--stop) there was none.\n";

namespace {

Format format_from(const std::wstring& name) {
    if (name == L"text") return Format::text;
    if (name == L"rfc5424") return Format::rfc5424;
    if (name == L"json") return Format::json;
    throw std::invalid_argument("--format must be text, rfc5424 or json.");
}

unsigned severity_from(const std::wstring& name) {
    const auto severity = severity_of(w32::to_utf8(name));
    if (!severity)
        throw std::invalid_argument(
            "--severity must be fatal, alert, critical, error, warning, notice, information or "
            "debug.");
    return syslog_severity(*severity);
}

Facility facility_from(const std::wstring& name) {
    const auto facility = facility_of(w32::to_utf8(name));
    if (!facility)
        throw std::invalid_argument(
            "--facility must be kernel, security, logging, service, application, user, or local0 "
            "to local9.");
    return *facility;
}

// A number is a process id, everything else a program's name.
void add_process(Filter& filter, const std::wstring& word) {
    if (word.empty()) throw std::invalid_argument("--process must be a number or a name.");
    if (word.find_first_not_of(L"0123456789") != word.npos || word.size() > 9)
        filter.programs.push_back(w32::to_utf8(word));
    else
        filter.processes.push_back(static_cast<DWORD>(std::stoul(word)));
}

Filter filter_from(const Arguments& arguments) {
    Filter filter;
    filter.severity = severity_from(arguments.text(L"severity", L"debug"));
    for (const std::wstring& name : arguments.texts(L"facility"))
        filter.facilities.push_back(facility_from(name));
    for (const std::wstring& word : arguments.texts(L"process")) add_process(filter, word);
    return filter;
}

}  // namespace

std::vector<std::wstring> daemon_option_names() {
    return {L"pipe",    L"file",    L"rotate",    L"keep",     L"format", L"severity", L"facility",
            L"process", L"workers", L"listeners", L"coalesce", L"hold",   L"ready"};
}

std::vector<std::wstring> daemon_flag_names() {
    return {L"delta", L"tail", L"statistics", L"strict", L"allow-terminate", L"stop"};
}

Settings settings_from(const Arguments& arguments) {
    Settings settings;
    settings.delta = arguments.flag(L"delta");
    settings.tail = arguments.flag(L"tail");
    settings.statistics = arguments.flag(L"statistics");
    settings.stop = arguments.flag(L"stop");
    settings.ready = arguments.text(L"ready", L"");

    settings.file.path = arguments.text(L"file", L"");
    settings.file.rotate_bytes = arguments.number(L"rotate", 0, 1000, 999'999'999);
    settings.file.keep = arguments.number(L"keep", 5, 0, 1000);
    if (settings.file.rotate_bytes != 0 && settings.file.path.empty())
        throw std::invalid_argument("--rotate needs --file.");

    DaemonOptions& daemon = settings.daemon;
    daemon.pipe = arguments.text(L"pipe", kDefaultPipe);
    daemon.format = format_from(arguments.text(L"format", L"text"));
    if (settings.delta && daemon.format != Format::text)
        throw std::invalid_argument("--delta needs --format text.");
    daemon.filter = filter_from(arguments);
    daemon.workers = arguments.number(L"workers", 0, 1, 1000);
    daemon.listeners = arguments.number(L"listeners", daemon.listeners, 1, 200);
    daemon.coalescing = std::chrono::milliseconds(arguments.number(L"coalesce", 1, 0, 1000));
    daemon.writer.held_bytes = std::size_t{arguments.number(L"hold", 16, 1, 4096)} << 20;
    if (arguments.flag(L"strict")) daemon.access = Access::strict;
    if (arguments.flag(L"allow-terminate")) daemon.terminate = Terminate::same_user;
    return settings;
}

}  // namespace syelog
