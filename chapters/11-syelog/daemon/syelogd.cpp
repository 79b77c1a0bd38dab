// syelogd.cpp - the daemon as a program.
//
// Exit codes: 0 stopped in order, 1 a call failed, 2 wrong options, 3 lines were lost, 4 a daemon
// was there already.
#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "common/win32/text.hpp"

#include <cstdio>

namespace {

constexpr char kHelp[] =
    "syelogd - collects log records from syelog clients\n"
    "  --pipe NAME    the pipe to serve (\\\\.\\pipe\\syelog)\n"
    "  --file PATH    append to this file (standard output)\n"
    "  --workers N    threads on the completion port (two per processor)\n"
    "  --ready EVENT  set this named event when clients may come\n"
    "Stop it with ctrl+C, or by setting its stop event (see names.hpp): records that were written\n"
    "before are in the log.\n";

enum Exit { kDone = 0, kFailed = 1, kUsage = 2, kLost = 3, kAlreadyRunning = 4 };

// A console handler has no parameter, so what it needs lives here.
struct Console {
    w32::Event stop{w32::Reset::manual};
    w32::Event finished{w32::Reset::manual};
};
Console& console() {
    static Console only;
    return only;
}

// Runs on a thread of its own, which the system starts.
BOOL WINAPI on_console(DWORD why) {
    console().stop.set();
    // After ctrl+C we may return and stop at leisure. When the window closes or the user logs off
    // the process ends with our return: so that must wait for the log.
    if (why != CTRL_C_EVENT && why != CTRL_BREAK_EVENT) console().finished.wait();
    return TRUE;
}

w32::Handle open_log(const std::wstring& path) {
    // FILE_APPEND_DATA without FILE_WRITE_DATA: each write goes to the end, whoever else writes.
    return w32::own_file(::CreateFileW(path.c_str(), FILE_APPEND_DATA | SYNCHRONIZE,
                                       FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS,
                                       FILE_ATTRIBUTE_NORMAL, nullptr),
                         "CreateFileW");
}

int serve(const syelog::Arguments& arguments) {
    const std::wstring path = arguments.text(L"file", L"");
    w32::Handle file;
    if (!path.empty()) try {
            file = open_log(path);
        } catch (const w32::Error& error) {
            std::fprintf(stderr, "syelogd: cannot write %s: %s\n", w32::to_utf8(path).c_str(),
                         w32::describe(error.code()).c_str());
            return kFailed;
        }
    const HANDLE log = file ? file.get() : ::GetStdHandle(STD_OUTPUT_HANDLE);
    syelog::Daemon daemon({.pipe = arguments.text(L"pipe", syelog::kDefaultPipe),
                           .output = syelog::file_output(log),
                           .workers = arguments.number(L"workers", 0, 1, 1000)});
    daemon.start();
    const std::wstring ready = arguments.text(L"ready", L"");
    if (!ready.empty()) w32::Event(w32::Reset::manual, ready.c_str()).set();

    const HANDLE reasons[] = {daemon.stop_event(), console().stop.get()};
    (void)w32::wait_any(reasons, w32::forever);
    daemon.stop();
    const syelog::Loss loss = daemon.loss();
    if (loss.lines == 0) return daemon.statistics().deaf ? kFailed : kDone;
    std::fprintf(stderr, "syelogd: %llu lines are lost, the log could not be written: %s\n",
                 static_cast<unsigned long long>(loss.lines),
                 w32::describe(loss.first_error).c_str());
    return kLost;
}

int run() {
    try {
        const syelog::Arguments arguments({L"pipe", L"file", L"workers", L"ready"});
        if (arguments.help()) {
            std::fputs(kHelp, stdout);
            return kDone;
        }
        w32::check(::SetConsoleCtrlHandler(&on_console, TRUE), "SetConsoleCtrlHandler");
        return serve(arguments);
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelogd: %s\n", wrong.what());
        return kUsage;
    } catch (const syelog::AlreadyRunning& other) {
        std::fprintf(stderr, "syelogd: %s\n", other.what());
        return kAlreadyRunning;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelogd: %s\n", error.what());
        return kFailed;
    }
}

}  // namespace

int main() {
    (void)console();  // before a handler can need it
    const int code = run();
    console().finished.set();
    return code;
}
