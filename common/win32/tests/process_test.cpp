// process_test.cpp - children: exit codes, jobs, quoting, and what a child inherits.
#include "common/win32/process.hpp"

#include "common/win32/event.hpp"
#include "helpers.hpp"

#include <shellapi.h>

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace {

using namespace std::chrono_literals;
using helpers::child;
using helpers::error_of;
using w32::Job;
using w32::Process;

/// Everything the child writes until it closes its end.
std::string read_all(w32::OutputPipe& pipe) {
    pipe.write.reset();  // or we would wait for ourselves
    std::string out;
    char buffer[256];
    DWORD count = 0;
    while (::ReadFile(pipe.read.get(), buffer, sizeof buffer, &count, nullptr) && count > 0)
        out.append(buffer, count);
    return out;
}

std::string read_line(w32::OutputPipe& pipe) {
    std::string out;
    char c = 0;
    DWORD count = 0;
    while (::ReadFile(pipe.read.get(), &c, 1, &count, nullptr) && count == 1 && c != '\n') out += c;
    return out;
}

TEST(Process, HandsItsExitCodeOver) {
    Job job;
    Process process(child(L"exit 42"), {.job = &job});
    process.wait();
    EXPECT_EQ(process.exit_code(), 42u);
    EXPECT_TRUE(process.wait_for(0ms)) << "an ended process stays signaled";
    EXPECT_EQ(process.id(), ::GetProcessId(process.get()));
}

TEST(Process, AnswersStillActiveWhileItRuns) {
    Job job;
    Process process(child(L"hang"), {.job = &job});
    EXPECT_EQ(process.exit_code(), DWORD{STILL_ACTIVE});
    EXPECT_FALSE(process.wait_for(1ms));
    process.terminate(7);
    process.wait();
    EXPECT_EQ(process.exit_code(), 7u);
}

TEST(Process, DoesNothingWhileSuspended) {
    Job job;
    Process process(child(L"exit 42"), {.job = &job, .suspended = true});
    process.terminate(7);
    process.wait();
    EXPECT_EQ(process.exit_code(), 7u) << "it has not run";
}

TEST(Process, StillActiveMayBeAnExitCodeToo) {
    Job job;
    Process process(child(L"exit 259"), {.job = &job});
    process.wait();
    EXPECT_EQ(process.exit_code(), DWORD{STILL_ACTIVE}) << "ask wait_for(), not exit_code()";
}

TEST(Process, ThrowsWhenTheProgramDoesNotExist) {
    Job job;
    EXPECT_EQ(error_of([&] { const Process none(L"no_such_program.exe", {.job = &job}); }),
              DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(Process, ThrowsWithoutAProcess) {
    Process none;
    EXPECT_FALSE(none);
    EXPECT_EQ(none.id(), 0u);
    EXPECT_EQ(error_of([&] { (void)none.exit_code(); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([&] { none.wait(); }), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(error_of([&] { none.terminate(1); }), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Process, StartsInTheGivenFolder) {
    EXPECT_EQ(error_of([] { const Process none(child(L"exit 0"), {.directory = L"no such"}); }),
              DWORD{ERROR_DIRECTORY});
}

TEST(Process, OutlivesItsObjectWithoutAJob) {
    std::optional<Process> process(std::in_place, child(L"hang"));
    const w32::Handle watch = w32::own(
        ::OpenProcess(SYNCHRONIZE | PROCESS_TERMINATE, FALSE, process->id()), "OpenProcess");
    process.reset();
    EXPECT_EQ(w32::wait(watch.get(), 1ms), w32::Waited::timed_out);
    EXPECT_TRUE(::TerminateProcess(watch.get(), 1));
    (void)w32::wait(watch.get(), w32::forever);
}

TEST(Job, HoldsItsProcessFromTheFirstInstruction) {
    Job job;
    const Process process(child(L"hang"), {.job = &job});
    BOOL inside = FALSE;
    w32::check(::IsProcessInJob(process.get(), job.get(), &inside), "IsProcessInJob");
    EXPECT_TRUE(inside);
}

TEST(Job, KillsItsProcessWhenItIsClosed) {
    std::optional<Job> job(std::in_place);
    Process process(child(L"hang"), {.job = &*job});
    EXPECT_FALSE(process.wait_for(0ms));
    job.reset();
    process.wait();
}

TEST(Job, KillsGrandchildrenToo) {
    std::optional<Job> job(std::in_place);
    w32::OutputPipe output = w32::make_output_pipe();
    Process process(child(L"spawn"), {.job = &*job, .output = output.write.get()});
    const DWORD id = static_cast<DWORD>(std::stoul(read_line(output)));
    const w32::Handle grandchild = w32::own(::OpenProcess(SYNCHRONIZE, FALSE, id), "OpenProcess");
    EXPECT_EQ(w32::wait(grandchild.get(), 0ms), w32::Waited::timed_out);
    job.reset();
    EXPECT_EQ(w32::wait(grandchild.get(), w32::forever), w32::Waited::signaled);
    process.wait();
}

TEST(Job, TerminateGivesItsProcessesAnExitCode) {
    Job job;
    Process process(child(L"hang"), {.job = &job});
    job.terminate(55);
    process.wait();
    EXPECT_EQ(process.exit_code(), 55u);
}

TEST(Inheritance, OutputReachesUs) {
    Job job;
    w32::OutputPipe output = w32::make_output_pipe();
    Process process(child(L"spawn"), {.job = &job, .output = output.write.get()});
    EXPECT_FALSE(read_line(output).empty());
    job.terminate(0);
    process.wait();
    EXPECT_EQ(read_all(output), "") << "and ends when the last writer has gone";
}

TEST(Inheritance, ChildGetsTheOutputHandleAndNoOther) {
    Job job;
    w32::OutputPipe output = w32::make_output_pipe();
    SECURITY_ATTRIBUTES inheritable{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    std::vector<w32::Handle> others;  // many, so that one cannot be there by chance
    std::wstring numbers;
    for (int i = 0; i < 8; ++i) {
        others.push_back(
            w32::own(::CreateEventW(&inheritable, TRUE, FALSE, nullptr), "CreateEventW"));
        // High values: a fresh process has its own handles at the low ones.
        if (reinterpret_cast<ULONG_PTR>(others.back().get()) < 2048) --i;
    }
    const auto number = [](HANDLE handle) {
        return std::to_wstring(reinterpret_cast<ULONG_PTR>(handle));
    };
    for (std::size_t i = others.size() - 4; i < others.size(); ++i)
        numbers += L' ' + number(others[i].get());
    Process process(child(L"inherited " + number(output.write.get()) + numbers),
                    {.job = &job, .output = output.write.get()});
    process.wait();
    EXPECT_EQ(process.exit_code(), 1u) << "bit 0 is the output, the others are events";
}

TEST(Inheritance, ChildWithoutOutputGetsNothing) {
    Job job;
    SECURITY_ATTRIBUTES inheritable{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    std::vector<w32::Handle> events;
    do
        events.push_back(
            w32::own(::CreateEventW(&inheritable, TRUE, FALSE, nullptr), "CreateEventW"));
    while (reinterpret_cast<ULONG_PTR>(events.back().get()) < 2048);
    Process process(
        child(L"inherited " + std::to_wstring(reinterpret_cast<ULONG_PTR>(events.back().get()))),
        {.job = &job});
    process.wait();
    EXPECT_EQ(process.exit_code(), 0u);
}

TEST(OutputPipe, LetsOnlyItsWriteEndBeInherited) {
    const w32::OutputPipe pipe = w32::make_output_pipe();
    DWORD flags = 0;
    w32::check(::GetHandleInformation(pipe.read.get(), &flags), "GetHandleInformation");
    EXPECT_EQ(flags & HANDLE_FLAG_INHERIT, 0u);
    w32::check(::GetHandleInformation(pipe.write.get(), &flags), "GetHandleInformation");
    EXPECT_NE(flags & HANDLE_FLAG_INHERIT, 0u);
}

TEST(CommandLine, ComesBackUnchangedFromWindows) {
    const std::vector<std::wstring> arguments{
        L"plain",     L"two words",  L"",          L"tab\there",     L"quo\"te",  L"\"",
        L"back\\",    L"back \\",    L"back\\\\ ", L"\\\"",          L"a\\\\\"b", L"C:\\dir one\\",
        L"\\\\srv\\", L"new\nline ", L"end\\\\\"", L"\u00E4\u20AC x"};
    const std::wstring line = w32::command_line(L"C:\\Program Files\\x.exe", arguments);
    int count = 0;
    wchar_t** parsed = ::CommandLineToArgvW(line.c_str(), &count);
    ASSERT_EQ(count, static_cast<int>(arguments.size()) + 1);
    EXPECT_EQ(std::wstring(parsed[0]), L"C:\\Program Files\\x.exe");
    for (std::size_t i = 0; i < arguments.size(); ++i)
        EXPECT_EQ(std::wstring(parsed[i + 1]), arguments[i]) << "argument " << i;
    ::LocalFree(parsed);
}

TEST(CommandLine, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(w32::quote(L"--port=5"), L"--port=5");
    EXPECT_EQ(w32::quote(L""), L"\"\"");
    EXPECT_EQ(w32::quote(L"a b"), L"\"a b\"");
}

TEST(ThisProgram, IsAFileThatExists) {
    EXPECT_NE(::GetFileAttributesW(w32::this_program().c_str()), INVALID_FILE_ATTRIBUTES);
}

}  // namespace
