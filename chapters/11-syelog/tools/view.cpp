// view.cpp - syelog_view: shows a log, or what a daemon logs now, to somebody who looks for
// something.
//
// Exit codes: 0 shown to the end or stopped by ctrl+C, 1 a call failed or there is no such file,
// 2 wrong options, 5 no daemon serves a live tail.
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/console.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/tools/viewer.hpp"
#include "common/win32/console.hpp"
#include "common/win32/platform.hpp"

#include <cstdio>

#ifndef ENABLE_VIRTUAL_TERMINAL_PROCESSING
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x0004
#endif

namespace {

using namespace syelog;

constexpr char kHelp[] =
    "syelog_view [PATH] - shows a log, or what a daemon logs now\n"
    "  --file PATH      a log of syelogd, in any format (PATH alone means the same)\n"
    "  --pipe NAME      without a file: the live tail of the daemon on this pipe\n"
    "                   (\\\\.\\pipe\\syelog); it serves one when started with --tail\n"
    "  --follow         go on: as the file grows, is rotated or cut off; when a daemon comes back\n"
    "  --severity NAME  that or worse: fatal alert critical error warning notice information\n"
    "                   audit_fail audit_pass debug\n"
    "  --facility NAME  kernel security logging service application user local0 ... local9\n"
    "  --pid N          of that process\n"
    "  --program NAME   of that program; a text log does not know it\n"
    "  --match TEXT     with that in its text, whatever the case\n"
    "  --colour WHEN    auto (a console, and NO_COLOR is not set), always, never\n"
    "  --until EVENT    end when this named event is set, as at ctrl+C\n"
    "An option of the second half may be repeated: any of its values will do.\n";

// "" if it is not set or longer than what is asked for here.
std::string setting(const char* name) {
    char text[16];
    const DWORD length = ::GetEnvironmentVariableA(name, text, sizeof text);
    return length < sizeof text ? std::string(text, length) : "";
}

// Behind `wb` on Linux the terminal is at the other end of a pipe: then the launcher says what it
// can do.
bool terminal_has_colours(HANDLE out) {
    if (::GetEnvironmentVariableA("NO_COLOR", nullptr, 0) > 1) return false;
    const std::string told = setting("WB_COLOR");
    if (!told.empty()) return told == "1";
    DWORD mode = 0;
    return !w32::running_under_wine() && ::GetConsoleMode(out, &mode) &&
           ::SetConsoleMode(out, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

bool wants_colours(const Arguments& arguments, HANDLE out) {
    const std::wstring when = arguments.text(L"colour", L"auto");
    if (when != L"auto" && when != L"always" && when != L"never")
        throw std::invalid_argument("--colour is auto, always or never.");
    return when == L"auto" ? terminal_has_colours(out) : when == L"always";
}

template <class Value>
Value named(std::optional<Value> value, const std::string& word) {
    if (!value) throw std::invalid_argument("'" + word + "' is none; --help has the names.");
    return *value;
}

ViewFilter filter_of(const Arguments& arguments) {
    ViewFilter filter;
    for (const std::wstring& word : arguments.texts(L"severity")) {
        const std::string name = w32::to_utf8(word);
        filter.worst =
            std::max(filter.worst.value_or(0), syslog_severity(named(severity_of(name), name)));
    }
    for (const std::wstring& word : arguments.texts(L"facility")) {
        const std::string name = w32::to_utf8(word);
        filter.facilities.push_back(named(facility_of(name), name));
    }
    for (const unsigned id : arguments.numbers(L"pid", 0, 999'999'999))
        filter.processes.push_back(id);
    for (const std::wstring& word : arguments.texts(L"program"))
        filter.programs.push_back(w32::to_utf8(word));
    for (const std::wstring& word : arguments.texts(L"match"))
        filter.texts.push_back(w32::to_utf8(word));
    return filter;
}

int view(const Arguments& arguments, Viewer& viewer, HANDLE stop) {
    const bool follow = arguments.flag(L"follow");
    const std::wstring path =
        arguments.words().empty() ? arguments.text(L"file", L"") : arguments.words().front();
    if (!path.empty()) try {
            return view_file(path, follow, viewer, stop) == Viewed::absent ? kFailed : kDone;
        } catch (const w32::Error& error) {
            throw std::runtime_error("cannot read " + w32::to_utf8(path) + ": " +
                                     w32::describe(error.code()));
        }
    const std::wstring pipe = arguments.text(L"pipe", kDefaultPipe);
    return view_tail(pipe, follow, viewer, stop) == Viewed::absent ? kNoDaemon : kDone;
}

int run() {
    const Arguments arguments({L"file", L"pipe", L"severity", L"facility", L"pid", L"program",
                               L"match", L"colour", L"until"},
                              {L"follow"}, 1);
    const HANDLE out = ::GetStdHandle(STD_OUTPUT_HANDLE);
    if (arguments.help()) {
        write_all(out, kHelp);
        return kDone;
    }
    w32::console_in_utf8();
    Viewer viewer({.filter = filter_of(arguments),
                   .colours = wants_colours(arguments, out),
                   .output = [out](std::string_view text) { write_all(out, text); },
                   .notice =
                       [](std::string_view text) {
                           std::fprintf(stderr, "syelog_view: %.*s\n",
                                        static_cast<int>(text.size()), text.data());
                       }});
    const std::wstring until = arguments.text(L"until", L"");
    if (until.empty()) {
        watch_console();
        return view(arguments, viewer, console().stop.get());
    }
    return view(arguments, viewer, w32::Event(w32::Reset::manual, until.c_str()).get());
}

}  // namespace

int main() {
    int code = syelog::kFailed;
    try {
        code = run();
    } catch (const syelog::NobodyReads&) {
        code = syelog::kDone;
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelog_view: %s\n", wrong.what());
        code = syelog::kUsage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_view: %s\n", error.what());
    }
    syelog::console().finished.set();
    return code;
}
