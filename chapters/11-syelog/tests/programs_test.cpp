// programs_test.cpp - syelogd and syelog_load as a user meets them: sentences and exit codes.
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/child.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using workbook::ChildResult;

namespace {

ChildResult run(const wchar_t* program, const std::vector<std::wstring>& arguments) {
    const std::wstring us = w32::this_program();
    const std::wstring path = us.substr(0, us.find_last_of(L'\\') + 1) + program;
    return workbook::run_child(w32::command_line(path, arguments), kLimit);
}

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
    const ChildResult daemon = run(L"syelogd.exe", {L"--pipe", pipe, L"--ready", name});
    client.join();
    ASSERT_TRUE(daemon.ended) << daemon.output;
    EXPECT_EQ(daemon.exit_code, 0u);
    EXPECT_NE(daemon.output.find(": the end\n"), std::string::npos) << daemon.output;
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
