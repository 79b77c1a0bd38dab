// command_watch.cpp - `wb watch`: finds the keyboard and whoever builds, then watches.
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/watch/watcher.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/text.hpp"

#include <optional>

namespace runner {
namespace {

constexpr int kInterrupted = 130;  // what shells say of a program that ctrl+C has ended

// A console handler has no parameter, so what it needs lives here.
struct Interruption {
    w32::Event asked{w32::Reset::manual};
    w32::Event done{w32::Reset::manual};
};
Interruption& interruption() {
    static Interruption only;
    return only;
}

// Runs on a thread of its own, which the system starts. When the window closes the system ends us
// with our return: so not before the watcher has put everything away.
BOOL WINAPI on_console(DWORD why) {
    interruption().asked.set();
    if (why != CTRL_C_EVENT && why != CTRL_BREAK_EVENT) interruption().done.wait();
    return TRUE;
}

class ConsoleHandler {
public:
    ConsoleHandler() {
        (void)interruption();  // before the handler can need it
        w32::check(::SetConsoleCtrlHandler(&on_console, TRUE), "SetConsoleCtrlHandler");
    }
    ~ConsoleHandler() {
        interruption().done.set();
        (void)::SetConsoleCtrlHandler(&on_console, FALSE);
    }
    ConsoleHandler(const ConsoleHandler&) = delete;
    ConsoleHandler& operator=(const ConsoleHandler&) = delete;
};

std::wstring variable(const wchar_t* name) {
    wchar_t value[1024];
    const DWORD length = ::GetEnvironmentVariableW(name, value, 1024);
    return length < 1024 ? std::wstring(value, length) : std::wstring();
}

bool is_console(DWORD which) {
    DWORD mode = 0;
    return ::GetConsoleMode(::GetStdHandle(which), &mode) != 0;
}

int watch(Session& session, const Request& request, Input& input, Builder& builder) {
    const ConsoleHandler handler;
    const HANDLE asked = interruption().asked.get();
    Watcher(session, request.labs, input, builder, asked).run();
    return w32::signaled_now(asked) ? kInterrupted : kOk;
}

// The launcher holds the terminal; it has looked whether there is one.
int watch_through_launcher(Session& session, const Request& request) {
    // The input ends when the launcher lets go of the pipe, and it does so when it is told.
    struct Goodbye {
        ~Goodbye() { tell_launcher("@bye"); }
    };
    PipeInput input(::GetStdHandle(STD_INPUT_HANDLE));
    const Goodbye goodbye;
    LauncherBuilder builder;
    return watch(session, request, input, builder);
}

// wb.cmd hands over its way to build; without it (a debugger has started us) CMake knows one.
int watch_console(Session& session, const Request& request) {
    std::wstring command = variable(L"WB_BUILD_COMMAND");
    if (command.empty())
        command = L"cmake --build " + w32::quote(session.build_folder().wstring()) + L" --target";
    if (variable(L"WB_BUILD_LOG").empty()) {
        const fs::path log = session.build_folder() / L"wb-build.log";
        w32::check(::SetEnvironmentVariableW(L"WB_BUILD_LOG", log.c_str()),
                   "SetEnvironmentVariableW");
    }
    const fs::path log = session.root / variable(L"WB_BUILD_LOG");
    ConsoleInput input(::GetStdHandle(STD_INPUT_HANDLE));
    ChildBuilder builder(command, session.root.wstring(), log.wstring());
    return watch(session, request, input, builder);
}

}  // namespace

int watch_labs(Session& session, const Request& request) {
    if (request.labs.empty()) {
        session.screen.line(session.say("There are no labs yet.", "还没有实验。"));
        return kOk;
    }
    const std::wstring way = variable(L"WB_WATCH");  // "console": a test of Windows' way on Wine
    if (way == L"launcher") return watch_through_launcher(session, request);
    const bool may_listen = !w32::running_under_wine() || way == L"console";
    if (!may_listen || !is_console(STD_INPUT_HANDLE) || !is_console(STD_OUTPUT_HANDLE))
        throw Problem(kUsage, "`wb watch` needs a terminal: it listens to keys");
    return watch_console(session, request);
}

}  // namespace runner
