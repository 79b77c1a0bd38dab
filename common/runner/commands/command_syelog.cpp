// command_syelog.cpp - `wb syelog NAME ...`: one of the daemon's programs, as if it had been typed.
//
// It gets our console and our standard handles, so nothing is between it and its reader. Ctrl+C
// reaches it without our help, since the system tells every process of a console; we must only not
// end before it does.
#include "common/runner/commands/commands.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/event.hpp"
#include "common/win32/process.hpp"
#include "common/win32/text.hpp"

namespace runner {
namespace {

// A console handler has no parameter, so what it needs lives here.
w32::Event& child_ended() {
    static w32::Event only(w32::Reset::manual);
    return only;
}

// Runs on a thread of its own, which the system starts.
BOOL WINAPI leave_it_to_the_child(DWORD why) {
    // When the window closes we end with our return, and the job takes the child along: so not
    // before the child has ended by itself.
    if (why != CTRL_C_EVENT && why != CTRL_BREAK_EVENT) child_ended().wait();
    return TRUE;
}

}  // namespace

int list_syelog(const Session& session) {
    const Screen& screen = session.screen;
    for (const SyelogProgram& one : syelog_programs())
        screen.labelled("  " + std::string(one.name), session.say(one.does, one.does_zh), 12);
    screen.line();
    screen.line(screen.faint(session.command("syelog NAME --help")));
    return kOk;
}

int run_syelog(const Session& session, const Request& request) {
    const std::string name(request.syelog->program);
    std::vector<std::wstring> arguments;
    for (const std::string& argument : request.arguments)
        arguments.push_back(w32::to_wide(argument));
    (void)child_ended();  // before the handler can need it
    w32::check(::SetConsoleCtrlHandler(&leave_it_to_the_child, TRUE), "SetConsoleCtrlHandler");
    try {
        w32::Job job;
        w32::Process child(w32::command_line((session.bin / (name + ".exe")).wstring(), arguments),
                           {.job = &job});
        child.wait();
        child_ended().set();
        return static_cast<int>(child.exit_code());
    } catch (const w32::Error& error) {
        if (error.code() == ERROR_FILE_NOT_FOUND || error.code() == ERROR_PATH_NOT_FOUND)
            throw Problem(kEnvironment, name + " is not built; its target is " + name);
        throw;
    }
}

}  // namespace runner
