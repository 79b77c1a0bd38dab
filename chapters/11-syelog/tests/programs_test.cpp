// programs_test.cpp - syelogd and syelog_load as a user meets them: sentences and exit codes.
#include "chapters/11-syelog/tests/files.hpp"
#include "chapters/11-syelog/tests/frozen.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/child.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_folder.hpp"
#include "common/win32/beside.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using workbook::ChildResult;
using workbook::PipePeer;
using workbook::ScriptedFolder;

namespace {

ChildResult run(const wchar_t* program, const std::vector<std::wstring>& arguments) {
    return workbook::run_child(w32::command_line(w32::beside_this_program(program), arguments),
                               kLimit);
}

/// syelogd as a process of its own; it is there when this is.
class Syelogd {
public:
    explicit Syelogd(std::vector<std::wstring> options) {
        const std::wstring name = L"Local\\workbook.ready." + pipe.substr(9);
        const w32::Event ready(w32::Reset::manual, name.c_str());
        for (const wchar_t* word : {L"--ready", name.c_str(), L"--pipe", pipe.c_str()})
            options.emplace_back(word);
        process_ = w32::Process(
            w32::command_line(w32::beside_this_program(L"syelogd.exe"), options), {.job = &job_});
        const HANDLE either[] = {ready.get(), process_.get()};
        const auto answer = w32::wait_any(either, kLimit);
        EXPECT_TRUE(answer.how == w32::Waited::signaled && answer.index == 0) << "it is not ready";
    }

    PipePeer client() {
        auto peer = PipePeer::client(pipe, w32::PipeAccess::inbound);
        peer.open();
        return peer;
    }
    /// Its exit code, when `syelogd --stop` has returned.
    DWORD stop() {
        const ChildResult stopper = run(L"syelogd.exe", {L"--stop", L"--pipe", pipe});
        EXPECT_EQ(stopper.exit_code, 0u) << stopper.output;
        EXPECT_TRUE(process_.wait_for(kLimit));
        return process_.exit_code();
    }
    w32::Process& process() { return process_; }

    const std::wstring pipe = unique_pipe();

private:
    w32::Job job_;
    w32::Process process_;
};

}  // namespace

TEST(Syelogd, RefusesToBeTheSecondDaemon) {
    TestDaemon test;
    const ChildResult second = run(L"syelogd.exe", {L"--pipe", test.pipe});
    ASSERT_TRUE(second.ended);
    EXPECT_EQ(second.exit_code, 4u);
    EXPECT_NE(second.output.find("A syelog daemon is already running on"), std::string::npos)
        << second.output;
}

TEST(Syelogd, SaysWhichFileItCannotWrite) {
    const ChildResult child =
        run(L"syelogd.exe", {L"--pipe", unique_pipe(), L"--file", L"no such folder\\log.txt"});
    EXPECT_EQ(child.exit_code, 1u);
    EXPECT_NE(child.output.find("cannot write no such folder\\log.txt: "), std::string::npos)
        << child.output;
}

TEST(Syelogd, ExplainsItsOptions) {
    const ChildResult help = run(L"syelogd.exe", {L"--help"});
    EXPECT_EQ(help.exit_code, 0u);
    EXPECT_NE(help.output.find("--workers N"), std::string::npos) << help.output;
    EXPECT_EQ(run(L"syelogd.exe", {L"--colour", L"red"}).exit_code, 2u);
    EXPECT_EQ(run(L"syelogd.exe", {L"--workers", L"0"}).exit_code, 2u);
}

TEST(Syelogd, StopsInOrderWhenAClientAsksForIt) {
    // The daemon writes its log to standard output, which run() collects.
    const std::wstring pipe = unique_pipe();
    const std::wstring name = L"Local\\workbook.ready." + pipe.substr(9);
    const w32::Event ready(w32::Reset::manual, name.c_str());
    w32::Thread client([&] {
        if (w32::wait(ready.get(), kLimit) == w32::Waited::timed_out) return;  // it never came up
        auto peer = workbook::PipePeer::client(pipe, w32::PipeAccess::inbound);
        peer.open();
        peer.write(packed("the end", /*terminate=*/true));
    });
    const ChildResult daemon =
        run(L"syelogd.exe", {L"--pipe", pipe, L"--ready", name, L"--allow-terminate"});
    client.join();
    ASSERT_TRUE(daemon.ended) << daemon.output;
    EXPECT_EQ(daemon.exit_code, 0u);
    EXPECT_NE(daemon.output.find(": the end\n"), std::string::npos) << daemon.output;
}

TEST(Syelogd, IsStoppedByACommandThatReturnsWhenAllIsWritten) {
    WB_CLAIM("N11-37", "`syelogd --stop` returns when the daemon has written all and ended.");
    ScriptedFolder folder;
    Syelogd daemon({L"--file", folder.file(L"log")});
    auto client = daemon.client();
    for (int i = 1; i <= 200; ++i) client.write(numbered(1, i));
    EXPECT_EQ(daemon.stop(), 0u);
    syelog::Census census;
    census.count(content_of(folder.file(L"log")));
    EXPECT_EQ(census.lost(1, 200), 0u);
}

TEST(Syelogd, SaysThatThereIsNoneToStop) {
    const ChildResult stopper = run(L"syelogd.exe", {L"--stop", L"--pipe", unique_pipe()});
    EXPECT_EQ(stopper.exit_code, 5u);
    EXPECT_NE(stopper.output.find("there is no daemon on"), std::string::npos) << stopper.output;
}

TEST(Syelogd, TellsTheOneWhoStopsItThatItWasKilledInstead) {
    Syelogd daemon({});
    // It is asked for a stop and cannot answer: somebody ends it.
    const Frozen frozen(daemon.process().id());
    EXPECT_GT(frozen.threads(), 3u);
    w32::Thread killer([&] {
        w32::Event stop(w32::Reset::manual, syelog::stop_event_name(daemon.pipe).c_str());
        stop.wait();
        daemon.process().terminate(9);
    });
    const ChildResult stopper = run(L"syelogd.exe", {L"--stop", L"--pipe", daemon.pipe});
    killer.join();
    EXPECT_EQ(stopper.exit_code, 1u) << stopper.output;
    EXPECT_NE(stopper.output.find("died before it had stopped"), std::string::npos)
        << stopper.output;
}

TEST(Syelogd, RotatesItsLogUnderLoadAndLosesNothing) {
    ScriptedFolder folder;
    Syelogd daemon({L"--file", folder.file(L"log"), L"--rotate", L"5000", L"--keep", L"1000"});
    auto client = daemon.client();
    for (int i = 1; i <= 1000; ++i) client.write(numbered(1, i));
    EXPECT_EQ(daemon.stop(), 0u);
    syelog::Census census;
    for (const std::wstring& name : folder.names()) {
        const std::string part = content_of(folder.file(name));
        EXPECT_LE(part.size(), 5000u);
        census.count(part);
    }
    EXPECT_GT(folder.names().size(), 5u);
    EXPECT_EQ(census.lost(1, 1000), 0u);
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.other_lines, 0u) << "no line is cut in two";
}

TEST(Syelogd, WritesJsonLinesAndLetsOthersReadThem) {
    ScriptedFolder folder;
    Syelogd daemon({L"--file", folder.file(L"log"), L"--format", L"json", L"--tail"});
    auto reader = PipePeer::client(syelog::tail_pipe_name(daemon.pipe), w32::PipeAccess::outbound);
    reader.open();
    auto client = daemon.client();
    std::string seen;  // the reader counts from when the daemon knows of it
    while (seen.empty() || seen.back() != '\n') {
        client.write(packed("hello"));
        seen += reader.read();
    }
    EXPECT_EQ(daemon.stop(), 0u);
    const std::string log = content_of(folder.file(L"log"));
    EXPECT_EQ(log.find(R"({"received":")"), 0u) << log;
    EXPECT_NE(log.find(seen.substr(0, seen.find('\n'))), std::string::npos) << seen;
}

TEST(Syelogd, TellsItsFiguresAtItsEnd) {
    const std::wstring pipe = unique_pipe();
    const std::wstring name = L"Local\\workbook.ready." + pipe.substr(9);
    const w32::Event ready(w32::Reset::manual, name.c_str());
    w32::Thread client([&] {
        if (w32::wait(ready.get(), kLimit) == w32::Waited::timed_out) return;  // it never came up
        auto peer = PipePeer::client(pipe, w32::PipeAccess::inbound);
        peer.open();
        peer.write(packed("one") + packed("the end", /*terminate=*/true));
    });
    const ChildResult daemon =
        run(L"syelogd.exe",
            {L"--pipe", pipe, L"--ready", name, L"--allow-terminate", L"--statistics", L"--delta"});
    client.join();
    EXPECT_EQ(daemon.exit_code, 0u);
    EXPECT_NE(daemon.output.find("syelogd: in all 2 records of 1 clients"), std::string::npos)
        << daemon.output;
    EXPECT_EQ(daemon.output.find("      0 "), 0u) << daemon.output;
}

TEST(SyelogLoad, WritesItsRecords) {
    TestDaemon test;
    const ChildResult load = run(L"syelog_load.exe", {L"--pipe", test.pipe, L"--records", L"300",
                                                      L"--id", L"7", L"--text-bytes", L"100"});
    EXPECT_EQ(load.exit_code, 0u) << load.output;
    test.daemon.stop();
    EXPECT_EQ(test.census().lost(7, 300), 0u);
    const std::size_t text = test.log.find(": client 7 record 1 x");
    EXPECT_EQ(test.log.find('\n', text) - text - 2, 100u);
}

TEST(SyelogLoad, SaysThatThereIsNoDaemon) {
    const ChildResult load = run(L"syelog_load.exe", {L"--pipe", unique_pipe()});
    EXPECT_EQ(load.exit_code, 5u);
    EXPECT_NE(load.output.find("No syelog daemon answers on"), std::string::npos) << load.output;
}
